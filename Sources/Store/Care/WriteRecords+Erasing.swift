public import CivilTime
import SQLite
public import Workflow

extension WriteRecords {
  /// Erases what the tables hold of somebody's name, address and words, and what others wrote about them.
  ///
  /// The rows stay, so that figures and histories do. Payloads of the journal are deleted by the event that
  /// names them; what remains in free pages goes with ``DistrictStore/scrub()``.
  public mutating func erase(_ person: PersonID, at instant: Instant) throws(StoreError) {
    if !isReplay { try noteFiles(of: person) }
    try erasePayrollFiles(naming: person)
    if var erased = try self.person(person) {
      erased.details.value = nil
      erased.evaluator?.interests.value = nil
      // Whether the last address bounced depends on the addresses before it, which a replay no longer knows.
      erased.addressBounced = false
      try save(erased)
    }
    for submission in try submissions(of: person) {
      try save(submission.withoutWords)
      for review in try reviews(of: submission.id) { try save(review.withoutWords) }
      for decision in try decisions(of: submission.id) {
        guard case .reopened(let at, _) = decision.standing else { continue }
        var erased = decision
        erased.standing = .reopened(at: at, reason: .init(nil))
        try save(erased)
      }
    }
    for review in try reviews(declinedBy: person) { try save(review.withoutWords) }
    for var opening in try openings(of: person) {
      opening.title.value = nil
      try save(opening)
    }
    if !isReplay { try eraseOperational(person, at: instant) }
  }

  private func reviews(declinedBy evaluator: PersonID) throws(StoreError) -> [Review] {
    try known(
      line.query(
        """
        SELECT id, value FROM review WHERE evaluator = ? AND state = 'declined' ORDER BY id
        """, evaluator, read: cache.reviews.find))
  }

  /// Notes the files that nobody else refers to: the next sweep removes them.
  private func noteFiles(of person: PersonID) throws(StoreError) {
    try line.execute(
      """
      INSERT OR IGNORE INTO blob_removal (sha256)
      SELECT sha256 FROM artifact JOIN submission ON submission.id = artifact.submission
      WHERE submission.earner = ?
      UNION SELECT sha256 FROM draft_artifact WHERE person = ?
      """, person, person)
  }

  private func eraseOperational(_ person: PersonID, at instant: Instant) throws(StoreError) {
    try line.execute("DELETE FROM draft WHERE person = ?", person)
    try line.execute("DELETE FROM set_aside WHERE person = ?", person)
    try line.execute("DELETE FROM link_token WHERE person = ?", person)
    try line.execute("DELETE FROM session WHERE person = ?", person)
    try line.execute(
      """
      DELETE FROM draft_scorecard WHERE review IN (
        SELECT review.id FROM review JOIN submission ON submission.id = review.submission
        WHERE submission.earner = ?1 OR review.evaluator = ?1)
      """, person)
    // The fingerprints are made of the e-mail address and the title; the address has one in every row.
    try line.execute(
      """
      DELETE FROM intake_row WHERE person IN (
        SELECT person FROM intake_row
        WHERE submission IN (SELECT id FROM submission WHERE earner = ?))
      """, person)
    try eraseMails(of: person, at: instant)
    try eraseNotices(of: person, at: instant)
  }

  /// Mails to this person, and mails to others about this person's work.
  private func eraseMails(of person: PersonID, at instant: Instant) throws(StoreError) {
    let mails = try mailsConcerning(person)
    for mail in mails {
      try line.execute(
        """
        UPDATE mail SET body = NULL, server_words = '', lease_until = NULL,
          state = CASE WHEN state IN ('queued', 'deferred', 'sending') THEN 'cancelled'
            ELSE state END
        WHERE id = ?
        """, mail)
      try line.execute("UPDATE attempt SET words = '' WHERE mail = ?", mail)
    }
    try line.execute("UPDATE mail SET address = NULL WHERE person = ?", person)
  }

  private func eraseNotices(of person: PersonID, at instant: Instant) throws(StoreError) {
    try line.execute(
      """
      UPDATE notice SET data = CAST('{}' AS BLOB), updated_at = ?2,
        -- A failed one repeats the server's words, which may name the address.
        reason = CASE WHEN state = 'failed' THEN 'erased' ELSE reason END
      WHERE person = ?1
        OR (about_kind = 'person' AND about_id = ?1)
        OR (about_kind = 'submission'
          AND about_id IN (SELECT id FROM submission WHERE earner = ?1))
        OR (about_kind = 'review'
          AND about_id IN (
            SELECT review.id FROM review JOIN submission ON submission.id = review.submission
            WHERE submission.earner = ?1))
      """, person, instant.milliseconds)
    try line.execute(
      """
      UPDATE notice SET state = 'cancelled', reason = 'erased', updated_at = ?2
      WHERE person = ?1 AND state = 'planned'
      """, person, instant.milliseconds)
  }
}

extension StoredRecords {
  /// The numbers of the mails to a person, and of those to others about the person or their work.
  public func mailsConcerning(_ person: PersonID) throws(StoreError) -> [Int64] {
    try line.query(
      """
      WITH
        work (id) AS (SELECT id FROM submission WHERE earner = ?1),
        judged (id) AS (
          SELECT review.id FROM review WHERE review.submission IN (SELECT id FROM work)),
        decided (id) AS (
          SELECT decision.id FROM decision WHERE decision.submission IN (SELECT id FROM work))
      SELECT id FROM mail WHERE person = ?1
      UNION
      SELECT mail FROM notice WHERE mail IS NOT NULL AND (
        (about_kind = 'person' AND about_id = ?1)
        OR (about_kind = 'submission' AND about_id IN (SELECT id FROM work))
        OR (about_kind = 'review' AND about_id IN (SELECT id FROM judged))
        OR (about_kind = 'decision' AND about_id IN (SELECT id FROM decided)))
      """, person
    ) { row throws(SQLiteError) in try row.integer(0) }
  }
}

extension Submission {
  fileprivate var withoutWords: Submission {
    var erased = self
    erased.title.value = nil
    erased.content.value = nil
    for index in erased.reopened.indices { erased.reopened[index].reason.value = nil }
    if case .returned(var back) = erased.state {
      for index in back.missing.indices { back.missing[index].words.value = nil }
      erased.state = .returned(back)
    }
    return erased
  }
}

extension Review {
  fileprivate var withoutWords: Review {
    var erased = self
    switch state {
    case .handedIn(var scorecard, let at):
      scorecard.words.value = nil
      erased.state = .handedIn(scorecard, at: at)
    case .declined(let reason, _, let at):
      erased.state = .declined(reason, words: .init(nil), at: at)
    case .assigned, .seen, .reassigned, .closed: break
    }
    return erased
  }
}
