/// The kinds of file that can be dropped into the intake folder.
public enum FileKind: Hashable, Sendable, CustomStringConvertible {
  case people
  case evaluators
  case catalog
  case opening
  /// Days off as a table.
  case calendarTable
  /// Days off as iCalendar.
  case iCalendar
  /// Responses to the form of that name.
  case form(String)
  /// A OneRoster export as a zip file.
  case oneRosterZip
  /// One file of a OneRoster export, which is read together with its manifest and the others.
  case oneRosterFile

  public var description: String {
    switch self {
    case .people: "people"
    case .evaluators: "evaluators"
    case .catalog: "catalog"
    case .opening: "opening"
    case .calendarTable, .iCalendar: "calendar"
    case .form(let name): "form \(name)"
    case .oneRosterZip, .oneRosterFile: "OneRoster"
    }
  }

  /// Words in a file's name that decide where its headings do not.
  var nameHints: [String] {
    switch self {
    case .people: ["people", "staff", "employees"]
    case .evaluators: ["evaluator"]
    case .catalog: ["catalog", "offering"]
    case .opening: ["opening"]
    case .calendarTable, .iCalendar: ["calendar", "holiday"]
    case .form(let name): [name.lowercased()]
    case .oneRosterZip, .oneRosterFile: ["oneroster"]
    }
  }
}

/// Says what kind a file is, from its name's ending and its first bytes.
///
/// A table is of the kind whose required columns it has; of several, of the one that finds most of
/// its columns in it; among equals the file's name decides, if it says "people", "evaluators",
/// "catalog", "opening", "calendar" or a form's name. A form that says by what it is recognized,
/// and whose columns are there, comes before all others.
public struct Sniffer: Sendable {
  private let kinds: [(kind: FileKind, mapping: ColumnMapping)]
  private let forms: [FormFormat]

  private static let oneRoster: [ColumnMapping] = [
    ColumnMapping([Column("propertyName", [], .required), Column("value", [], .required)]),
    ColumnMapping([
      Column("sourcedId", [], .required), Column("status", [], .required),
      Column("dateLastModified", ["dataLastModified"], .required),
    ]),
  ]

  /// Makes a sniffer that knows a district's own headings.
  ///
  /// - Parameters:
  ///   - people: The headings of files of people.
  ///   - evaluators: The headings of files of evaluators.
  ///   - catalog: The headings of catalogs.
  ///   - opening: The headings of opening files.
  ///   - calendar: The headings of tables of days off.
  ///   - forms: The program's forms.
  public init(
    people: ColumnMapping = PeopleFormat.standardMapping,
    evaluators: ColumnMapping = EvaluatorsFormat.standardMapping,
    catalog: ColumnMapping = CatalogFormat.standardMapping,
    opening: ColumnMapping = OpeningFormat.standardMapping,
    calendar: ColumnMapping = CalendarFormat.standardMapping, forms: [FormFormat] = []
  ) {
    self.forms = forms
    kinds =
      [
        (.people, people), (.evaluators, evaluators), (.catalog, catalog), (.opening, opening),
        (.calendarTable, calendar),
      ] + forms.map { (.form($0.name), $0.mapping) }
  }

  /// How many bytes of a file to give: its headings lie within them.
  public static let headBytes = 64 << 10

  /// Says what a file is.
  ///
  /// - Parameters:
  ///   - file: Its name.
  ///   - head: Its first `headBytes` bytes, or all of it if it is shorter.
  /// - Returns: Its kind. A zip file is taken for a OneRoster export; whether it is one shows when
  ///   it is read.
  /// - Throws: ``FileProblem`` when it is no text, or no known kind has such columns; it lists what
  ///   was found and what was expected.
  public func kind(of file: String, head: [UInt8]) throws(FileProblem) -> FileKind {
    if head.starts(with: [0x50, 0x4B]), file.lowercased().hasSuffix(".zip") {
      return .oneRosterZip
    }
    var decoder = TextDecoder(file: file)
    var text: [UInt8] = []
    try decoder.decode(head, into: &text)
    // A file of this length may be cut within a character; a shorter one is all there.
    if head.count < Self.headBytes { try decoder.finish(into: &text) }
    if text[...].trimmed.prefix(15).isASCII("BEGIN:VCALENDAR") { return .iCalendar }
    return try kind(of: file, heading: heading(text, file: file))
  }

