public import CivilTime

/// Something that a page shows, for the question who may see it.
public enum Sight: Hashable, Sendable {
  /// What everybody may read: the program, and the catalog if the district shows it.
  case program
  /// The catalog, to somebody of the district.
  case catalog
  /// Somebody's dates, for whoever has the secret address that they made: a calendar program has no cookie.
  case calendar
  /// One's own page: work under way, settings, browsers.
  case own
  /// Writing something new for a step, and what is open for it.
  case writing(StageKind)
  /// A window, as the link that announces it leads to it.
  case window(WindowID)
  /// A teacher's work with where it stands, as its teacher sees it.
  case work(SubmissionID)
  /// A review with the work it is about, as its evaluator sees it.
  case review(ReviewID)
  /// All reviews of an evaluator: the queue.
  case queue
  /// A file, by its hash, that belongs to a submission.
  case file(SubmissionID, sha256: String)
  /// The office: where everything stands.
  case office
  /// Pay dates, with everybody who is in them.
  case payroll
  /// What somebody applied for, earned and was paid, and what it rests on.
  case statement(PersonID)
}

/// What somebody is signed in to.
public enum SignedInTo: Hashable, Sendable {
  /// Everything that is theirs.
  case everything
  /// What a link in a notice was about, and no more.
  case submission(SubmissionID)
  case review(ReviewID)
  /// Their reviews.
  case reviews
  /// A window: handing in, nothing that was handed in before.
  case window(WindowID)
}

extension Permission {
  /// In which capacities something may be seen; `nil` where nobody need be signed in.
  public static func allowed(toSee sight: Sight) -> Set<Capacity>? {
    switch sight {
    case .program, .calendar: nil
    case .catalog, .own, .writing, .window: [.owner]
    case .work: [.owner, .administrator, .clerk]
    case .review: [.evaluator, .administrator]
    case .queue: [.evaluator]
    case .file: [.owner, .evaluator, .administrator, .clerk]
    case .office: [.administrator]
    case .payroll: [.administrator, .payroll]
    case .statement: [.owner, .administrator, .payroll]
    }
  }

  /// In which capacities somebody sees something.
  ///
  /// A link's scope narrows what somebody is: the office and other people's work need a sign-in of one's own.
  ///
  /// - Parameters:
  ///   - person: Who is signed in.
  ///   - sight: What is shown.
  ///   - scope: To what.
  ///   - now: The instant.
  ///   - zone: The district's zone.
  ///   - records: Where it is looked up.
  /// - Returns: The capacities that allow it; empty when it may not be seen, or is not there.
  /// - Throws: What the records throw.
  public static func held(
    by person: Person, seeing sight: Sight, signedInTo scope: SignedInTo, at now: Instant,
    zone: Zone, from records: some RecordReading
  ) throws -> Set<Capacity> {
    guard person.erased == nil else { return [] }
    guard let allowed = allowed(toSee: sight) else { return [.owner] }
    var held: Set<Capacity> = []
    if scope == .everything, person.isEmployed(on: zone.date(at: now)) {
      let administrators = try records.people(with: .administrator)
      if person.isAdministrator(on: zone.date(at: now), among: administrators) {
        held.insert(.administrator)
      }
      if person.roles.contains(.clerk) { held.insert(.clerk) }
      if person.roles.contains(.payroll) { held.insert(.payroll) }
    }
    switch sight {
    case .program, .catalog, .calendar: held.insert(.owner)
    case .own: if scope == .everything { held.insert(.owner) }
    case .writing(let stage):
      if scope == .everything {
        held.insert(.owner)
      } else if case .window(let id) = scope, try records.window(id)?.stage == stage {
        held.insert(.owner)
      }
    case .window(let id): if scope == .everything || scope == .window(id) { held.insert(.owner) }
    case .queue:
      let isInScope = scope == .everything || scope == .reviews
      if isInScope, person.evaluator != nil { held.insert(.evaluator) }
    case .work(let id):
      let isInScope = scope == .everything || scope == .submission(id)
      if isInScope, try records.submission(id)?.earner == person.id { held.insert(.owner) }
    case .review(let id):
      guard let review = try records.review(id), review.evaluator == person.id else { break }
      if scope == .everything || scope == .reviews || scope == .review(id) {
        held.insert(.evaluator)
      }
    case .file(let id, let sha256):
      guard let submission = try records.submission(id), submission.holds(sha256) else { return [] }
      let isInScope = scope == .everything || scope == .submission(id)
      if isInScope, submission.earner == person.id { held.insert(.owner) }
      let mine = try records.reviews(of: id).filter {
        // Whoever gave it back, or had it taken away, reads nothing of it any more.
        $0.evaluator == person.id && $0.round == submission.round
          && ($0.isOpen || $0.state.name == .handedIn)
      }
      for review in mine {
        if scope == .everything || scope == .reviews || scope == .review(review.id) {
          held.insert(.evaluator)
        }
      }
    case .statement(let id): if scope == .everything, person.id == id { held.insert(.owner) }
    case .office, .payroll: break
    }
    // What is not there is nobody's to see.
    switch sight {
    case .work(let id): if try records.submission(id) == nil { return [] }
    case .review(let id): if try records.review(id) == nil { return [] }
    case .window(let id): if try records.window(id) == nil { return [] }
    case .statement(let id): if try records.person(id) == nil { return [] }
    case .program, .catalog, .calendar, .own, .writing, .queue, .file, .office, .payroll: break
    }
    return held.intersection(allowed)
  }
}

extension Submission {
  /// Whether a file belongs to what is handed in now.
  public func holds(_ sha256: String) -> Bool {
    content.value?.artifacts.contains {
      if case .file(sha256, _, _, _) = $0.place { true } else { false }
    } ?? false
  }
}
