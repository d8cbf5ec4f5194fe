import HTTPServer
import IntakeFormats
import Workflow

/// `/reports/:table`: a table of a report as CSV (RFC 4180), for a spreadsheet.
///
/// It begins with a byte order mark: without one, Excel reads names in the machine's own code page. What a
/// spreadsheet would take for a formula is defused.
enum ReportFile {
  static let pattern: StaticString = "/reports/:table"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    try visit.require(.office)
    let name = try call.text("table")
    guard name.hasSuffix(".csv"), let table = Report.Table(rawValue: String(name.dropLast(4)))
    else { throw HTTPProblem(.notFound, "no such table") }
    let report = try Report.read(call.request.query, visit)
    var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
    let writer = CSVWriter(formulas: .defused)
    for row in rows(table, report, visit.words) { writer.write(row, to: &bytes) }
    return HTTPResponse(.ok, type: .csv, bytes).with(cache: .never)
      .download(
        named: "\(table.rawValue)-\(report.wanted.stage.rawValue)-\(report.wanted.year).csv")
  }

  private static func rows(_ table: Report.Table, _ report: Report, _ words: Words) -> [[String]] {
    let groups: [Report.Group]
    switch table {
    case .turnaround:
      return [[words("reports.days"), words("reports.decided")]]
        + report.all.days.sorted { $0.key < $1.key }.map { ["\($0.key)", "\($0.value)"] }
    case .window: groups = report.windows
    case .school: groups = report.schools
    case .skill: groups = report.skills
    }
    let outcomes = Report.outcomes(report.wanted.stage)
    let head =
      [words("reports.name.\(table.rawValue)"), words("reports.decided")]
      + outcomes.map { words("office-outcome.\($0.rawValue)") }
      + [words("reports.half"), words("reports.in-time")]
    return [head]
      + groups.map { group in
        [group.name, "\(group.decided)"] + outcomes.map { "\(group.outcomes[$0] ?? 0)" }
          + ["\(group.median ?? 0)", "\(group.inTime)"]
      }
  }
}