  private func heading(_ text: [UInt8], file: String) throws(FileProblem) -> CSVRecord {
    var reader = CSVReader(file: file)
    reader.append(text)
    reader.finish()
    while let record = try reader.next() {
      if !record.isBlank { return record }
    }
    throw FileProblem(
      file: file, .empty, found: "nothing but blank rows, or nothing at all",
      expected: "a row of headings, and rows under it")
  }

  private func kind(of file: String, heading: CSVRecord) throws(FileProblem) -> FileKind {
    let fitting: [(kind: FileKind, columns: Int)] = kinds.compactMap { kind, mapping in
      Table.columnCount(of: heading, mapping: mapping).map { (kind, $0) }
    }
    let recognized = fitting.filter { isRecognized($0.kind, heading, file: file) }
    if recognized.count == 1 { return recognized[0].kind }
    if fitting.isEmpty, isOneRoster(heading, file: file) { return .oneRosterFile }
    if let most = fitting.map(\.columns).max() {
      let best = fitting.filter { $0.columns == most }.map(\.kind)
      let name = file.lowercased()
      let named = best.filter { $0.nameHints.contains { name.contains($0) } }
      if best.count == 1 { return best[0] }
      if named.count == 1 { return named[0] }
      let names = best.map(\.description).joined(separator: " or ")
      throw FileProblem(
        file: file, .unknownKind, at: Place(row: heading.row, line: heading.line),
        found: "columns that fit \(names)", expected: "a file name that says which of them")
    }
    if let (kind, problem) = nearest(to: heading, file: file) {
      throw FileProblem(
        file: file, .unknownKind, at: problem.place, found: problem.found,
        expected: "for a file of the kind “\(kind)” \(problem.expected)")
    }
    let wanted = kinds.map { kind, mapping in
      "\(kind): "
        + Table.missing(mapping, mapping.columns.map { _ in nil })
        .map { $0.map { "“\($0.headings.first ?? $0.field)”" }.joined(separator: " or ") }
        .joined(separator: ", ")
    }
    throw FileProblem(
      file: file, .unknownKind, at: Place(row: heading.row, line: heading.line),
      found: "the columns "
        + Table.list((0..<heading.count).map { CellValues.text(heading[$0].trimmed) }),
      expected: "those of one kind of file; " + wanted.joined(separator: "; "))
  }

  /// The kind that a file comes nearest to without being one, and what keeps it from that.
  private func nearest(
    to heading: CSVRecord, file: String
  ) -> (kind: FileKind, problem: FileProblem)? {
    var nearest: (kind: FileKind, problem: FileProblem)?
    var most = 0.49
    for (kind, mapping) in kinds {
      let share = Self.requiredShare(heading, mapping: mapping)
      guard share > most else { continue }
      do throws(FileProblem) {
        _ = try Table(heading, mapping: mapping, file: file)
      } catch {
        nearest = (kind, error)
        most = share
      }
    }
    return nearest
  }

  private func isRecognized(_ kind: FileKind, _ heading: CSVRecord, file: String) -> Bool {
    guard case .form(let name) = kind,
      let sign = forms.first(where: { $0.name == name })?.recognizedBy, !sign.isEmpty
    else { return false }
    let key = ColumnMapping.key(sign)
    return file.lowercased().contains(sign.lowercased())
      || (0..<heading.count).contains { ColumnMapping.key(CellValues.text(heading[$0])) == key }
  }

  private func isOneRoster(_ heading: CSVRecord, file: String) -> Bool {
    Self.oneRoster.contains { mapping in
      (try? Table(heading, mapping: mapping, file: file)) != nil
    }
  }

  /// Which share of the required columns and groups a heading has.
  private static func requiredShare(_ heading: CSVRecord, mapping: ColumnMapping) -> Double {
    let keys = Set((0..<heading.count).map { ColumnMapping.key(CellValues.text(heading[$0])) })
    let cells: [Int?] = mapping.columns.map { column in
      (column.headings + [column.field]).contains { keys.contains(ColumnMapping.key($0)) } ? 0 : nil
    }
    let all = Table.missing(mapping, mapping.columns.map { _ in nil }).count
    return all == 0 ? 0 : 1 - Double(Table.missing(mapping, cells).count) / Double(all)
  }
}
