import CivilTime
import Documents
import Ledger
import Office
import Programs
import Workflow

struct PayForecast: ControlCommand {
  static let signature = Signature(
    "pay forecast", "Show what the work under way could cost at each coming pay date",
    details: """
      As if everything that is applied for, handed in or under review were earned when it is expected. MISSED counts \
      work that was handed in for a pay date and whose decision is expected after payroll's lock.
      """,
    options: [Option("--until", "DATE", "To this day (default: in a year)")],
    example: "pay forecast")
  private let until: CivilDate?

  init(_ arguments: Arguments) throws(Failure) {
    until = try arguments.date("--until")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let times = try session.read { try session.times($0) }
    let today = times.zone.date(at: try session.now())
    session.output.list(
      try session.office.payForecast(through: until ?? today.adding(months: 12)),
      none: "There is no pay date: the program pays nothing, or not in these days.",
      columns: [
        Column("PAYS") { "\($0.payDate.pays)" },
        Column("WHAT", .flexible) { $0.payDate.label },
        Column("CERTAIN", .right) { "\($0.certain)" },
        Column("POSSIBLE", .right) { "\($0.possible)" },
        Column("HELD BACK", .right) { $0.heldBack == .zero ? "" : "\($0.heldBack)" },
        Column("FUNDS LEFT", .right) { $0.fundsLeft.map { "\($0)" } ?? "" },
        Column("MISSED", .right) { $0.missing.isEmpty ? "" : "\($0.missing.count)" },
      ],
      json: { date in
        .fields([
          "pays": .date(date.payDate.pays), "label": .string(date.payDate.label),
          "locks": date.payDate.locks.plain, "certain": .string(date.certain.decimal),
          "possible": .string(date.possible.decimal), "heldBack": .string(date.heldBack.decimal),
          "fundsLeft": date.fundsLeft.map { .string($0.decimal) },
          "missed": .list(date.missing.map { .number($0.item.number) }),
        ])
      })
  }
}
