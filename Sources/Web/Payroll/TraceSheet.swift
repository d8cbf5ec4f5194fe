import CivilTime
import Crypto
import HTTPServer
import Ledger
import Programs
import Rubrics
import Store
import Workflow

/// Everything that the money of one thing rests on, read at once.
struct TraceSheet {
  /// A decision, with what it rests on.
  struct Decided {
    var decision: Decision
    /// The reviews whose scorecards it rests on.
    var reviews: [Review]
    var by: String
    /// The rubric's own name.
    var rubric: String?
  }

  /// An entry, with who asked for it and why.
  struct Step {
    var entry: LedgerEntry
    /// What it moved of this thing.
    var moved: [Account: Money]
    var words: EntryWords
    /// Whoever asked; `nil` for the calendar and for files.
    var by: String?
    var reason: String?
    var decided: Decided?
  }

  var person: Person
  var item: Item
  var title: String
  /// In their order.
  var steps: [Step]
  /// Where it stands.
  var account: ItemAccount?
  var versions: [PolicyVersion]
  /// The evidence that it was earned with, if it was.
  var evidence: Submission?
  /// Evaluators, for whoever may know them.
  var names: [PersonID: PersonName] = [:]
  var receipt: String?

  /// What was paid or is in a file, for its heading.
  var owed: Money {
    account?.lots.reduce(.zero) { $0 + $1.earned - $1.reversed } ?? .zero
  }

  /// - Throws: ``HTTPServer/HTTPProblem`` with 404 where nothing of the ledger is about it.
  static func read(
    _ person: PersonID, _ item: Item, _ visit: Visit
  ) throws -> TraceSheet {
    try visit.read { records in
      let entries = try records.ledger(.person(person)).filter { visit.tells($0, of: person) }
      let found = trace(item, in: entries)
      guard let known = try records.person(person), !found.isEmpty else {
        throw HTTPProblem(.notFound, "nothing was entered for it")
      }
      var book = Book()
      book.apply(found)
      let submission =
        item.source == .submission ? try records.submission(SubmissionID(item.number)) : nil
      var sheet = TraceSheet(
        person: known, item: item,
        title: item.source == .opening
          ? visit.words("pay.from-before") : visit.title(submission?.title.value),
        steps: try found.map { try step($0, item, records, visit) },
        account: book.items[item], versions: try records.payPolicies())
      let reviews = sheet.steps.flatMap { $0.decided?.reviews ?? [] }
      sheet.names = try records.names(of: Set(reviews.map(\.evaluator)))
      if let decision = sheet.steps.last(where: { $0.entry.kind == .awarded })?.decided?.decision {
        sheet.evidence = try records.submission(decision.submission)
        sheet.receipt = try records.arrivalHash(of: decision.submission)
          .map { PayDatePage.grouped($0.hex) }
      }
      return sheet
    }
  }

  private static func step(
    _ entry: LedgerEntry, _ item: Item, _ records: ReadRecords, _ visit: Visit
  ) throws -> Step {
    let moved = entry.postings.filter { $0.lot?.item == item }.moved
    return Step(
      entry: entry, moved: moved, words: EntryWords(entry, moved: moved, visit),
      by: try entry.cause.by.flatMap { try records.person(PersonID($0.number))?.fullName },
      reason: entry.kind.needsReason ? try records.reason(of: entry) : nil,
      decided: try entry.cause.decision.flatMap { try decided(DecisionID($0), records, visit) })
  }

  private static func decided(
    _ id: DecisionID, _ records: ReadRecords, _ visit: Visit
  ) throws -> Decided? {
    guard let decision = try records.decision(id) else { return nil }
    let telling = Telling(visit, records)
    return Decided(
      decision: decision,
      reviews: try records.reviews(of: decision.submission).filter {
        decision.reviews.contains($0.id)
      },
      by: try telling.name(decision.releasedBy),
      rubric: try decision.rubric.flatMap { try records.rubric($0)?.title })
  }
}
