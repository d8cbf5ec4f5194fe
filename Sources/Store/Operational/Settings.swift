public import CivilTime
import SQLite
import Workflow

/// The name of a setting that is no policy: whether the outbox is paused, where the digest stands.
public struct SettingKey: Hashable, Sendable, ExpressibleByStringLiteral {
  public var name: String

  public init(_ name: String) { self.name = name }
  public init(stringLiteral name: String) { self.name = name }

  /// "yes" while no mail goes out: after a restore, until somebody has looked.
  public static let outboxPaused: SettingKey = "outbox-paused"
  /// After a restore, until somebody has looked: the pay dates that were sealed since the backup was made, separated by
  /// commas; or `unknown`, where the database that was replaced could not be asked.
  public static let sealingPaused: SettingKey = "sealing-paused"
  /// When the last backup was made, in milliseconds since 1970.
  public static let lastBackup: SettingKey = "last-backup"
  /// When what nobody needs any more was taken away last, in milliseconds since 1970.
  public static let lastTidied: SettingKey = "last-tidied"
  /// How many links to sign in were asked for in vain.
  public static let signInsInVain: SettingKey = "sign-ins-in-vain"
}

extension StoredRecords {
  public func setting(_ key: SettingKey) throws(StoreError) -> String? {
    try line.scalar("SELECT value FROM setting WHERE key = ?", key.name)
  }

  /// Whether no mail may go out now.
  public func isOutboxPaused() throws(StoreError) -> Bool {
    try setting(.outboxPaused) == "yes"
  }

  /// How many links to sign in were asked for and not mailed: the address is nobody's, or somebody's who was asked for
  /// too often.
  public func signInsInVain() throws(StoreError) -> Int {
    try setting(.signInsInVain).flatMap { Int($0) } ?? 0
  }

  /// The last instant that was acted upon, by the journal or by the clock: time never goes back behind it.
  public func lastInstant() throws(StoreError) -> Instant {
    // In one statement: every page and every mail asks.
    let last: Int64? = try line.scalar(
      """
      SELECT max(at) FROM (
        SELECT last AS at FROM clock WHERE id = 1
        UNION ALL SELECT at FROM (SELECT at FROM journal ORDER BY seq DESC LIMIT 1))
      """)
    return last.map(Instant.init(milliseconds:)) ?? .distantPast
  }
}

extension WriteRecords {
  /// Keeps a setting; `nil` takes it away.
  public mutating func set(_ key: SettingKey, to value: String?) throws(StoreError) {
    guard let value else {
      try line.execute("DELETE FROM setting WHERE key = ?", key.name)
      return
    }
    try line.execute(
      """
      INSERT INTO setting (key, value) VALUES (?, ?)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value
      """, key.name, value)
  }

  /// Notes an instant that was acted upon; an earlier one changes nothing.
  public mutating func noteInstant(_ instant: Instant) throws(StoreError) {
    try line.execute(
      """
      INSERT INTO clock (id, last) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET last = max(last, excluded.last)
      """, instant.milliseconds)
  }
}
