import CivilTime
import Crypto
import Foundation
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import SQLite
import Store
import Synchronization
import Testing
import Workflow

/// A district in which every page has something to show and every form something to do.
///
/// The work is one teacher's; one evaluator has its reviews. Everybody else finds another's.
struct School {
  let scene: TeacherScene
  /// What an address or a form is about, by the name that tables give it.
  private(set) var objects: [String: String] = [:]

  var district: District { scene.district }

  /// Where its database is.
  private let path: String
  /// Removes the folder with all copies of the database.
  private let folder: Folder

  init() throws {
    folder = try Folder()
    path = folder.path + "/0.sqlite3"
    scene = try TeacherScene(teachers: 6, place: .file(path), pays: true, Self.always)
    try appoint()
    try work()
    try furnish()
  }

  /// The same school once more: what happens in one does not happen in the other.
  func another() throws -> School { try School(like: self) }

  private init(like other: School) throws {
    folder = other.folder
    objects = other.objects
    let number = folder.count.add(1, ordering: .relaxed).newValue
    path = folder.path + "/\(number).sqlite3"
    for end in ["", "-wal"] where FileManager.default.fileExists(atPath: other.path + end) {
      try FileManager.default.copyItem(atPath: other.path + end, toPath: path + end)
    }
    scene = TeacherScene(
      in: try District(like: other.district, at: .file(path), seed: UInt64(1 + number)))
  }

  /// Evidence comes in at any time, and the cap is far away.
  private static func always(_ program: inout Program) {
    program.evidence.intake = .always
    program.pay?.cap.brackets = [CapBracket(label: "everybody", amount: Money(cents: 9_000_00))]
    program.pay?.funds = FundsPolicy()
  }

  /// When everything is as it is made below: the proposal window has just closed.
  private static let day = "2026-09-28 09:00"

  private final class Folder: Sendable {
    let path = NSTemporaryDirectory() + "rubricd-school-" + UUID().uuidString
    let count = Atomic<Int>(0)
    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Who looks: what they are, and what they are signed in to.
  enum Visitor: Int, CaseIterable {
    case nobody
    /// Whose work it is.
    case owner
    case otherTeacher
    /// Whose reviews they are.
    case evaluator, otherEvaluator
    case administrator, deputy, clerk, payroll, adjudicator
    /// By the link of a notice: about the very work, about other work of the same teacher, about the very review, about
    /// all of one's reviews, about the window.
    case linkToWork, linkToOtherWork, linkToReview, linkToReviews, linkToWindow

    var number: String? {
      switch self {
      case .nobody: nil
      case .owner, .linkToWork, .linkToOtherWork, .linkToWindow: "1000"
      case .otherTeacher: "1001"
      case .evaluator, .linkToReview, .linkToReviews: "500"
      case .otherEvaluator: "501"
      case .administrator: "100"
      case .deputy: "1002"
      case .clerk: "1003"
      case .payroll: "1004"
      case .adjudicator: "1005"
      }
    }
  }

  func browser(_ visitor: Visitor) throws -> Browser {
    let scope: (kind: LinkKind, name: String)? =
      switch visitor {
      case .linkToWork: (.submission, "underReview")
      case .linkToOtherWork: (.submission, "approved")
      case .linkToReview: (.review, "review")
      case .linkToReviews: (.reviews, "none")
      case .linkToWindow: (.window, "window")
      default: nil
      }
    return try Browser(
      district, as: visitor.number,
      scope: scope.map { ($0.kind, Int64(objects[$0.name] ?? "") ?? 0) })
  }

  /// A text with `@name` in the place of what an object is called.
  func filled(_ text: String) throws -> String {
    guard let mark = text.firstIndex(of: "@") else { return text }
    let name = text[text.index(after: mark)...].prefix { $0.isLetter || $0.isNumber }
    let object = try #require(objects[String(name)], "nothing is called \(name)")
    return text[..<mark] + object + (try filled(String(text[name.endIndex...])))
  }

  /// A scorecard on which everything is met.
  func card() throws -> [(String, String)] {
    try scene.rubric(.proposal).criteria.flatMap { criterion in
      let level = criterion.levels.first { !$0.stops }?.id.rawValue ?? ""
      return [("level-\(criterion.id)", level), ("feedback-\(criterion.id)", "Well shown.")]
    }
  }

  // MARK: Making it

  private func appoint() throws {
    let administrator = try district.administrator
    let day = district.zone.date(at: district.clock.now())
    let deputy = Deputy(
      person: try district.person("1002"), from: day, until: day.adding(days: 20))
    let commands: [Command] = [
      .setDeputies(of: try district.person("100"), [deputy]),
      .grantRole(try district.person("1003"), .clerk),
      .grantRole(try district.person("1004"), .payroll),
      .grantRole(try district.person("1005"), .adjudicator),
    ]
    for command in commands { try scene.office.perform(command, by: administrator) }
  }

