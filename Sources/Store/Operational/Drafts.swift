public import CivilTime
public import Rubrics
import SQLite
public import Workflow

/// Work that somebody has begun and not handed in: nobody else sees it, and it is no history.
public struct Draft: Hashable, Sendable {
  public var person: PersonID
  public var stage: StageKind
  /// What it continues, in the caller's words, such as "submission/12"; empty for something new.
  public var key: String
  public var title: String
  public var skills: [String]
  public var content: Content
  /// What is applied for, in whole cents; `nil`: what the catalog or the program says.
  public var cents: Int64?
  public var savedAt: Instant
  /// "Not this time": no reminder comes before this window closes.
  public var notThisTime: WindowID?

  public init(
    person: PersonID, stage: StageKind, key: String, title: String, skills: [String],
    content: Content, cents: Int64? = nil, savedAt: Instant, notThisTime: WindowID? = nil
  ) {
    self.person = person
    self.stage = stage
    self.key = key
    self.title = title
    self.skills = skills
    self.content = content
    self.cents = cents
    self.savedAt = savedAt
    self.notThisTime = notThisTime
  }
}

/// What of a draft is kept as JSON.
private struct DraftValue: Codable {
  var skills: [String]
  var content: Content
  var cents: Int64?
  var notThisTime: WindowID?
}

extension StoredRecords {
  /// One draft, if there is one.
  public func draft(
    of person: PersonID, stage: StageKind, key: String
  ) throws(StoreError) -> Draft? {
    try drafts(
      line.query(
        """
        SELECT person, stage, key, title, value, saved_at FROM draft
        WHERE person = ? AND stage = ? AND key = ?
        """, person, stage.rawValue, key, read: DraftRow.init)
    ).first
  }

  /// One person's drafts, the latest first; at most 100.
  public func drafts(of person: PersonID) throws(StoreError) -> [Draft] {
    try drafts(
      line.query(
        """
        SELECT person, stage, key, title, value, saved_at FROM draft
        WHERE person = ? ORDER BY saved_at DESC, stage, key LIMIT 100
        """, person, read: DraftRow.init))
  }

  /// Who has a draft of a stage, by id: they are told when a window closes soon.
  public func peopleWithDrafts(of stage: StageKind, limit: Int) throws(StoreError) -> [PersonID] {
    try line.query(
      "SELECT DISTINCT person FROM draft WHERE stage = ? ORDER BY person LIMIT ?",
      stage.rawValue, limit
    ) { row throws(SQLiteError) in PersonID(try row.integer(0)) }
  }

  private func drafts(_ rows: [DraftRow]) throws(StoreError) -> [Draft] {
    var drafts: [Draft] = []
    for row in rows {
      let value = try cache.values.decode(
        DraftValue.self, row.value, table: "draft", id: row.person)
      drafts.append(
        Draft(
          person: PersonID(row.person), stage: row.stage, key: row.key, title: row.title,
          skills: value.skills, content: value.content, cents: value.cents,
          savedAt: row.savedAt, notThisTime: value.notThisTime))
    }
    return drafts
  }

  /// A scorecard that was begun and not handed in, and when it was saved.
  public func draftScorecard(
    of review: ReviewID
  ) throws(StoreError) -> (card: Scorecard, savedAt: Instant)? {
    let row = try line.first(
      "SELECT saved_at, value FROM draft_scorecard WHERE review = ?", review, read: Stored.init)
    guard let row else { return nil }
    let card = try cache.values.decode(
      Scorecard.self, row.value, table: "draft_scorecard", id: review.number)
    return (card, Instant(milliseconds: row.id))
  }
}

extension WriteRecords {
  /// Keeps a draft, in the place of what was there under its key.
  public mutating func save(_ draft: Draft) throws(StoreError) {
    let bytes = try cache.values.encode(
      DraftValue(
        skills: draft.skills, content: draft.content, cents: draft.cents,
        notThisTime: draft.notThisTime),
      table: "draft",
      id: draft.person.number)
    try line.execute(
      """
      INSERT INTO draft (person, stage, key, title, value, saved_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (person, stage, key) DO UPDATE SET title = excluded.title,
        value = excluded.value, saved_at = excluded.saved_at
      """, draft.person, draft.stage.rawValue, draft.key, draft.title, bytes,
      draft.savedAt.milliseconds)
    try line.execute(
      "DELETE FROM draft_artifact WHERE person = ? AND stage = ? AND key = ?", draft.person,
      draft.stage.rawValue, draft.key)
    for artifact in draft.content.artifacts {
      guard case .file(let sha256, _, _, _) = artifact.place else { continue }
      try line.execute(
        "INSERT OR IGNORE INTO draft_artifact (person, stage, key, sha256) VALUES (?, ?, ?, ?)",
        draft.person, draft.stage.rawValue, draft.key, sha256)
    }
  }

  /// Removes a draft: it was handed in, or given up.
  public mutating func removeDraft(
    of person: PersonID, stage: StageKind, key: String
  ) throws(StoreError) {
    try line.execute(
      "DELETE FROM draft WHERE person = ? AND stage = ? AND key = ?", person, stage.rawValue, key)
  }

  /// Keeps a scorecard that is not handed in yet.
  public mutating func saveDraft(
    _ card: Scorecard, of review: ReviewID, at instant: Instant
  ) throws(StoreError) {
    let bytes = try cache.values.encode(card, table: "draft_scorecard", id: review.number)
    try line.execute(
      """
      INSERT INTO draft_scorecard (review, value, saved_at) VALUES (?, ?, ?)
      ON CONFLICT (review) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at
      """, review, bytes, instant.milliseconds)
  }

  /// Removes a scorecard's draft: it was handed in, or the review is over.
  public mutating func removeDraftScorecard(of review: ReviewID) throws(StoreError) {
    try line.execute("DELETE FROM draft_scorecard WHERE review = ?", review)
  }
}

private struct DraftRow {
  var person: Int64
  var stage: StageKind
  var key: String
  var title: String
  var value: [UInt8]
  var savedAt: Instant

  init(_ row: borrowing Row) throws(SQLiteError) {
    person = try row.integer(0)
    guard let stage = StageKind(rawValue: try row.text(1)) else {
      throw row.unreadable(1, "not a stage")
    }
    self.stage = stage
    key = try row.text(2)
    title = try row.text(3)
    value = try row.blob(4)
    savedAt = Instant(milliseconds: try row.integer(5))
  }
}
