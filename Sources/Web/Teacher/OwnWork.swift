import CivilTime
import HTML
import Office
import Programs
import Rubrics
import Store
import Workflow

/// Everything that somebody's own page shows, read at once.
struct OwnWork {
  /// A piece of work and how it is told.
  struct Piece {
    var submission: Submission
    var standing: Standing
    /// Whether it can be added to, or handed in again.
    var again: Door
  }

  /// One micro-credential on its way: its proposal, its evidence, or both.
  struct Undertaking {
    var proposal: Piece?
    var evidence: Piece?
    /// When new evidence for the proposal can be handed in.
    var evidenceDoor: Door?

    /// The step that it is at.
    var latest: Piece? { evidence ?? proposal }
  }

  /// Something begun and not handed in.
  struct Begun {
    var place: DraftPlace
    var draft: Draft
    var door: Door
    var filled: Int
    var total: Int
  }

  var doors: [(stage: StageKind, door: Door)]
  var later: [Window]
  var drafts: [Begun]
  var undertakings: [Undertaking]
  /// What is left under the cap, and what comes; `nil` where the program pays nothing.
  var pay: OwnPay?

  /// Most undertakings that the page shows; the latest.
  static let most = 40

  static func read(_ visit: Visit) throws -> OwnWork {
    let person = try visit.person()
    return try visit.read { records in
      let doors = try visit.doors(records)
      let own = try records.submissions(of: person.id).suffix(2 * most)
      let pieces = try own.map { submission in
        let isTold = try submission.isTold(visit, records)
        return Piece(
          submission: submission, standing: Standing(submission, isTold: isTold),
          again: doors.again(submission, isTold: isTold))
      }
      let drafts: [Draft] = try records.drafts(of: person.id)
      var partCounts: [StageKind: Int] = [:]
      for stage in visit.program.stages {
        partCounts[stage] = try visit.rubric(stage, of: nil, records)?.criteria.count ?? 1
      }
      let begun = drafts.compactMap { draft -> Begun? in
        guard let place = DraftPlace(draft) else { return nil }
        let door: Door
        switch place.origin {
        case .new: door = doors.new(draft.stage)
        case .submission(let id): door = pieces.first { $0.submission.id == id }?.again ?? .shut
        case .proposal(let id):
          door = own.first { $0.id == id }.map(doors.evidence(for:)) ?? .shut
        }
        let filled = draft.content.answers.count { !$0.text.allSatisfy(\.isWhitespace) }
        return Begun(
          place: place, draft: draft, door: door, filled: filled,
          total: max(partCounts[draft.stage] ?? 1, filled))
      }
      return OwnWork(
        doors: visit.program.stages.map { ($0, doors.new($0)) },
        later: Array(
          doors.windows.filter { $0.state != .cancelled && visit.now < $0.times.opens }.prefix(3)),
        drafts: begun, undertakings: undertakings(pieces, doors),
        pay: try OwnPay.read(person, records, visit))
    }
  }

  /// Evidence stands with its proposal; what is newest comes first.
  private static func undertakings(_ pieces: [Piece], _ doors: Doors) -> [Undertaking] {
    var all: [Undertaking] = []
    for piece in pieces where piece.submission.stage == .proposal {
      var undertaking = Undertaking(proposal: piece)
      undertaking.evidence = pieces.last { $0.submission.proposal == piece.submission.id }
      if piece.submission.isInProgress, undertaking.evidence == nil {
        if case .decided = piece.standing {
          undertaking.evidenceDoor = doors.evidence(for: piece.submission)
        }
      }
      all.append(undertaking)
    }
    for piece in pieces
    where piece.submission.stage == .evidence && piece.submission.proposal == nil {
      all.append(Undertaking(evidence: piece))
    }
    all.sort {
      ($0.latest?.submission.receivedAt ?? .distantPast)
        > ($1.latest?.submission.receivedAt ?? .distantPast)
    }
    return Array(all.prefix(most))
  }

  /// The one thing to do next.
  enum Next {
    case addMissing(Piece, until: Instant)
    case goOn(Begun)
    case again(Piece, until: Instant)
    case beginEvidence(Submission, Door)
    case propose(until: Instant?)
    case handInEvidence(until: Instant?)
    case wait(Piece)
    case nothing(opens: (stage: StageKind, at: Instant)?)
  }

  /// What runs out first, or nothing that is asked.
  func next(_ program: Program) -> Next {
    let pieces = undertakings.flatMap { [$0.evidence, $0.proposal].compactMap(\.self) }
    func hasDraft(_ piece: Piece) -> Begun? {
      drafts.first { $0.place.submission == piece.submission.id }
    }
    for piece in pieces {
      if case .returned = piece.standing, case .open(let until?) = piece.again,
        hasDraft(piece) == nil
      {
        return .addMissing(piece, until: until)
      }
    }
    let open = drafts.compactMap { draft -> (Begun, Instant)? in
      guard case .open(let until) = draft.door else { return nil }
      return (draft, until ?? .distantFuture)
    }
    if let first = open.min(by: { $0.1 < $1.1 })?.0 { return .goOn(first) }
    for piece in pieces {
      guard case .decided(let outcome) = piece.standing, outcome.asksForMore,
        hasDraft(piece) == nil, case .open(let until?) = piece.again
      else { continue }
      return .again(piece, until: until)
    }
    for undertaking in undertakings {
      if let door = undertaking.evidenceDoor, let proposal = undertaking.proposal {
        if case .open = door { return .beginEvidence(proposal.submission, door) }
      }
    }
    if let draft = drafts.first { return .goOn(draft) }
    for (stage, door) in doors {
      guard case .open(let until) = door else { continue }
      if stage == .proposal { return .propose(until: until) }
      if program.proposals == nil { return .handInEvidence(until: until) }
    }
    for piece in pieces {
      switch piece.standing {
      case .received, .underReview: return .wait(piece)
      case .returned, .decided, .withdrawn: continue
      }
    }
    let opens = doors.compactMap { line -> (stage: StageKind, at: Instant)? in
      guard case .closed(_, let at?) = line.door else { return nil }
      return (line.stage, at)
    }
    return .nothing(opens: opens.min { $0.at < $1.at })
  }
}
