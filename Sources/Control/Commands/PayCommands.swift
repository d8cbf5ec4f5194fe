import CivilTime
import Documents
import Ledger
import Office
import Programs
import Store
import Workflow

// Caps, pay dates and the payroll file, for whoever sits at the machine.

private let dayParameter = Parameter("DAY", "The day on which it is paid: 2026-12-18")
private let reasonOption = Option("--reason", "TEXT", "Why", isRequired: true)

extension Arguments {
  /// A date by its place.
  fileprivate func day(_ place: Int) throws(Failure) -> CivilDate {
    guard let day = CivilDate(iso: self[place]) else {
      throw .usage("DAY: found \"\(Plainly.line(self[place]))\", expected a date like 2026-12-18")
    }
    return day
  }

  /// An amount of dollars.
  fileprivate func money(_ text: String, _ name: String) throws(Failure) -> Money {
    guard let amount = Money(decimal: text) else {
      throw .usage("\(name): found \"\(Plainly.line(text))\", expected an amount like 400.00")
    }
    return amount
  }

  /// An amount more or less, by which of two options was given.
  fileprivate func change(more: String, less: String) throws(Failure) -> Money {
    switch (text(more), text(less)) {
    case (let text?, nil): return try money(text, more)
    case (nil, let text?): return -(try money(text, less))
    default: throw .usage("Say either \(more) AMOUNT or \(less) AMOUNT.")
    }
  }
}

struct PayList: ControlCommand {
  static let signature = Signature(
    "pay list", "List pay dates: until when work is in time for them, and whether they are sealed",
    options: [
      Option("--from", "DATE", "From this day on (default: three months ago)"),
      Option("--until", "DATE", "To this day (default: in a year)"),
    ], example: "pay list")
  private let from: CivilDate?
  private let until: CivilDate?

  init(_ arguments: Arguments) throws(Failure) {
    from = try arguments.date("--from")
    until = try arguments.date("--until")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let times = try session.read { try session.times($0) }
    let today = times.zone.date(at: try session.now())
    let dates = try session.office.payDates(
      from: from ?? today.adding(days: -92), through: until ?? today.adding(months: 12))
    session.output.list(
      dates, none: "There is no pay date: the program pays nothing, or not in these days.",
      columns: [
        Column("PAYS") { "\($0.payDate.pays)" },
        Column("WHAT", .flexible) { $0.payDate.label },
        Column("IN TIME UNTIL") { times.end($0.payDate.cutOff) },
        Column("LOCKS") { times.at($0.payDate.locks) },
        Column("STATE") { $0.sealed.map { $0.isPaid ? "paid" : "sealed" } ?? "open" },
      ],
      json: { date in
        .fields([
          "pays": .date(date.payDate.pays), "label": .string(date.payDate.label),
          "cutOff": date.payDate.cutOff.plain, "locks": date.payDate.locks.plain,
          "hash": date.sealed.map { .string($0.hash) },
          "isPaid": date.sealed.map { .bool($0.isPaid) },
        ])
      })
  }
}

struct PayPreview: ControlCommand {
  static let signature = Signature(
    "pay preview", "Show what a pay date would mean if it were sealed now",
    details:
      "What is held back by a cap or for want of funds is shown too. Its last line says how to seal it.",
    parameters: [dayParameter], example: "pay preview 2026-12-18")
  private let day: CivilDate
  init(_ arguments: Arguments) throws(Failure) { day = try arguments.day(0) }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let preview = try session.office.preview(of: day)
    let settlement = preview.settlement
    let names = try session.read { records in
      let names = Names(records)
      return try settlement.lines.reduce(into: [PersonNumber: String]()) {
        $0[$1.person] = try names.name(PersonID($1.person.number))
      }
    }
    session.output.list(
      settlement.lines, none: "Nothing is due on \(day).",
      columns: [
        Column("PERSON", .flexible) { names[$0.person] ?? "" },
        Column("WHAT") { $0.kind.words },
        Column("FOR") { "\($0.lot.item.source.rawValue) \($0.lot.item.number)" },
        Column("DUE", .right) { "\($0.due)" }, Column("PAYS", .right) { "\($0.pays)" },
        Column("OVER CAP", .right) { $0.overCap == .zero ? "" : "\($0.overCap)" },
        Column("NO FUNDS", .right) { $0.overFunds == .zero ? "" : "\($0.overFunds)" },
        Column("REFUSED", .right) { $0.ineligible == .zero ? "" : "\($0.ineligible)" },
      ],
      json: { line in
        .fields([
          "person": .number(line.person.number), "item": .number(line.lot.item.number),
          "what": .string(line.kind.words), "due": .string(line.due.decimal),
          "pays": .string(line.pays.decimal), "overCap": .string(line.overCap.decimal),
          "overFunds": .string(line.overFunds.decimal),
          "ineligible": .string(line.ineligible.decimal), "lacksSalary": .bool(line.lacksSalary),
        ])
      })
    session.output.say(
      "In all: \(settlement.total) for \(Set(preview.file.rows.map(\.person)).count) people."
        + (settlement.fundsAfter.map { " The funds have \($0) left after it." } ?? ""))
    let waiting = settlement.lackingSalary
    if !waiting.isEmpty {
      let whom = waiting.map { "#\($0.number) \(names[$0] ?? "")" }.joined(separator: ", ")
      session.output.say(
        "HR's file has no salary for these, so that their lines wait for the next pay date: \(whom)"
      )
    }
    guard preview.file.problems.isEmpty else {
      session.output.say(
        "It can't be sealed, because it does not fit into payroll's file:\n"
          + preview.file.problems.map { "  \(Plainly.line($0.description))" }.joined(
            separator: "\n"))
      return
    }
    session.output.say("Seal it: rubricctl pay seal \(day) --shown \(preview.token)")
  }
}

