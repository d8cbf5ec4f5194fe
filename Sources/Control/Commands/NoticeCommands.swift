import CivilTime
import Documents
import Files
import Notices
import Office
import Programs
import Store
import Workflow

struct NoticeList: ControlCommand {
  static let signature = Signature(
    "notice list", "List what people are told: planned, mailed, merged, cancelled, suppressed",
    details: "Without options: what is planned, the first due first.",
    options: [
      Option("--state", "STATE", "planned, mailed, merged, cancelled, suppressed or failed"),
      Option("--person", "PERSON", "Only to this person"),
      Option("--window", "WINDOW", "Only about this window and what came in for it"),
      Option("--all", nil, "All, the latest first"),
      Option("--limit", "N", "Most rows (default 200)"),
      Option("--before", "NUMBER", "Only before this number: the next page"),
    ], example: "notice list --window 3")
  private let state: NoticeState?
  private let named: String?
  private let window: Int64?
  private let areAll: Bool
  private let limit: Int
  private let before: Int64

  init(_ arguments: Arguments) throws(Failure) {
    state = try arguments.choice("--state")
    named = arguments.text("--person")
    window = try arguments.number("--window")
    areAll = arguments.has("--all")
    limit = try arguments.limit()
    before = try arguments.number("--before") ?? .max
    if [state != nil, named != nil, window != nil, areAll].count(where: { $0 }) > 1 {
      throw .usage("Say one of --state, --person, --window and --all.")
    }
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let (rows, times) = try session.read { records in
      let names = Names(records)
      let rows = try notices(records).map { (notice: $0, name: try names.name($0.person)) }
      return (rows, try session.times(records))
    }
    session.output.list(
      rows, none: "No notices.",
      columns: [
        Column("#", .right) { "\($0.notice.id)" }, Column("DUE") { times.at($0.notice.due) },
        Column("NOTICE") { $0.notice.template }, Column("TO", .flexible) { $0.name },
        Column("ABOUT", .flexible) { "\($0.notice.aboutKind) \($0.notice.aboutID)" },
        Column("STATE") { row in
          row.notice.state.rawValue + (row.notice.reason.map { ": \($0)" } ?? "")
        },
      ],
      json: { row in
        .fields([
          "notice": .number(row.notice.id), "key": .string(row.notice.key),
          "name": .string(row.notice.template), "class": .string(row.notice.mailClass.rawValue),
          "person": .number(row.notice.person.number), "personName": .string(row.name),
          "aboutKind": .string(row.notice.aboutKind), "about": .number(row.notice.aboutID),
          "due": row.notice.due.plain, "notAfter": row.notice.notAfter?.plain,
          "state": .string(row.notice.state.rawValue),
          "reason": row.notice.reason.map(Plain.string), "mail": row.notice.mail.map(Plain.number),
        ])
      })
  }

  private func notices(_ records: ReadRecords) throws -> [Notice] {
    if let named {
      let person = try Session.person(named, in: records).id
      return try records.notices(.person(person), before: before, limit: limit)
    }
    if let window {
      let id = try records.theWindow(window).id
      return try records.notices(.window(id), before: before, limit: limit)
    }
    if let state { return try records.notices(.state(state), before: before, limit: limit) }
    if areAll { return try records.notices(.all, before: before, limit: limit) }
    return try records.dueNotices(at: .distantFuture, limit: limit)
  }
}

struct NoticePreview: ControlCommand {
  static let signature = Signature(
    "notice preview", "Print a notice as it looks with example values; without a name, list them",
    details: """
      A district's own wording lies in the data directory's folder texts/, in a file of the notice's name, \
      such as reminder-3d.txt. The preview takes it, and says what is wrong with it.
      """,
    parameters: [Parameter("NAME", "Which notice, such as reminder-3d", .optional)],
    options: [
      Option("--html", nil, "The HTML part, not the text"),
      Option("--source", nil, "The wording itself, to begin one's own with"),
    ], example: "notice preview not-yet")
  private let name: String?
  private let isHTML: Bool
  private let isSource: Bool

  init(_ arguments: Arguments) throws(Failure) {
    name = arguments.optional(0)
    isHTML = arguments.has("--html")
    isSource = arguments.has("--source")
    if name == nil, isHTML || isSource { throw .usage("NAME is missing.") }
  }

  var access: Access { .reading }

  func run(in session: Session) throws {
    let catalog = try TextsFolder.catalog(DistrictFolder(session.directory).files)
    guard let name else { return list(catalog, session) }
    let names = NoticeCatalog.builtInTexts.map(\.name.description)
    guard let template = NoticeCatalog.templateName(file: name) else {
      throw Failure(
        .noInput, "There is no notice \"\(Plainly.line(name))\".",
        hint: Suggestion.hint(for: name, among: names) ?? "rubricctl notice preview lists them.")
    }
    if isSource {
      return session.output.verbatim(try source(of: template, session))
    }
    let (zone, district) = try session.read { records in
      (try session.times(records).zone, try records.program()?.district)
    }
    let own = district.map { NoticeValues.office(of: $0) } ?? [:]
    let filled = try catalog.preview(template, in: zone, with: own)
    if isHTML, !session.output.isJSON {
      return session.output.verbatim(String(decoding: filled.html, as: UTF8.self))
    }
    session.output.answer(
      .fields([
        "name": .string("\(template)"), "subject": .string(filled.subject),
        "preheader": .string(filled.preheader), "replyTo": .string(filled.replyTo),
        "calendarSummary": filled.calendarSummary.map(Plain.string),
        "text": .string(filled.text),
        "html": .string(String(decoding: filled.html, as: UTF8.self)),
      ]), "Subject: \(filled.subject)", "Preview: \(filled.preheader)",
      "Reply-To: \(filled.replyTo)", "", filled.text)
  }

  private func list(_ catalog: NoticeCatalog, _ session: Session) {
    session.output.list(
      NoticeCatalog.builtInTexts.map(\.name), none: "",
      columns: [
        Column("NAME") { "\($0)" }, Column("TO") { NoticeText.named($0.notice).audience.rawValue },
        Column("CLASS") { NoticeText.named($0.notice).mailClass.rawValue },
        Column("WORDING") { catalog.overridden.contains($0) ? "your own" : "built in" },
      ],
      json: { name in
        .fields([
          "name": .string("\(name)"),
          "audience": .string(NoticeText.named(name.notice).audience.rawValue),
          "class": .string(NoticeText.named(name.notice).mailClass.rawValue),
          "isOwn": .bool(catalog.overridden.contains(name)),
        ])
      })
  }

  private func source(of name: TemplateName, _ session: Session) throws -> String {
    let own = "\(DataDirectory.texts)/\(name).txt"
    let files = DistrictFolder(session.directory).files
    if try files.exists(own) {
      return String(decoding: try files.read(own, limit: TextsFolder.bytesMax), as: UTF8.self)
    }
    return NoticeCatalog.builtInTexts.first { $0.name == name }?.text.source ?? ""
  }
}
