public import CivilTime
import SQLite
import Workflow

extension WriteRecords {
  /// Puts a message in the outbox.
  ///
  /// - Returns: Its number; `nil` if its key is there already.
  @discardableResult
  public mutating func add(_ mail: OutgoingMail) throws(StoreError) -> Int64? {
    let held = try cache.values.encode(mail.notices, table: "mail", id: mail.id)
    let count = try line.execute(
      """
      INSERT INTO mail
        (key, person, address, message_id, class, state, created_at, next_attempt, attempts,
         lease_until, server_words, sent_at, held_for, body, unknowns)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING
      """, mail.key, mail.person, mail.address, mail.messageID, mail.mailClass.rawValue,
      mail.state.rawValue, mail.createdAt.milliseconds, mail.nextAttempt.milliseconds,
      mail.attempts, mail.leaseUntil?.milliseconds, mail.serverWords,
      mail.sentAt?.milliseconds, held, mail.body, mail.unknowns)
    return count == 0 ? nil : line.connection.lastInsertedRow
  }

  /// Takes messages for sending, interactive ones first, then the longest waiting.
  ///
  /// While the outbox is paused there are none.
  ///
  /// - Parameters:
  ///   - mailClass: Only this class; `nil` for all.
  ///   - now: The instant of asking.
  ///   - lease: Until when the mailer may work on them; after that they are free again.
  ///   - limit: Most messages.
  /// - Returns: The messages, as `sending`, each with one attempt more.
  /// - Throws: ``StoreError``.
  public mutating func leaseMails(
    of mailClass: MailClass? = nil, at now: Instant, until lease: Instant, limit: Int
  ) throws(StoreError) -> [OutgoingMail] {
    if try isOutboxPaused() { return [] }
    let waiting = try line.query(
      // A walk along the index from its beginning, which ends at the limit or at what is not due yet; asked in one
      // piece, SQLite would sort all that wait, however many they are.
      """
      SELECT id FROM (
        SELECT id, 0 AS half, next_attempt FROM (
          SELECT id, next_attempt FROM mail INDEXED BY mail_waiting
          WHERE state IN ('queued', 'deferred') AND (class <> 'interactive') = 0
            AND next_attempt <= ?1 AND (?2 IS NULL OR class = ?2)
          ORDER BY next_attempt, id LIMIT ?3)
        UNION ALL SELECT id, 1, next_attempt FROM (
          SELECT id, next_attempt FROM mail INDEXED BY mail_waiting
          WHERE state IN ('queued', 'deferred') AND (class <> 'interactive') = 1
            AND next_attempt <= ?1 AND ?2 IS NOT 'interactive' AND (?2 IS NULL OR class = ?2)
          ORDER BY next_attempt, id LIMIT ?3))
      ORDER BY half, next_attempt, id LIMIT ?3
      """, now.milliseconds, mailClass?.rawValue, limit
    ) { row throws(SQLiteError) in try row.integer(0) }
    var mails: [OutgoingMail] = []
    for id in waiting {
      try line.execute(
        """
        UPDATE mail SET state = 'sending', attempts = attempts + 1, lease_until = ? WHERE id = ?
        """, lease.milliseconds, id)
      if let mail = try mail(id) { mails.append(mail) }
    }
    return mails
  }

  /// Notes of every waiting message that it went, where none is handed to anybody: in a rehearsal.
  ///
  /// - Returns: How many there were; none while the outbox is paused.
  @discardableResult
  public mutating func markRehearsed(words: String, at now: Instant) throws(StoreError) -> Int {
    if try isOutboxPaused() { return 0 }
    return try line.execute(
      """
      UPDATE mail SET state = 'sent', sent_at = ?1, server_words = ?2, attempts = 1, body = NULL
      WHERE state IN ('queued', 'deferred') AND next_attempt <= ?1
      """, now.milliseconds, words)
  }

  /// Keeps a message's text, as it will go out also when it is repeated.
  public mutating func write(
    mail id: Int64, address: String, body: [UInt8]
  ) throws(StoreError) {
    try line.execute("UPDATE mail SET address = ?, body = ? WHERE id = ?", address, body, id)
  }

  /// Notes that the final dot is about to be sent: to be made durable before it is.
  ///
  /// - Returns: Whether it may be sent; not if its lease was lost or it was cancelled meanwhile.
  public mutating func markEndOfData(mail id: Int64) throws(StoreError) -> Bool {
    try line.execute(
      "UPDATE mail SET state = 'endOfData' WHERE id = ? AND state = 'sending'", id) > 0
  }

  /// Notes that the server took it. Its text is no longer kept; what the server said stands with the mail itself.
  public mutating func markSent(
    mail id: Int64, words: String, at now: Instant
  ) throws(StoreError) {
    try line.execute(
      """
      UPDATE mail SET state = 'sent', sent_at = ?, server_words = ?, lease_until = NULL,
        body = NULL
      WHERE id = ?
      """, now.milliseconds, words, id)
  }