struct PaySeal: ControlCommand {
  static let signature = Signature(
    "pay seal", "Seal a pay date as it was previewed",
    details:
      "What is in a sealed file is not changed any more: corrections go with the next one.",
    parameters: [dayParameter],
    options: [Option("--shown", "TOKEN", "What the preview ended with", isRequired: true)],
    example: "pay seal 2026-12-18 --shown 9f86d0…")
  private let day: CivilDate
  private let token: String

  init(_ arguments: Arguments) throws(Failure) {
    day = try arguments.day(0)
    token = arguments.required("--shown")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let (performed, file) = try session.office.sealPayDate(
      day, expecting: token, by: session.actor())
    session.tell(performed, "Sealed \(file.rows.count) lines, \(file.total) in all.")
    session.output.say("Write payroll's file: rubricctl pay file \(day) --to FILE")
  }
}

struct PayFile: ControlCommand {
  static let signature = Signature(
    "pay file", "Write payroll's file of a pay date that is sealed",
    parameters: [dayParameter],
    options: [
      Option("--to", "FILE", "Write there, in the place of what is there"),
      Option(
        "--anew", nil,
        "Make it anew where the sealed one is not kept any more: the same amounts, with today's names and numbers"
      ),
    ],
    example: "pay file 2026-12-18 --to december.csv")
  private let day: CivilDate
  private let to: String?
  private let isAnew: Bool

  init(_ arguments: Arguments) throws(Failure) {
    day = try arguments.day(0)
    to = arguments.text("--to")
    isAnew = arguments.has("--anew")
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let (bytes, isSealedOne) = try session.office.payrollFile(of: day)
    guard isSealedOne || isAnew else {
      throw Failure(
        .refused,
        "The sealed file is not kept any more, because somebody in it was erased. With --anew it is made from "
          + "the ledger: the same amounts, with today's names and numbers.")
    }
    try session.export(bytes, to: to)
  }
}

struct PayPaid: ControlCommand {
  static let signature = Signature(
    "pay paid", "Note that payroll has paid what was sealed for a day",
    parameters: [dayParameter], example: "pay paid 2026-12-18")
  private let day: CivilDate
  init(_ arguments: Arguments) throws(Failure) { day = try arguments.day(0) }
  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(.markPaid(day), "\(day) is paid.")
  }
}

struct PayResume: ControlCommand {
  static let signature = Signature(
    "pay resume", "Let pay dates be sealed again after a restore",
    details: """
      A backup from before a sealing does not know of it: sealed again, its amounts would be in a second file. Ask \
      payroll which files it has before this.
      """, example: "pay resume")
  init(_ arguments: Arguments) throws(Failure) {}
  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.office.resumeSealing()
    session.output.answer(.fields(["isPaused": false]), "Pay dates can be sealed again.")
  }
}

