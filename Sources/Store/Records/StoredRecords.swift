public import CivilTime
public import Programs
public import Rubrics
import SQLite
public import Workflow

/// Records over the tables, for reading, and in a transaction for writing too.
///
/// Everything that can be asked is an extension of this: what decisions need (Workflow's `RecordReading`), and
/// what pages list.
public protocol StoredRecords: RecordReading {
  /// The way to the tables.
  var access: Access { get }
}

/// Records of one unchanging state of the database.
public struct ReadRecords: StoredRecords {
  public let access: Access
}

// MARK: - Policy

extension StoredRecords {
  var line: Line { access.line }
  var cache: RecordCache { access.cache }

  public func program() throws(StoreError) -> Program? {
    try storedProgram()
  }

  // What is called from other functions here has a second name: by the first, the compiler (Swift 6.3.1) takes
  // the protocol's own, which may throw anything.

  func storedProgram() throws(StoreError) -> Program? {
    if let known = cache.program { return known }
    let program: Program? = try policy(
      "program", shared: { access.shared?.program(of: $0) },
      keep: { access.shared?.keep($0, of: $1) })
    cache.program = .some(program)
    return program
  }

  public func calendar() throws(StoreError) -> SchoolCalendar {
    if let known = cache.calendar { return known }
    let calendar: SchoolCalendar? = try policy(
      "calendar", shared: { access.shared?.calendar(of: $0) },
      keep: { access.shared?.keep($0, of: $1) })
    cache.calendar = calendar ?? .empty
    return calendar ?? .empty
  }

  private func policy<Value: Decodable>(
    _ name: String, shared: (Int64) -> Value?, keep: (Value, Int64) -> Void
  ) throws(StoreError) -> Value? {
    let sequence: Int64? = try line.scalar("SELECT seq FROM policy WHERE name = ?", name)
    guard let sequence else { return nil }
    if let known = shared(sequence) { return known }
    let bytes: [UInt8]? = try line.scalar("SELECT value FROM policy WHERE name = ?", name)
    let value = try cache.values.decode(
      Value.self, bytes ?? [], table: "policy", id: sequence)
    keep(value, sequence)
    return value
  }

  public func rubric(_ version: RubricVersion) throws(StoreError) -> Rubric? {
    try storedRubric(version)
  }

  func storedRubric(_ version: RubricVersion) throws(StoreError) -> Rubric? {
    if let known = cache.rubrics[version] ?? access.shared?.rubric(version) { return known }
    let text: String? = try line.scalar(
      "SELECT text FROM rubric WHERE rubric = ? AND hash = ?", version.rubric.rawValue,
      version.hash)
    guard let text else { return nil }
    let rubric: Rubric
    do {
      rubric = try Rubric.read(Array(text.utf8), file: "\(version)")
    } catch {
      throw .unreadable(table: "rubric", id: 0, what: "\(version): \(error)")
    }
    cache.rubrics.keep(rubric, for: version)
    access.shared?.keep(rubric)
    return rubric
  }

  public func rubricInForce(_ id: RubricID) throws(StoreError) -> Rubric? {
    if let known = cache.rubricsInForce[id] { return known }
    let hash: String? = try line.scalar(
      "SELECT hash FROM rubric WHERE rubric = ? AND in_force = 1 LIMIT 1", id.rawValue)
    let rubric: Rubric?
    if let hash {
      rubric = try storedRubric(RubricVersion(rubric: id, hash: hash))
    } else {
      rubric = nil
    }
    cache.rubricsInForce[id] = .some(rubric)
    return rubric
  }

  public func offering(_ id: OfferingID) throws(StoreError) -> Offering? {
    if let known = cache.offerings[id] { return known }
    let found = try offerings(
      line.query("SELECT id, value FROM offering WHERE id = ?", id, read: Stored.init))
    return found.first
  }

  public func offering(code: String) throws(StoreError) -> Offering? {
    try offerings(
      line.query(
        "SELECT id, value FROM offering WHERE code = ? ORDER BY id LIMIT 1", code,
        read: Stored.init)
    ).first
  }

  public func offerings(titled title: String) throws(StoreError) -> [Offering] {
    try offerings(
      line.query(
        "SELECT id, value FROM offering WHERE folded_title = ? ORDER BY id LIMIT 10",
        title.foldedTitle, read: Stored.init))
  }

  private func offerings(_ rows: [Stored]) throws(StoreError) -> [Offering] {
    var offerings: [Offering] = []
    for row in rows {
      let offering =
        if let known = cache.offerings[OfferingID(row.id)] { known } else {
          try cache.values.decode(Offering.self, row.value, table: "offering", id: row.id)
        }
      cache.offerings.keep(offering, for: offering.id)
      offerings.append(offering)
    }
    return offerings
  }
}

/// A record's id and its encoded value, the first two columns of a row.
struct Stored {
  var id: Int64
  var value: [UInt8]

  init(_ row: borrowing Row) throws(SQLiteError) {
    id = try row.integer(0)
    value = try row.blob(1)
  }
}

extension StoredRecords {
  func decoded<Value: Decodable>(
    _ rows: [Stored], table: StaticString
  ) throws(StoreError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(rows.count)
    for row in rows {
      values.append(try cache.values.decode(Value.self, row.value, table: table, id: row.id))
    }
    return values
  }
}

extension StoredRecords {
  func known(_ rows: [Found<Submission>]) throws(StoreError) -> [Submission] {
    try values(rows, table: "submission") { cache.submissions.keep($0, for: $0.id) }
  }

  func known(_ rows: [Found<Review>]) throws(StoreError) -> [Review] {
    try values(rows, table: "review") { cache.reviews.keep($0, for: $0.id) }
  }

  func known(_ rows: [Found<Person>]) throws(StoreError) -> [Person] {
    try values(rows, table: "person") { cache.people.keep($0, for: $0.id) }
  }

  private func values<Value: Decodable>(
    _ rows: [Found<Value>], table: StaticString, keep: (Value) -> Void
  ) throws(StoreError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(rows.count)
    for row in rows {
      switch row {
      case .known(let value): values.append(value)
      case .stored(let row):
        let value = try cache.values.decode(Value.self, row.value, table: table, id: row.id)
        keep(value)
        values.append(value)
      }
    }
    return values
  }
}
