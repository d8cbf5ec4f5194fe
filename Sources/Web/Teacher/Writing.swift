import HTTPServer
import Ledger
import Programs
import Rubrics
import Store
import Workflow

/// A draft with everything that its writing page shows, read at once.
struct Writing {
  var place: DraftPlace
  var draft: Draft
  /// What it is judged by; `nil` where nothing is scored.
  var rubric: Rubric?
  /// What it continues.
  var submission: Submission?
  /// What was judged last, if that is told.
  var judged: Judged?
  /// What an evaluator or a clerk found missing.
  var missing: [MissingPart] = []
  var offering: Offering?
  var door: Door
  /// The window that is open for it, which a reminder may be sent for.
  var window: Window?
  /// What may be applied for when it can be handed in; `nil` where it pays nothing by itself.
  var pay: OwnPay?

  /// Reads a draft of whoever is signed in; `nil` when there is none.
  static func read(_ place: DraftPlace, _ visit: Visit) throws -> Writing? {
    let person = try visit.person()
    return try visit.read { records -> Writing? in
      guard let draft = try records.draft(of: person.id, stage: place.stage, key: place.key) else {
        return nil
      }
      let doors = try visit.doors(records)
      var writing = Writing(place: place, draft: draft, door: doors.new(place.stage))
      writing.window = doors.windows.first { $0.stage == place.stage && $0.takes(at: visit.now) }
      switch place.origin {
      case .new:
        if place.stage == .evidence, visit.program.proposals != nil { writing.door = .shut }
      case .proposal(let id):
        guard let proposal = try records.submission(id), proposal.earner == person.id else {
          throw HTTPProblem(.notFound, "not theirs")
        }
        writing.door = doors.evidence(for: proposal)
        writing.offering = try proposal.offering.flatMap { try records.offering($0) }
      case .submission(let id):
        guard let known = try records.submission(id), known.earner == person.id else {
          throw HTTPProblem(.notFound, "not theirs")
        }
        writing.submission = known
        let judged = try Judged.last(of: known, visit, records)
        writing.judged = judged
        writing.door = doors.again(known, isTold: judged != nil || known.rubric == nil)
        if case .returned(let back) = known.state { writing.missing = back.missing }
      }
      if place.stage == .proposal {
        writing.offering = try records.offerings(titled: draft.title).first { $0.isActive }
      }
      writing.rubric = try visit.rubric(place.stage, of: writing.submission, records)
      if place.stage == .proposal || visit.program.proposals == nil {
        writing.pay = try OwnPay.read(
          person, on: writing.door.day(visit), records, visit)
        if place.stage == .evidence, place.submission == nil {
          writing.offering = try records.offerings(titled: draft.title).first { $0.isActive }
        }
      }
      return writing
    }
  }

  /// What was met before and stays met: there is nothing to write.
  var met: Set<CriterionID> {
    guard let submission else { return [] }
    return Set(submission.met).subtracting(submission.reopened.map(\.criterion))
  }

  /// The parts that there is a text for: the rubric's criteria, or one for the whole.
  var parts: [CriterionID] {
    rubric?.criteria.map(\.id) ?? [Self.whole]
  }

  /// The one part where no rubric asks for any.
  static let whole: CriterionID = "about"

  func text(_ part: CriterionID) -> String {
    draft.content.answers.first { $0.part == part }?.text ?? ""
  }

  func artifacts(_ part: CriterionID?) -> [Artifact] {
    draft.content.artifacts.filter { artifact in
      guard let own = artifact.part else { return part == nil }
      return own == part || (part == nil && !parts.contains(own))
    }
  }

  /// Whether a part is as it was handed in, where more was asked for.
  func isAsBefore(_ part: CriterionID) -> Bool {
    guard let submission, submission.state.name == .decided,
      let before = submission.content.value
    else { return false }
    return before.text(part) == text(part)
      && before.artifacts.filter { $0.part == part } == artifacts(part)
  }

  /// Whether nothing was added where something was asked for.
  var isUnchanged: Bool {
    let open = parts.filter { !met.contains($0) }
    return !open.isEmpty && open.allSatisfy(isAsBefore) && submission?.title.value == draft.title
  }

  /// Whether its teacher says what it is worth: for an idea of one's own, and wherever nothing else says so.
  var asksForAmount: Bool {
    guard let pay, place.isTitleOpen, offering?.cents == nil else { return false }
    return place.stage == .proposal || pay.policy.amount == nil
  }

  /// What it would be worth as it stands; `nil` where nothing says so yet.
  var worth: Money? { pay?.worth(offering, asked: asksForAmount ? draft.cents : nil) }

  /// Why that can't be applied for. What is held for it already stays held.
  var objection: LedgerRefusal? {
    guard let pay, let worth, worth != .zero else { return nil }
    if let submission, pay.held(for: submission.item) != .zero { return nil }
    return pay.objection(to: worth)
  }

  /// What keeps it from being handed in, and what only deserves a look.
  var lacks: [Lack] {
    var lacks: [Lack] = []
    if draft.title.foldedTitle.isEmpty { lacks.append(.title) }
    if draft.title.count > 200 { lacks.append(.titleTooLong) }
    for part in parts where !met.contains(part) {
      let count = text(part).count
      if count > Content.textCharactersMax {
        lacks.append(.tooLong(part, by: count - Content.textCharactersMax))
      } else if text(part).allSatisfy(\.isWhitespace), artifacts(part).isEmpty {
        lacks.append(.empty(part))
      }
    }
    return lacks
  }
}

/// Something about a draft to look at before it is handed in.
enum Lack: Equatable {
  case title
  case titleTooLong
  case tooLong(CriterionID, by: Int)
  /// A part with neither text nor file. It may be handed in all the same.
  case empty(CriterionID)

  var isInTheWay: Bool {
    if case .empty = self { false } else { true }
  }
}

extension Visit {
  /// What decides when something can be handed in.
  func doors(_ records: ReadRecords) throws -> Doors {
    Doors(
      windows: try records.windows(), late: try person().late, program: program, now: now)
  }

  /// What a step is judged by: what is handed in keeps the version that it came with.
  func rubric(
    _ stage: StageKind, of submission: Submission?, _ records: ReadRecords
  ) throws -> Rubric? {
    if let version = submission?.rubric { return try records.rubric(version) }
    guard let id = program.stage(stage)?.rubric else { return nil }
    return try records.rubricInForce(RubricID(rawValue: id))
  }
}
