import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// Begins a draft: from a title, from the catalog, or for a proposal.
enum Begun: Action {
  static let pattern: StaticString = "/begin/:stage"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    guard let stage = StageKind(rawValue: try call.text("stage")) else {
      throw HTTPProblem(.notFound, "no such step")
    }
    return .writing(stage)
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let person = try visit.person()
    guard let stage = StageKind(rawValue: try call.text("stage")),
      visit.program.stage(stage) != nil
    else { throw HTTPProblem(.notFound, "no such step") }
    let back = Path("begin", stage.rawValue)
    let draft: Draft
    if let id = form["proposal"].flatMap({ Int64($0) }).map(SubmissionID.init), stage == .evidence {
      let proposal = try visit.read { records in
        try records.submission(id).flatMap { try $0.isTold(visit, records) ? $0 : nil }
      }
      guard let proposal, proposal.earner == person.id, proposal.isInProgress else {
        throw HTTPProblem(.notFound, "not theirs")
      }
      draft = Draft(
        person: person.id, stage: .evidence, key: DraftPlace(.evidence, .proposal(id)).key,
        title: proposal.title.value ?? "", skills: proposal.skills, content: Content(),
        savedAt: visit.now)
    } else {
      let offering = try form["offering"].flatMap { Int64($0) }.map(OfferingID.init).flatMap { id in
        try visit.read { try $0.offering(id) }
      }
      let typed = (form["title"] ?? "").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      let title = offering?.title ?? String(typed.prefix(200))
      guard !title.isEmpty else { return try .done("no-title", at: back) }
      guard let place = try free(stage, titled: title, visit) else {
        return try .done("too-many-drafts", at: back)
      }
      draft = Draft(
        person: person.id, stage: stage, key: place.key, title: title,
        skills: offering?.skills ?? [], content: Content(), savedAt: visit.now)
    }
    return try visit.attempt(back: back) {
      let begun = try visit.office.beginDraft(draft)
      guard let place = DraftPlace(begun) else { return try .seeOther(back.string) }
      return try .seeOther(place.path().string)
    }
  }

  /// The place of the draft that has this title, or the next free one: pressing twice begins once.
  private static func free(
    _ stage: StageKind, titled title: String, _ visit: Visit
  ) throws -> DraftPlace? {
    let person = try visit.person()
    let known: [Draft] = try visit.read { try $0.drafts(of: person.id) }
    let new = known.filter { $0.stage == stage }.compactMap { draft in
      DraftPlace(draft).map { (place: $0, title: draft.title) }
    }.filter { if case .new = $0.place.origin { true } else { false } }
    if let same = new.first(where: { $0.title.foldedTitle == title.foldedTitle }) {
      return same.place
    }
    return (1...DraftPlace.newMax).lazy.map { DraftPlace(stage, .new($0)) }
      .first { place in !new.contains { $0.place == place } }
  }
}

/// Goes on with what was handed in: another round, what was missing, or a change.
enum BegunAgain: Action {
  static let pattern: StaticString = "/work/:submission/again"

  static func sight(_ call: Call<Visit>) throws -> Sight {
    .work(SubmissionID(try call.number("submission")))
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let person = try visit.person()
    let id = SubmissionID(try call.number("submission"))
    let known = try visit.read { try $0.submission(id) }
    guard let known, known.earner == person.id else { throw HTTPProblem(.notFound, "not theirs") }
    let place = DraftPlace(known.stage, .submission(id))
    return try visit.attempt(back: Path("work", "\(id)")) {
      try visit.office.beginDraft(
        Draft(
          person: person.id, stage: known.stage, key: place.key, title: known.title.value ?? "",
          skills: known.skills, content: known.content.value ?? Content(),
          cents: known.offering == nil ? known.cents : nil, savedAt: visit.now))
      return try .seeOther(place.path().string)
    }
  }
}

extension Submission {
  /// Whether it is a proposal whose year runs.
  var isInProgress: Bool {
    switch progress {
    case .inProgress, .stopped: true
    case .completed, .ended, .none: false
    }
  }
}