  /// Notes that it has to be tried again later.
  ///
  /// - Parameters:
  ///   - id: The mail.
  ///   - next: When.
  ///   - words: What the server said.
  ///   - try: How the try counts.
  ///   - now: The instant of noting.
  /// - Throws: ``StoreError``.
  public mutating func markDeferred(
    mail id: Int64, until next: Instant, words: String, as try: MailTry = .counted,
    at now: Instant
  ) throws(StoreError) {
    try line.execute(
      """
      UPDATE mail SET state = 'deferred', next_attempt = ?, server_words = ?, lease_until = NULL,
        attempts = attempts - ?, unknowns = unknowns + ?
      WHERE id = ?
      """, next.milliseconds, words, `try` == .uncounted ? 1 : 0, `try` == .unknown ? 1 : 0, id)
    try note(words, of: id, at: now)
  }

  /// Notes that it will never go out as it is, or that nobody knows whether it did; its notices failed with
  /// it in the first case.
  public mutating func mark(
    mail id: Int64, _ end: MailEnd, words: String, at now: Instant
  ) throws(StoreError) {
    // One that came back had gone.
    try line.execute(
      """
      INSERT INTO attempt (mail, at, words)
        SELECT id, sent_at, server_words FROM mail
        WHERE id = ? AND state = 'sent' AND sent_at IS NOT NULL
      """, id)
    try line.execute(
      """
      UPDATE mail SET state = ?, server_words = ?, lease_until = NULL, unknowns = unknowns + ?
      WHERE id = ?
      """, end.rawValue, words, end == .unknown ? 1 : 0, id)
    try note(words, of: id, at: now)
    guard end == .failed else { return }
    try line.execute(
      "UPDATE notice SET state = 'failed', reason = ?, updated_at = ? WHERE mail = ?", words,
      now.milliseconds, id)
  }

  /// Queues a message anew, as it was, that failed or whose fate is unknown: its Message-ID stays, and it has all its
  /// tries before it.
  ///
  /// - Returns: Whether it was in one of these states and still has its text.
  @discardableResult
  public mutating func repeatMail(_ id: Int64, at now: Instant) throws(StoreError) -> Bool {
    let count = try line.execute(
      """
      UPDATE mail SET state = 'queued', created_at = ?1, next_attempt = ?1, attempts = 0
      WHERE id = ?2 AND state IN ('failed', 'unknown') AND body IS NOT NULL
      """, now.milliseconds, id)
    guard count > 0 else { return false }
    try line.execute(
      """
      UPDATE notice SET state = 'mailed', reason = NULL, updated_at = ?
      WHERE mail = ? AND state = 'failed'
      """, now.milliseconds, id)
    return true
  }

  /// Frees messages whose mailer went away: those before the dot are queued again, those after it unknown.
  ///
  /// - Parameters:
  ///   - now: Leases up to this instant are over; ``Instant/distantFuture`` at a start, when nobody holds one.
  ///   - retry: When freed messages may be tried.
  /// - Returns: How many were queued again, and how many are unknown.
  /// - Throws: ``StoreError``.
  @discardableResult
  public mutating func releaseLeases(
    endedBy now: Instant, retry: Instant
  ) throws(StoreError) -> (queued: Int, unknown: Int) {
    let unknown = try line.execute(
      """
      UPDATE mail SET state = 'unknown', lease_until = NULL, unknowns = unknowns + 1
      WHERE state = 'endOfData' AND lease_until <= ?
      """, now.milliseconds)
    let queued = try line.execute(
      """
      UPDATE mail SET state = 'queued', next_attempt = ?, lease_until = NULL
      WHERE state = 'sending' AND lease_until <= ?
      """, retry.milliseconds, now.milliseconds)
    return (queued, unknown)
  }

  private func note(_ words: String, of mail: Int64, at now: Instant) throws(StoreError) {
    try line.execute(
      "INSERT INTO attempt (mail, at, words) VALUES (?, ?, ?)", mail, now.milliseconds, words)
  }
}

/// How a try counts after which another is due.
public enum MailTry: Hashable, Sendable {
  /// The server did not want this message now.
  case counted
  /// It was not about this message: the relay or a setting kept it from going.
  case uncounted
  /// The server may have it.
  case unknown
}

/// How a try can end for now without a success or a date.
public enum MailEnd: String, Hashable, Sendable {
  case failed
  case unknown
}

extension StoredRecords {
  public func mail(_ id: Int64) throws(StoreError) -> OutgoingMail? {
    try mails(
      line.query(
        "SELECT * FROM mail WHERE id = ?", id, read: MailRow.init)
    ).first
  }

  /// Where a message stands; `nil` if there is none of the number.
  public func mailState(_ id: Int64) throws(StoreError) -> MailState? {
    try line.scalar("SELECT state FROM mail WHERE id = ?", id, as: String.self)
      .flatMap(MailState.init)
  }

  public func mail(key: String) throws(StoreError) -> OutgoingMail? {
    try mails(
      line.query(
        "SELECT * FROM mail WHERE key = ?", key, read: MailRow.init)
    ).first
  }