struct PayFunds: ControlCommand {
  static let signature = Signature(
    "pay funds", "Grant funds for the period of a day, or take some back",
    options: [
      Option("--grant", "AMOUNT", "So much more"), Option("--take", "AMOUNT", "So much less"),
      Option("--on", "DATE", "A day of the period (default: today)"), reasonOption,
    ], example: "pay funds --grant 25000.00 --reason \"Board of 14 July\"")
  private let amount: Money
  private let day: CivilDate?
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    amount = try arguments.change(more: "--grant", less: "--take")
    day = try arguments.date("--on")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    let today = try session.read { try session.times($0) }.zone.date(at: session.now())
    try session.perform(
      .grantFunds(amount, on: day ?? today, reason: reason), "The funds changed by \(amount).")
  }
}

struct PayHold: ControlCommand {
  static let signature = Signature(
    "pay hold", "Hold another amount for a proposal, whatever the cap",
    parameters: [
      Parameter("SUBMISSION", "The proposal"), Parameter("AMOUNT", "In dollars: 400.00"),
    ], options: [reasonOption],
    example: "pay hold 12 500.00 --reason \"Leads the pilot\"")
  private let id: Int64
  private let amount: Money
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    amount = try arguments.money(arguments[1], "AMOUNT")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .holdAmount(SubmissionID(id), amount, reason: reason), "\(amount) is held for it.")
  }
}

struct PayCorrect: ControlCommand {
  static let signature = Signature(
    "pay correct", "Pay more or less for something earned, with the next file",
    parameters: [Parameter("SUBMISSION", "What was earned")],
    options: [
      Option("--more", "AMOUNT", "So much more"), Option("--less", "AMOUNT", "So much less"),
      reasonOption,
    ], example: "pay correct 12 --less 58.33 --reason \"A month too many\"")
  private let id: Int64
  private let amount: Money
  private let reason: String

  init(_ arguments: Arguments) throws(Failure) {
    id = try arguments.number(0)
    amount = try arguments.change(more: "--more", less: "--less")
    reason = arguments.required("--reason")
  }

  var access: Access { .changing }

  func run(in session: Session) throws {
    try session.perform(
      .correctPay(SubmissionID(id), by: amount, reason: reason),
      "\(amount) goes with the next file.")
  }
}

struct PayStatement: ControlCommand {
  static let signature = Signature(
    "pay statement", "Show what somebody applied for, earned and was paid, entry by entry",
    details: "Each entry names the journal's entry and the decision that it rests on.",
    parameters: [Parameter("PERSON", "E-mail address, employee number or #NUMBER")],
    example: "pay statement rvale@example.org")
  private let named: String
  init(_ arguments: Arguments) throws(Failure) { named = arguments[0] }
  var access: Access { .reading }

  func run(in session: Session) throws {
    let person = try session.person(named)
    let times = try session.read { try session.times($0) }
    let today = times.zone.date(at: try session.now())
    session.output.list(
      try session.office.payStatement(of: person), none: "Nothing was applied for or earned.",
      columns: [
        Column("#", .right) { "\($0.entry.number)" },
        Column("AT") { times.at($0.entry.cause.at) }, Column("WHAT") { $0.entry.kind.name },
        Column("FOR") { line in
          line.entry.postings.lazy.compactMap(\.lot?.item).first.map {
            "\($0.source.rawValue) \($0.number)"
          } ?? ""
        }, Column("MOVED", .flexible) { $0.movedInWords },
        Column("JOURNAL", .right) { "\($0.entry.cause.journal)" },
        Column("DECISION", .right) { $0.entry.cause.decision.map { "\($0)" } ?? "" },
      ],
      json: { line in
        .fields([
          "entry": .number(line.entry.number), "at": line.entry.cause.at.plain,
          "kind": .string(line.entry.kind.name), "journal": .number(line.entry.cause.journal),
          "decision": line.entry.cause.decision.map(Plain.number),
          "policy": .integer(line.entry.policy),
          "moved": .map(
            line.moved.sorted { $0.key.rawValue < $1.key.rawValue }.map {
              Plain.Entry($0.key.rawValue, .string($0.value.decimal))
            }),
        ])
      })
    if let standing = try session.office.payStanding(of: person, on: today) {
      session.output.say(
        "\(standing.left) of \(standing.cap) is left for \(standing.period) "
          + "(\(standing.bracket)); more from \(standing.moreFrom).")
    }
  }
}

extension StatementLine {
  /// What it moved, the counterparts of each ring aside.
  fileprivate var movedInWords: String {
    let own = moved.filter {
      ![.counted, .earned].contains($0.key) && $0.key.ring != .funds && $0.value != .zero
    }
    return own.sorted { $0.key.rawValue < $1.key.rawValue }
      .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
  }
}
