import CivilTime
import Crypto
import Ledger
import Programs
import Rubrics
import SQLite
import Synchronization
import Workflow

/// What a connection has read and decoded already.
///
/// A reader has one for as long as it looks at one unchanging state. The writer's lives as long as the store,
/// because decoding policy and people anew for each of 100,000 imported rows would take longer than the rest: it
/// is told of every change, and forgets what a rollback took back. On the caller's thread, where there is but one
/// connection, readers look into it as well: they never see a transaction that is open.
final class RecordCache {
  /// What was changed since the innermost savepoint began.
  struct Touched: OptionSet {
    var rawValue: Int
    static let program = Touched(rawValue: 1)
    static let calendar = Touched(rawValue: 2)
    static let rubrics = Touched(rawValue: 4)
    static let windows = Touched(rawValue: 8)
    static let offerings = Touched(rawValue: 16)
    static let people = Touched(rawValue: 32)
    static let work = Touched(rawValue: 64)
  }

  let values = ValueCoding()
  let events = EventCoding()

  var program: Program??
  var payPolicies: [PolicyVersion]?
  var calendar: SchoolCalendar?
  var windows: [Window]?
  var rubrics = Recent<RubricVersion, Rubric>(most: 32)
  var rubricsInForce: [RubricID: Rubric?] = [:]
  var offerings = Recent<OfferingID, Offering>(most: 256)
  var roleHolders: [Person]?
  var evaluators: [Person]?
  /// As many as a middling district has: an import comes back to each of them again and again.
  var people = Recent<PersonID, Person>(most: 2_048)
  /// As many as are under way in a year, so that lists of them cost no decoding.
  var submissions = Recent<SubmissionID, Submission>(most: 4_096)
  var reviews = Recent<ReviewID, Review>(most: 2_048)
  var next: NextIdentifiers?
  var head: JournalHead?
  /// The entry that is being carried into the tables.
  var sequence: Int64 = 0
  var touched: Touched = []

  /// Forgets what a rollback may have taken back.
  func forget(_ touched: Touched) {
    if touched.contains(.program) {
      program = nil
      payPolicies = nil
    }
    if touched.contains(.calendar) { calendar = nil }
    if touched.contains(.windows) { windows = nil }
    if touched.contains(.rubrics) {
      rubrics.removeAll()
      rubricsInForce = [:]
    }
    if touched.contains(.offerings) { offerings.removeAll() }
    if touched.contains(.people) {
      people.removeAll()
      roleHolders = nil
      evaluators = nil
    }
    if touched.contains(.work) { forgetWork() }
  }

  /// Forgets records of people's work.
  func forgetWork() {
    submissions.removeAll()
    reviews.removeAll()
  }

  /// Where things stood before something that may be rolled back.
  struct Mark {
    var next: NextIdentifiers?
    var head: JournalHead?
    var touched: Touched
  }

  func mark() -> Mark {
    defer { touched = [] }
    return Mark(next: next, head: head, touched: touched)
  }

  /// What was done since the mark stays.
  func keep(since mark: Mark) {
    touched.formUnion(mark.touched)
  }

  /// What was done since the mark is undone.
  func undo(to mark: Mark) {
    forget(touched)
    next = mark.next
    head = mark.head
    touched = mark.touched
  }
}

/// The last link of the journal's chain.
struct JournalHead: Hashable, Sendable {
  var sequence: Int64
  var command: Int64
  var at: Instant
  var hash: Digest32
}

/// The id of a row.
protocol RowIdentifier: Hashable {
  init(_ number: Int64)
}

extension Identifier: RowIdentifier {}

/// A row's record: decoded already, or still as it is stored.
enum Found<Value> {
  case known(Value)
  case stored(Stored)
}

/// A few values by their ids; when it is full, it begins anew.
struct Recent<ID: Hashable, Value> {
  let most: Int
  private var known: [ID: Value] = [:]

  init(most: Int) {
    self.most = most
  }

  subscript(id: ID) -> Value? { known[id] }

  mutating func keep(_ value: Value, for id: ID) {
    if known.count >= most, known[id] == nil { known.removeAll(keepingCapacity: true) }
    known[id] = value
  }

  mutating func remove(_ id: ID) {
    known[id] = nil
  }

  mutating func removeAll() {
    if !known.isEmpty { known.removeAll(keepingCapacity: true) }
  }
}

extension Recent where ID: RowIdentifier {
  /// What a row of an id and an encoded value stands for; the value is not even copied when it is known.
  func find(_ row: borrowing Row) throws(SQLiteError) -> Found<Value> {
    if let value = self[ID(try row.integer(0))] { return .known(value) }
    return .stored(try Stored(row))
  }
}

/// The decoded policy that all readers share, each part with the entry that set it.
///
/// A reader that sees an older or a newer state finds another number there, and decodes its own.
final class SharedPolicy: Sendable {
  private struct Parts {
    var program: (sequence: Int64, value: Program)?
    var calendar: (sequence: Int64, value: SchoolCalendar)?
    var rubrics = Recent<RubricVersion, Rubric>(most: 32)
  }

  private let parts = Mutex(Parts())

  func program(of sequence: Int64) -> Program? {
    parts.withLock { $0.program?.sequence == sequence ? $0.program?.value : nil }
  }

  func calendar(of sequence: Int64) -> SchoolCalendar? {
    parts.withLock { $0.calendar?.sequence == sequence ? $0.calendar?.value : nil }
  }

  /// A version's text never changes, since its hash is its name.
  func rubric(_ version: RubricVersion) -> Rubric? {
    parts.withLock { $0.rubrics[version] }
  }

  func keep(_ program: Program, of sequence: Int64) {
    parts.withLock { $0.program = (sequence, program) }
  }

  func keep(_ calendar: SchoolCalendar, of sequence: Int64) {
    parts.withLock { $0.calendar = (sequence, calendar) }
  }

  func keep(_ rubric: Rubric) {
    parts.withLock { $0.rubrics.keep(rubric, for: rubric.version) }
  }
}
