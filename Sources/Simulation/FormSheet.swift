import CivilTime
import IntakeFormats

/// The district's form, as its responses stand in the sheet that the form fills: one row a response, growing.
///
/// The export has the shape that the form service's sheets have: local time without a zone, checkboxes joined by
/// ", " where an option may itself hold a comma, links joined the same way, cells with line breaks and quotes.
struct FormSheet: Sendable {
  struct Response: Sendable {
    var at: CivilDateTime
    var email: String
    var title: String
    var skills: [String]
    var links: [String]
    var answers: [String]
  }

  private static let writer = CSVWriter(formulas: .asTheyAre)

  let name: String
  let answerHeadings: [String]
  /// The rows of all responses, as the sheet's export writes them.
  private var rows: [UInt8] = []
  private(set) var responseCount = 0
  /// Rows that were exported before; nothing new means no new export.
  var exported = 0

  init(name: String, answerHeadings: [String]) {
    self.name = name
    self.answerHeadings = answerHeadings
  }

  mutating func add(_ response: Response) {
    responseCount += 1
    Self.writer.write(
      [
        Self.timestamp(response.at), response.email, response.title,
        response.skills.joined(separator: ", "), response.links.joined(separator: ", "),
      ] + response.answers, to: &rows)
  }

  /// The sheet as a file.
  func export(titleHeading: String, skillsHeading: String, linksHeading: String) -> [UInt8] {
    var file: [UInt8] = []
    Self.writer.write(
      ["Timestamp", "Email Address", titleHeading, skillsHeading, linksHeading] + answerHeadings,
      to: &file)
    return file + rows
  }

  private static func timestamp(_ at: CivilDateTime) -> String {
    let minute = two(at.time.minute)
    let second = two(at.time.second)
    return "\(at.date.month)/\(at.date.day)/\(at.date.year) \(at.time.hour):\(minute):\(second)"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
