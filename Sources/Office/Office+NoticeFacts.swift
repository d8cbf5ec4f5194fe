import Assignments
public import CivilTime
import Crypto
public import Notices
import Programs
import Rubrics
public import Store
public import Workflow

// What notices are planned and worded from, read from the store.

extension ReadRecords: NoticeFacts {}
extension WriteRecords: NoticeFacts {}

extension StoredRecords {
  public func staff(on day: CivilDate) throws -> [PersonID] {
    try employed(on: day)
  }

  public func peopleWithOpenWork(at now: Instant) throws -> [PersonID] {
    var people = Set(try proposalsInProgress().map(\.earner))
    for submission in try submissionsToHandInAgain(at: now) { people.insert(submission.earner) }
    return people.sorted()
  }

  public func drafts(of person: PersonID) throws -> [DraftSummary] {
    let drafts: [Draft] = try self.drafts(of: person)
    return try drafts.map { draft in
      let parts = try program()?.stage(draft.stage).flatMap {
        try $0.rubric.flatMap { try rubricInForce(.init(rawValue: $0)) }
      }?.criteria.count
      let filled = draft.content.answers.count { !$0.text.isEmpty }
      return DraftSummary(
        stage: draft.stage, title: draft.title,
        submission: draft.key.hasPrefix("submission/")
          ? Int64(draft.key.dropFirst(11)).map(SubmissionID.init) : nil,
        partsWithText: filled, partsTotal: max(parts ?? 0, filled), savedAt: draft.savedAt,
        notThisTime: draft.notThisTime)
    }
  }

  public func peopleWithDrafts(for stage: StageKind) throws -> [PersonID] {
    try peopleWithDrafts(of: stage, limit: 20_000)
  }

  public func scorecardProgress(of review: ReviewID) throws -> ScorecardProgress? {
    guard let draft = try draftScorecard(of: review) else { return nil }
    let scored = draft.card.scores.count { $0.level != nil }
    let total = try rubric(draft.card.rubric)?.criteria.count ?? scored
    return ScorecardProgress(scored: scored, total: total, savedAt: draft.savedAt)
  }

  public func plannedNotices(about: PlannedNotice.About) throws -> [PlannedNotice] {
    try plannedNotices(aboutKind: about.kind.rawValue, about.number, limit: 20_000)
      .sorted { $0.key < $1.key }.map { try PlannedNotice($0) }
  }

  public func plannedNotices(for person: PersonID) throws -> [PlannedNotice] {
    try plannedNotices(for: person, dueBy: .distantFuture)
  }

  public func plannedNotices(
    for person: PersonID, dueBy instant: Instant
  ) throws -> [PlannedNotice] {
    try plannedNotices(for: person, dueBy: instant, limit: 20_000)
      .sorted { ($0.due, $0.key) < ($1.due, $1.key) }.map { try PlannedNotice($0) }
  }

  public func isPlanned(key: String, for person: PersonID) throws -> Bool {
    guard let notice = try notice(key: key) else { return false }
    return notice.state == .planned && notice.person == person
  }

  public func peopleTold(
    about: PlannedNotice.About, in names: [NoticeName]
  ) throws -> [PersonID] {
    let wanted = Set(names.map(\.rawValue))
    let told = try notices(aboutKind: about.kind.rawValue, about.number, limit: 20_000)
      .filter { wanted.contains($0.template) && $0.state == .mailed }
    return Set(told.map(\.person)).sorted()
  }

  public func toldAt(key: String) throws -> Instant? {
    guard let notice = try notice(key: key), notice.state == .mailed else { return nil }
    guard let mail = try notice.mail.flatMap({ try mail($0) }) else { return notice.updatedAt }
    return mail.sentAt ?? mail.createdAt
  }

  public func mails(to person: PersonID, since: Instant) throws -> [ToldMail] {
    try mails(to: person, createdSince: since, limit: 200).compactMap { mail in
      guard let first = try mail.notices.first.flatMap({ try notice($0) }),
        let name = NoticeName(rawValue: first.template)
      else { return nil }
      return ToldMail(key: mail.key, name: name, at: mail.createdAt)
    }
  }

  public func setAside(file: String) throws -> [Notices.SetAsideRow] {
    try openSetAsideRows(ofFile: file, limit: 20).map { row in
      let parts = row.reason.split(separator: ": ", maxSplits: 1)
      return Notices.SetAsideRow(
        row: row.rowNumber, column: parts.count == 2 ? String(parts[0]) : "",
        problem: parts.last.map(String.init) ?? row.reason)
    }
  }

  public func setAsideCount() throws -> Int { try openSetAsideCount() }

  public func bounced(since: Instant) throws -> [BouncedAddress] {
    try bouncedPeople(limit: 50).compactMap { person in
      guard since <= (try addressMarked(person) ?? .distantPast) else { return nil }
      let failed = try mails(.person(person), limit: 50).filter { $0.state == .failed }.reversed()
      return BouncedAddress(
        person: person,
        missed: try failed.compactMap { mail in
          try mail.notices.first.flatMap { try notice($0) }
            .flatMap { NoticeName(rawValue: $0.template) }
            .map { ToldMail(key: mail.key, name: $0, at: mail.createdAt) }
        },
        serverWords: failed.last?.serverWords ?? "")
    }
  }

  /// When an address was last found to take no mail.
  private func addressMarked(_ person: PersonID) throws -> Instant? {
    try history(of: .person, person.number).last { entry in
      if case .addressMarked(let marked) = entry.event { return marked.hasBounced }
      return false
    }?.at
  }

  public func counts() throws -> StandCounts {
    let counts = try standCounts()
    return StandCounts(
      handedIn: counts.values.reduce(0, +) - counts[.withdrawn, default: 0],
      underReview: counts[.underReview, default: 0], decided: counts[.decided, default: 0],
      returned: counts[.returned, default: 0],
      readyToRelease: counts[.readyToRelease, default: 0],
      needingEvaluator: try submissions(.lacking, limit: 10_000).count)
  }

  public func takers(for reviews: [ReviewID]) throws -> [ReviewID: [PersonID]] {
    var takers: [ReviewID: [PersonID]] = [:]
    for id in reviews {
      guard let review = try review(id), let submission = try submission(review.submission),
        let question = try assignmentQuestion(for: [submission], pinned: [], today: nil)
      else { continue }
      takers[id] = question.ranked(for: submission, review.part)
        .filter { $0.hasRoom && $0.person != review.evaluator }.prefix(3).map(\.person)
    }
    return takers
  }

  public func lastBackup() throws -> Instant? {
    try setting(.lastBackup).flatMap { Int64($0) }.map(Instant.init(milliseconds:))
  }

  public func head() throws -> String {
    try chainHead()?.hex ?? ""
  }

  public func receiptCode(of submission: SubmissionID) throws -> String {
    String((try arrivalHash(of: submission)?.hex ?? "").prefix(12))
  }
}