  /// The message of a Message-ID, without its brackets. Looks at every one: for what comes back, which is rare.
  public func mail(messageID: String) throws(StoreError) -> OutgoingMail? {
    try mails(
      line.query(
        "SELECT * FROM mail WHERE message_id = ? LIMIT 1", messageID, read: MailRow.init)
    ).first
  }

  /// The tries of a message, the oldest first; at most 200.
  public func attempts(of mail: Int64) throws(StoreError) -> [MailAttempt] {
    try line.query(
      """
      SELECT at, words FROM (
        SELECT at, words, 0 AS is_last, rowid AS number FROM attempt WHERE mail = ?1
        UNION ALL
        SELECT sent_at, server_words, 1, 0 FROM mail
          WHERE id = ?1 AND state = 'sent' AND sent_at IS NOT NULL AND server_words <> '')
      ORDER BY at, is_last, number LIMIT 200
      """, mail
    ) { row throws(SQLiteError) in
      MailAttempt(at: Instant(milliseconds: try row.integer(0)), words: try row.text(1))
    }
  }

  /// When the next message may be tried; `nil` if none waits.
  public func nextMailAttempt() throws(StoreError) -> Instant? {
    // One seek into the index for each of its two halves.
    try line.scalar(
      """
      SELECT min(next) FROM (
        SELECT min(next_attempt) AS next FROM mail
          WHERE state IN ('queued', 'deferred') AND (class <> 'interactive') = 0
        UNION ALL SELECT min(next_attempt) FROM mail
          WHERE state IN ('queued', 'deferred') AND (class <> 'interactive') = 1)
      """, as: Int64.self
    ).map(Instant.init(milliseconds:))
  }

  /// When the first of the running leases ends; `nil` if no mailer has any.
  public func nextLeaseEnd() throws(StoreError) -> Instant? {
    try line.scalar(
      "SELECT min(lease_until) FROM mail WHERE state IN ('sending', 'endOfData')", as: Int64.self
    ).map(Instant.init(milliseconds:))
  }

  /// How many messages are in each state; none for states without any.
  public func mailCounts() throws(StoreError) -> [MailState: Int] {
    // What was sent is in no index by its state: it is all that is left of all.
    let rows = try line.query(
      """
      SELECT state, count(*) FROM mail
        WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData' GROUP BY state
      UNION ALL
      SELECT state, count(*) FROM mail WHERE state IN ('sending', 'endOfData') GROUP BY state
      """
    ) { row throws(SQLiteError) in
      guard let state = MailState(rawValue: try row.text(0)) else {
        throw row.unreadable(0, "not a state of a mail")
      }
      return (state, Int(try row.integer(1)))
    }
    var counts = Dictionary(rows) { first, _ in first }
    let all = try line.scalar("SELECT count(*) FROM mail", as: Int.self) ?? 0
    let sent = all - counts.values.reduce(0, +)
    if sent > 0 { counts[.sent] = sent }
    return counts
  }

  /// How many mails are in a state; of those that are sent it counts every one.
  public func mailCount(_ state: MailState) throws(StoreError) -> Int {
    switch state {
    case .sent, .sending, .endOfData: return try mailCounts()[state] ?? 0
    case .queued, .deferred, .failed, .unknown, .cancelled:
      return try line.scalar(
        """
        SELECT count(*) FROM mail
        WHERE state <> 'sent' AND state <> 'sending' AND state <> 'endOfData' AND state = ?
        """, state.rawValue) ?? 0
    }
  }

  func mails(_ rows: [MailRow]) throws(StoreError) -> [OutgoingMail] {
    var mails: [OutgoingMail] = []
    for var row in rows {
      row.mail.notices = try cache.values.decode(
        [Int64].self, row.held, table: "mail", id: row.mail.id)
      mails.append(row.mail)
    }
    return mails
  }
}

/// One row of the outbox with all columns, in the table's order; its list of notices not yet decoded.
struct MailRow {
  var mail: OutgoingMail
  var held: [UInt8]

  init(_ row: borrowing Row) throws(SQLiteError) {
    held = try row.blob(13)
    guard let mailClass = MailClass(rawValue: try row.text(5)) else {
      throw row.unreadable(5, "not a class of mail")
    }
    guard let state = MailState(rawValue: try row.text(6)) else {
      throw row.unreadable(6, "not a state of a mail")
    }
    mail = OutgoingMail(
      id: try row.integer(0), key: try row.text(1),
      person: try row.integerOrNull(2).map(PersonID.init), address: try row.textOrNull(3),
      messageID: try row.text(4), mailClass: mailClass, state: state,
      createdAt: Instant(milliseconds: try row.integer(7)),
      nextAttempt: Instant(milliseconds: try row.integer(8)),
      attempts: Int(try row.integer(9)), unknowns: Int(try row.integer(15)),
      leaseUntil: try row.integerOrNull(10).map(Instant.init(milliseconds:)),
      serverWords: try row.text(11),
      sentAt: try row.integerOrNull(12).map(Instant.init(milliseconds:)),
      notices: [], body: try row.blobOrNull(14))
  }
}
