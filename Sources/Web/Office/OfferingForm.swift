import HTTPServer
import IntakeFormats
import Programs
import Store
import Workflow

/// What somebody typed of an offering, read by the very rules by which a catalog's file is read.
struct OfferingForm {
  /// A field, with the heading that it has in a file.
  enum Field: String, CaseIterable {
    case code, title, issuer, skills, hours, amount, leaders, summary, link

    var heading: String {
      switch self {
      case .code: "Code"
      case .title: "Title"
      case .issuer: "Issuer"
      case .skills: "Skills"
      case .hours: "Hours"
      case .amount: "Amount"
      case .leaders: "Leaders"
      case .summary: "Description"
      case .link: "Link"
      }
    }
  }

  var texts: [Field: String] = [:]
  var problems: [Field: String] = [:]
  /// What it says, if nothing is wrong with it.
  var facts: OfferingFacts?

  subscript(_ field: Field) -> String { texts[field] ?? "" }

  /// An empty one, for something new.
  init() {}

  /// An offering as it stands.
  init(_ offering: Offering, leaders numbers: [String]) {
    texts[.code] = offering.code
    texts[.title] = offering.title
    texts[.issuer] = offering.issuer
    texts[.skills] = Self.list(offering.skills)
    texts[.hours] = offering.hoursHundredths.map(Self.hours) ?? ""
    texts[.amount] = offering.cents.map { Money(cents: $0).decimal } ?? ""
    texts[.leaders] = Self.list(numbers)
    texts[.summary] = offering.summary
    texts[.link] = offering.link ?? ""
  }

  /// What was sent.
  ///
  /// - Parameters:
  ///   - form: The fields.
  ///   - code: The code of the offering that is changed; `nil` for a new one, which brings its own.
  ///   - isActive: Whether it can be chosen.
  ///   - words: Of the pages.
  /// - Throws: ``HTTPProblem`` for a row that the form's page could not have sent.
  init(
    _ form: FormData, code: String?, isActive: Bool, _ words: Words
  ) throws(HTTPProblem) {
    for field in Field.allCases { texts[field] = form[field.rawValue] ?? "" }
    if let code { texts[.code] = code }
    var cells = Field.allCases.map { HeadedCell(heading: $0.heading, text: self[$0]) }
    cells.append(HeadedCell(heading: "Active", text: isActive ? "yes" : "no"))
    let read: ReadRow<OfferingRow>
    do throws(FileProblem) {
      read = try CatalogFormat().read(cells, file: "the form")
    } catch {
      throw HTTPProblem(.badRequest, "an offering that no file could hold")
    }
    for problem in read.problems {
      guard let field = Field.allCases.first(where: { problem.column.contains($0.heading) })
      else { continue }
      problems[field] = words(
        "offering-form.expected", ["found": problem.found, "expected": problem.expected])
    }
    guard problems.isEmpty, let row = read.row else { return }
    facts = OfferingFacts(
      code: row.code, title: row.title, issuer: row.issuer ?? "", skills: row.skills,
      leaderNumbers: row.leaderNumbers, hoursHundredths: row.hoursHundredths, cents: row.cents,
      summary: row.summary ?? "", link: row.link, isActive: row.isActive)
  }

  /// The leaders' employee numbers, by which files and forms name them.
  static func leaders(of offering: Offering, in records: ReadRecords) throws -> [String] {
    try offering.leaders.compactMap { try records.person($0)?.details.value?.employeeNumber }
  }

  /// As a list is read again: a single entry that holds a comma ends in a semicolon.
  private static func list(_ entries: [String]) -> String {
    guard entries.count == 1, let only = entries.first, only.contains(",") else {
      return entries.joined(separator: "; ")
    }
    return only + ";"
  }

  /// `12.5`.
  private static func hours(_ hundredths: Int) -> String {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
