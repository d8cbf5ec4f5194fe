import CivilTime
import Crypto
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// A district in its proposal window, with teachers who hand in on its pages.
struct TeacherScene {
  let district: District
  var office: DistrictOffice { district.office }

  /// The first teacher's number, and another's.
  static let teacher = "1000"
  static let other = "1001"

  /// - Parameters:
  ///   - time: The time on the wall; proposals are open from September 14 to 27, evidence from October 26 to November 8.
  ///   - teachers: How many of them.
  ///   - place: Where its database is.
  ///   - pays: Whether its program pays.
  ///   - change: What the program has otherwise.
  /// - Throws: What the office throws.
  init(
    at time: String = "2026-09-15 16:00", teachers: Int = 4,
    place: DistrictStore.Place = .memory, pays: Bool = false,
    _ change: (inout Program) -> Void = { _ in }
  ) throws {
    district = try District.begun(
      at: time, teachers: teachers, evaluators: 3, place: place, pays: pays, change)
  }

  /// The scene of a district that is there already.
  init(in district: District) { self.district = district }

  func browser(
    _ number: String = teacher, scope: (kind: LinkKind, id: Int64)? = nil
  ) throws -> Browser {
    try Browser(district, as: number, scope: scope)
  }

  func rubric(_ stage: StageKind) throws -> Rubric {
    let subject: Rubric.Subject = stage == .proposal ? .proposal : .evidence
    return try #require(district.rubrics.first { $0.subject == subject })
  }

  func window(_ stage: StageKind, _ label: String = "Fall 2026") throws -> Window {
    try #require(
      try office.read { try $0.windows().first { $0.stage == stage && $0.label == label } })
  }

  func draft(
    _ key: String, _ stage: StageKind = .proposal, of number: String = teacher
  ) throws -> Draft? {
    let person = try district.person(number)
    return try office.read { try $0.draft(of: person, stage: stage, key: key) }
  }

  func submission(_ id: SubmissionID) throws -> Submission {
    try #require(try office.read { try $0.submission(id) })
  }

  func submissions(_ number: String = teacher) throws -> [Submission] {
    let person = try district.person(number)
    return try office.read { try $0.submissions(of: person) }
  }

  /// Work with a text for each criterion and a link.
  func content(_ stage: StageKind, text: String = "What I did") throws -> Content {
    let rubric = try rubric(stage)
    return Content(
      answers: rubric.criteria.map { Answer(part: $0.id, text: "\(text) for \($0.id).") },
      artifacts: [
        Artifact(
          part: rubric.criteria.first?.id, place: .link("https://drive.example.org/exit-slips"))
      ])
  }

  @discardableResult
  func handIn(
    _ title: String = "Reading conferences", _ stage: StageKind = .proposal,
    of number: String = teacher, proposal: SubmissionID? = nil, content: Content? = nil,
    amount: Money? = nil
  ) throws -> SubmissionID {
    let earner = try district.person(number)
    try office.perform(
      .handIn(
        HandIn(
          stage: stage, earner: earner, proposal: proposal, title: title,
          skills: ["Design thinking"], content: content ?? self.content(stage), source: .page,
          arrivedAt: district.clock.now(), amount: amount)),
      by: .person(earner))
    let own = try submissions(number)
    return try #require(own.last { $0.stage == stage && $0.title.value == title }).id
  }

  /// An evaluator gets it.
  @discardableResult
  func assign(_ submission: SubmissionID) throws -> ReviewID {
    let evaluator = try district.person("500")
    // Whoever judged it before has it again by itself.
    let open = try office.read { try $0.reviews(of: submission).last { $0.isOpen }?.id }
    if let open { return open }
    try office.perform(
      .assignReview(submission, to: evaluator, part: .evaluator, isByHand: true),
      by: try district.administrator)
    return try #require(
      try office.read { try $0.reviews(of: submission).last { $0.evaluator == evaluator }?.id })
  }

  /// It is judged and the decision released: each criterion at its best level, but the ones named at their worst.
  func decide(_ submission: SubmissionID, short: [CriterionID] = []) throws {
    let review = try assign(submission)
    let known = try self.submission(submission)
    let rubric = try rubric(known.stage)
    let scores = rubric.criteria.compactMap { criterion -> Scorecard.Score? in
      let levels = criterion.levels.filter { !$0.stops }
      let level = short.contains(criterion.id) ? levels.last : levels.first
      return Scorecard.Score(
        criterion: criterion.id, level: level?.id,
        feedback: short.contains(criterion.id)
          ? "I could not find it for \(criterion.id)." : "Well shown for \(criterion.id).")
    }
    let card = Scorecard(rubric: rubric.version, scores: scores, note: "Keep going.")
    try office.perform(
      .handInScorecard(review, card), by: .person(try district.person("500")))
    try office.perform(.releaseDecisions([submission]), by: try district.administrator)
  }

  /// Time passes until nobody can take a decision back unseen.
  func passHold() {
    district.clock.pass(until: district.clock.now().adding(minutes: 11))
  }

  /// An offering in the catalog.
  @discardableResult
  func offer(
    _ code: String, _ title: String, issuer: String = "Kettle Moraine",
    skills: [String] = ["Design thinking"], hours: Int? = 1_200, isActive: Bool = true,
    summary: String = "", cents: Int64? = nil
  ) throws -> OfferingID {
    try office.perform(
      .recordOffering(
        OfferingFacts(
          code: code, title: title, issuer: issuer, skills: skills, hoursHundredths: hours,
          cents: cents, summary: summary, isActive: isActive)),
      by: try district.administrator)
    return try #require(try office.read { try $0.offering(code: code)?.id })
  }
}

extension Browser {
  /// The value that a page's hidden field holds.
  func hidden(_ name: String, in page: Shown) -> String? {
    guard let place = page.html.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
    return String(page.html[place.upperBound...].prefix { $0 != "\"" })
  }

  /// Sends a writing page's form as a browser does: fields and files in one body.
  func send(
    _ path: String, _ fields: [(String, String)],
    files: [(field: String, name: String, bytes: [UInt8])] = [], isCut: Bool = false,
    _ further: [(String, String)] = []
  ) throws -> Shown {
    let mark = "----rubricdTestBoundary"
    var body: [UInt8] = []
    for (name, value) in fields + [("token", token)] {
      body += Array(
        "--\(mark)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    for file in files {
      let head =
        "--\(mark)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; "
        + "filename=\"\(file.name)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
      body += Array(head.utf8) + file.bytes + [0x0D, 0x0A]
    }
    if !isCut { body += Array("--\(mark)--\r\n".utf8) }
    var headers = HTTPHeaders()
    if let secret { try headers.add("Cookie", "__Host-rubricd=\(secret)") }
    try headers.add("Content-Type", "multipart/form-data; boundary=\(mark)")
    for (name, value) in further { try headers.add(name, value) }
    let request = try HTTPRequest(
      .post, path, headers: headers, body: body,
      arrivedAtMilliseconds: district.clock.now().milliseconds)
    return Shown(site.answer(request))
  }

  /// The page and its form's `saved`.
  func saved(_ path: String) throws -> String {
    try #require(hidden("saved", in: try get(path)))
  }
}
