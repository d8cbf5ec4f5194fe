import Documents

/// How a column stands.
enum Manner {
  case left
  case right
  /// On the left, and cut first when the line is too long for the terminal.
  case flexible
}

/// A column of a list.
struct Column<Row> {
  let title: String
  let manner: Manner
  let text: (Row) -> String

  init(_ title: String, _ manner: Manner = .left, _ text: @escaping (Row) -> String) {
    self.title = title
    self.manner = manner
    self.text = text
  }
}

/// Tells what was asked: as a table or in lines for people, or as JSON.
struct Output {
  let isJSON: Bool
  let columns: Int?
  private let write: (String) -> Void

  init(isJSON: Bool, columns: Int?, write: @escaping (String) -> Void) {
    self.isJSON = isJSON
    self.columns = columns
    self.write = write
  }

  /// A line for people; JSON leaves it out.
  func say(_ line: String) {
    if !isJSON { write(Plainly.paragraphs(line) + "\n") }
  }

  /// One object as JSON; people read the lines instead.
  func answer(_ object: Plain, _ lines: String...) {
    if isJSON {
      write(JSONText.write(object) + "\n")
    } else {
      for line in lines { say(line) }
    }
  }

  /// Something that is what it is, such as an exported file: written unchanged.
  func verbatim(_ text: String) {
    write(text)
  }

  /// A list: aligned columns for people, one object a line as JSON.
  ///
  /// - Parameters:
  ///   - rows: What to list.
  ///   - none: What people read when there is nothing.
  ///   - columns: The columns, from the left.
  ///   - json: A row as an object.
  func list<Row>(
    _ rows: [Row], none: String, columns: [Column<Row>], json: (Row) -> Plain
  ) {
    if isJSON {
      for row in rows { write(JSONText.write(json(row)) + "\n") }
      return
    }
    guard !rows.isEmpty else { return say(none) }
    let cells = rows.map { row in columns.map { Plainly.line($0.text(row)) } }
    var widths = columns.indices.map { place in
      max(columns[place].title.count, cells.map { $0[place].count }.max() ?? 0)
    }
    fit(&widths, manners: columns.map(\.manner), titles: columns.map(\.title.count))
    var text = line(columns.map(\.title), widths, columns.map(\.manner))
    for row in cells { text += line(row, widths, columns.map(\.manner)) }
    write(text)
  }

  /// Facts about one thing, a name and a value each; a value of several lines goes on below itself.
  func facts(_ facts: [(name: String, value: String)], json: Plain) {
    if isJSON { return write(JSONText.write(json) + "\n") }
    let shown = facts.filter { !$0.value.isEmpty }
    let width = (shown.map(\.name.count).max() ?? 0) + 2
    var text = ""
    for (name, value) in shown {
      let lines = Plainly.paragraphs(value).split(
        separator: "\n", omittingEmptySubsequences: false)
      for (place, line) in lines.enumerated() {
        let left = place == 0 ? name : ""
        text += left + String(repeating: " ", count: width - left.count) + line + "\n"
      }
    }
    write(text)
  }

  /// Takes from flexible columns what is too much for the terminal.
  private func fit(_ widths: inout [Int], manners: [Manner], titles: [Int]) {
    guard let columns else { return }
    while widths.reduce(0, +) + 2 * (widths.count - 1) > columns {
      let flexible = widths.indices.filter {
        manners[$0] == .flexible && widths[$0] > max(8, titles[$0])
      }
      guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
    }
  }

  private func line(
    _ cells: [String], _ widths: [Int], _ manners: [Manner]
  ) -> String {
    var line = ""
    for (place, cell) in cells.enumerated() {
      let shown = Plainly.cut(cell, to: widths[place])
      let padding = String(repeating: " ", count: widths[place] - shown.count)
      if place > 0 { line += "  " }
      line += manners[place] == .right ? padding + shown : shown + padding
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
