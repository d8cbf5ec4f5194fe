public import CivilTime
import Crypto
public import Programs
public import Rubrics
import SQLite
public import Workflow

/// Records of a transaction that writes.
///
/// Events come in by ``append(_:command:at:by:)``; the `save` functions are for Workflow's `apply`, which it
/// calls. Drafts, intake and the outbox have functions of their own.
public struct WriteRecords: StoredRecords, Records {
  public let access: Access
  let random: any RandomSource
  /// A replay writes derived tables only: what is operational stands already.
  let isReplay: Bool

  init(access: Access, random: any RandomSource, isReplay: Bool = false) {
    self.access = access
    self.random = random
    self.isReplay = isReplay
  }

  /// Runs a closure as a part of the transaction that can be undone alone: a refused row of a batch takes no
  /// other with it.
  ///
  /// - Parameter body: What to do; it gets these records.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws; its changes are undone then, and the transaction goes on.
  public mutating func savepoint<Result>(
    _ body: (inout WriteRecords) throws -> Result
  ) throws -> Result {
    var records = self
    let mark = cache.mark()
    do {
      let result = try line.connection.savepoint { _ in try body(&records) }
      cache.keep(since: mark)
      return result
    } catch {
      cache.undo(to: mark)
      throw error
    }
  }
}

// MARK: - Policy

extension WriteRecords {
  public mutating func save(_ program: Program) throws(StoreError) {
    try savePolicy(program, name: "program")
    cache.program = .some(program)
    cache.touched.insert(.program)
    try renewAgenda(by: program)
  }

  public mutating func save(_ calendar: SchoolCalendar) throws(StoreError) {
    try savePolicy(calendar, name: "calendar")
    cache.calendar = calendar
    cache.touched.insert(.calendar)
  }

  private func savePolicy(_ value: some Encodable, name: String) throws(StoreError) {
    let bytes = try cache.values.encode(value, table: "policy", id: cache.sequence)
    try line.execute(
      """
      INSERT INTO policy (name, seq, value) VALUES (?, ?, ?)
      ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, value = excluded.value
      """, name, cache.sequence, bytes)
  }

  public mutating func saveRubric(
    _ version: RubricVersion, text: String
  ) throws(StoreError) {
    try line.execute(
      "UPDATE rubric SET in_force = 0 WHERE rubric = ? AND in_force = 1",
      version.rubric.rawValue)
    try line.execute(
      """
      INSERT INTO rubric (rubric, hash, seq, in_force, text) VALUES (?, ?, ?, 1, ?)
      ON CONFLICT (rubric, hash) DO UPDATE SET seq = excluded.seq, in_force = 1
      """, version.rubric.rawValue, version.hash, cache.sequence, text)
    cache.rubrics.remove(version)
    cache.rubricsInForce[version.rubric] = nil
    cache.touched.insert(.rubrics)
  }

  public mutating func save(_ offering: Offering) throws(StoreError) {
    let before = try self.offering(offering.id)
    let bytes = try cache.values.encode(offering, table: "offering", id: offering.id.number)
    try line.execute(
      """
      INSERT INTO offering (id, code, folded_title, is_active, value) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET code = excluded.code,
        folded_title = excluded.folded_title, is_active = excluded.is_active,
        value = excluded.value
      """, offering.id, offering.code, offering.title.foldedTitle, offering.isActive, bytes)
    if before?.leaders != offering.leaders {
      try line.execute("DELETE FROM offering_leader WHERE offering = ?", offering.id)
      for leader in offering.leaders {
        try line.execute(
          "INSERT INTO offering_leader (offering, person) VALUES (?, ?)", offering.id, leader)
      }
    }
    cache.offerings.keep(offering, for: offering.id)
    cache.touched.insert(.offerings)
    try take(offering.id.number, \.offering)
  }

  /// Notes that a number is given out.
  func take(_ number: Int64, _ counter: WritableKeyPath<NextIdentifiers, Int64>) throws(StoreError)
  {
    var next = try nextIdentifiers()
    guard number >= next[keyPath: counter] else { return }
    next[keyPath: counter] = number + 1
    cache.next = next
  }
}

// MARK: - People

extension WriteRecords {
  public mutating func save(_ person: Person) throws(StoreError) {
    let before = try self.person(person.id)
    let bytes = try cache.values.encode(person, table: "person", id: person.id.number)
    let details = person.details.value
    try line.execute(
      """
      INSERT INTO person
        (id, employee_number, email, has_role, is_evaluator, load_max, erased, name, school, value)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET employee_number = excluded.employee_number,
        email = excluded.email, has_role = excluded.has_role,
        is_evaluator = excluded.is_evaluator, load_max = excluded.load_max,
        erased = excluded.erased, name = excluded.name, school = excluded.school,
        value = excluded.value
      """, person.id, details?.employeeNumber, details?.email.lowercased(),
      !person.roles.isEmpty, person.evaluator != nil, person.evaluator?.loadMax,
      person.erased?.milliseconds, details.map { _ in person.fullName }, person.record.school,
      bytes)
    if before?.conflicts != person.conflicts, before != nil || !person.conflicts.isEmpty {
      try line.execute("DELETE FROM conflict WHERE person = ?", person.id)
      for other in person.conflicts {
        try line.execute("INSERT INTO conflict (person, other) VALUES (?, ?)", person.id, other)
      }
    }
    if before?.roles.isEmpty == false || !person.roles.isEmpty { cache.roleHolders = nil }
    if before?.evaluator != nil || person.evaluator != nil { cache.evaluators = nil }
    cache.people.keep(person, for: person.id)
    cache.touched.insert(.people)
    try take(person.id.number, \.person)
  }

  public mutating func save(_ opening: Opening) throws(StoreError) {
    let bytes = try cache.values.encode(opening, table: "opening", id: opening.id.number)
    try line.execute(
      """
      INSERT INTO opening (id, earner, kind, cents, submission, value)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET earner = excluded.earner, kind = excluded.kind,
        cents = excluded.cents, submission = excluded.submission, value = excluded.value
      """, opening.id, opening.earner, opening.kind.rawValue, opening.cents, opening.submission,
      bytes)
    try take(opening.id.number, \.opening)
  }
}