  private mutating func work() throws {
    let received = try scene.handIn("Received")
    let underReview = try scene.handIn("Under review")
    let review = try scene.assign(underReview)
    let ready = try scene.handIn("Ready to release")
    try judge(ready)
    let approved = try scene.handIn("Approved to begin")
    try scene.decide(approved)
    let revised = try scene.handIn("To revise")
    let short = try scene.rubric(.proposal).criteria.dropFirst().map(\.id)
    try scene.decide(revised, short: Array(short))
    scene.passHold()
    try scene.office.perform(
      .handIn(
        HandIn(
          stage: .proposal, earner: try district.person("1000"), submission: revised,
          title: "To revise", content: scene.content(.proposal, text: "Now"), source: .page,
          arrivedAt: district.clock.now())),
      by: .person(try district.person("1000")))
    let second = try scene.assign(revised)
    let released = try scene.handIn("Just released")
    try judge(released)
    let next = try scene.handIn("Approved as well")
    try scene.decide(next)
    try district.pass(until: Self.day)
    while try scene.office.beat().isMore {}
    let release = try scene.office.perform(
      .releaseDecisions([released]), by: try district.administrator)
    let bytes = Array("%PDF-1.7 and so on".utf8)
    let blobs = Blobs(files: district.files, random: scene.office.surroundings.random)
    let digest = try blobs.put(bytes)
    var content = try scene.content(.evidence)
    content.artifacts.append(
      Artifact(
        part: nil,
        place: .file(
          sha256: digest.hex, bytes: Int64(bytes.count), mediaType: "application/pdf",
          name: "plan.pdf")))
    let evidence = try scene.handIn(
      "Approved to begin", .evidence, proposal: approved, content: content)
    try scene.assign(evidence)
    objects.merge([
      "received": "\(received)", "underReview": "\(underReview)", "review": "\(review)",
      "ready": "\(ready)", "approved": "\(approved)", "revised": "\(revised)",
      "secondReview": "\(second)", "released": "\(released)",
      "release": "\(try #require(release.command))", "evidence": "\(evidence)", "next": "\(next)",
      "file": digest.hex,
      "kept": "\(try #require(try scene.submission(revised).met.first))",
    ]) { $1 }
  }

  private mutating func furnish() throws {
    let office = scene.office
    try office.drop(
      Array("Employee Number,Skills,Training Date,Load Max\r\n77,x: expert,2026-06-15,5\r\n".utf8),
      named: "evaluators-2.csv")
    while try office.beat().isMore {}
    let row = try #require(try office.read { try $0.openSetAsideRows(limit: 5).first })
    let next = try filled("@next")
    try office.beginDraft(
      Draft(
        person: try district.person("1000"), stage: .evidence, key: "proposal/\(next)",
        title: "Approved as well", skills: [], content: scene.content(.evidence),
        savedAt: district.clock.now()))
    let window = try scene.window(.proposal)
    try #require(window.assignment != nil)
    let link = try office.makeSignInLink(for: district.person("1001"))
    let start = try browser(.nobody).get("/")
    let later = try #require(
      try office.read { try $0.windows().last { $0.stage == .proposal && $0.id != window.id } })
    try pay()
    let rubric = try scene.rubric(.evidence)
    let mail = try #require(try office.read { try $0.mails(.all, limit: 1).first })
    objects.merge([
      "mail": "\(mail.id)", "rubric": "\(rubric.id)", "hash": rubric.version.hash,
      "rubricText": rubric.canonical,
      "saved":
        "\(try #require(try scene.draft("proposal/\(next)", .evidence)).savedAt.milliseconds)",
      "wording": try office.wording(of: TemplateName(.earned)).source,
      "address": District.address(0), "row": "\(row.id)", "window": "\(window.id)",
      "laterWindow": "\(later.id)",
      "offering": "\(try scene.offer("MCR-1", "Reading conferences"))",
      "administrator": "\(try district.person("100"))",
      "judge": "\(try district.person("500"))", "other": "\(try district.person("501"))",
      "teacher": "\(try district.person("1001"))",
      "calendar": try district.office.makeCalendar(for: try district.person("1000")) + ".ics",
      "link": try #require(link.split(separator: "/").last.map { String($0) }),
      "style": String(try #require(start.html.firstMatch(of: /assets\/(style[^"]+)/)).1),
    ]) { $1 }
  }

  /// One pay date is sealed, with nobody in it; another can be.
  private mutating func pay() throws {
    let office = scene.office
    let administrator = try district.administrator
    try office.perform(
      .grantFunds(
        Money(cents: 1_000_00), on: district.zone.date(at: district.clock.now()),
        reason: "The board."), by: administrator)
    let sealed = try #require(CivilDate(iso: "2026-09-18"))
    _ = try office.sealPayDate(
      sealed, expecting: try office.preview(of: sealed).token, by: administrator)
    let open = try #require(CivilDate(iso: "2026-10-16"))
    objects.merge([
      "sealed": "\(sealed)", "open": "\(open)", "shown": try office.preview(of: open).token,
      "owner": "\(try district.person("1000"))",
    ]) { $1 }
  }

  /// An evaluator judges it; nobody has released that.
  private func judge(_ submission: SubmissionID) throws {
    let review = try scene.assign(submission)
    let rubric = try scene.rubric(.proposal)
    let scores = rubric.criteria.map { criterion in
      Scorecard.Score(
        criterion: criterion.id, level: criterion.levels.first { !$0.stops }?.id,
        feedback: "Well shown.")
    }
    try scene.office.perform(
      .handInScorecard(review, Scorecard(rubric: rubric.version, scores: scores)),
      by: .person(try district.person("500")))
  }
}

extension District {
  /// The same district over a copy of its database, with secrets that are none of those in it.
  fileprivate init(like other: District, at place: DistrictStore.Place, seed: UInt64) throws {
    clock = HandClock(other.clock.now())
    (disk, files, zone) = (other.disk, other.files, other.zone)
    (program, rubrics) = (other.program, other.rubrics)
    let random = SeededRandom(seed: seed)
    var options = Connection.Options()
    options.syncsEveryCommit = false
    let surroundings = other.office.surroundings
    office = DistrictOffice(
      store: try DistrictStore(at: place, random: random, options: options),
      surroundings: Surroundings(
        clock: clock, random: random, files: files, zoneFile: surroundings.zoneFile,
        log: surroundings.log),
      settings: other.office.settings)
  }
}
