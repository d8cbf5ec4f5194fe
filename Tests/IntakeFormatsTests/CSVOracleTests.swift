import Foundation
import IntakeFormats
import Testing

/// A table for Python to compare: the same rows, and how we wrote them.
private struct Case: Codable {
  var separator: String
  var rows: [[String]]
  var text: String
}

/// What Python made of it.
private struct Answer: Codable {
  /// What Python's reader makes of our text.
  var read: [[String]]
  /// What Python's writer makes of the rows, in three ways.
  var written: [String]
}

@Suite struct `Python's csv module` {
  private static let alphabet = [
    "a", "B", "é", "“", "😀", " ", ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "=", "'", "0",
  ]

  @Test func `reads what we write, and writes what we read`() throws {
    var random = Seeded(20_260_927)
    var cases: [Case] = []
    for _ in 0..<400 {
      let separator = Separator.allCases[random.below(3)]
      let width = 1 + random.below(6)
      var rows: [[String]] = []
      for _ in 0..<(1 + random.below(8)) {
        rows.append(
          (0..<width).map { _ in
            (0..<random.below(7)).map { _ in Self.alphabet[random.below(Self.alphabet.count)] }
              .joined()
          })
      }
      var bytes: [UInt8] = []
      let writer = CSVWriter(separator: separator, formulas: .asTheyAre)
      for row in rows { writer.write(row, to: &bytes) }
      cases.append(
        Case(
          separator: String(UnicodeScalar(separator.rawValue)), rows: rows,
          text: String(decoding: bytes, as: UTF8.self)))
    }
    let script = """
      import sys, json, csv, io
      answers = []
      for case in json.load(open(sys.argv[1])):
          separator = case["separator"]
          read = list(csv.reader(io.StringIO(case["text"], newline=""), delimiter=separator))
          written = []
          for quoting, end in ((csv.QUOTE_MINIMAL, "\\r\\n"), (csv.QUOTE_ALL, "\\n"), (csv.QUOTE_ALL, "\\r")):
              out = io.StringIO(newline="")
              csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end).writerows(case["rows"])
              written.append(out.getvalue())
          answers.append({"read": read, "written": written})
      json.dump(answers, open(sys.argv[2], "w"))
      """
    let input = Array(try JSONEncoder().encode(cases))
    let output = try python(script, input: input)
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output))
    #expect(answers.count == cases.count)
    for (number, (table, answer)) in zip(cases, answers).enumerated() {
      #expect(answer.read == table.rows, "table \(number)")
      let separator = Separator(rawValue: table.separator.utf8.first ?? 0)
      for text in answer.written + [table.text] {
        let ours = try records(Array(text.utf8), piece: 1 + number % 50, separator: separator)
        #expect(ours.map(\.texts) == table.rows, "table \(number)")
      }
    }
  }

  @Test func `reads untidy text as we do`() throws {
    var random = Seeded(7)
    let signs = ["a", "\"", "\"", ",", ",", "\n", "\r", "\r\n", " "]
    let texts = (0..<1_000).map { _ in
      (0..<(1 + random.below(14))).map { _ in signs[random.below(signs.count)] }.joined()
    }
    // A text that we take for cut off is compared with the quotation mark that it lacks.
    var compared: [String] = []
    for text in texts {
      do throws(FileProblem) {
        _ = try records(Array(text.utf8), separator: .comma)
        compared.append(text)
      } catch {
        #expect(error.kind == .cutOff)
        compared.append(text + "\"")
      }
    }
    let script = """
      import sys, json, csv, io
      texts = json.load(open(sys.argv[1]))
      read = [[row or [""] for row in csv.reader(io.StringIO(text, newline=""))] for text in texts]
      json.dump(read, open(sys.argv[2], "w"))
      """
    let output = try python(script, input: Array(try JSONEncoder().encode(compared)))
    let read = try JSONDecoder().decode([[[String]]].self, from: Data(output))
    #expect(read.count == compared.count)
    for (text, rows) in zip(compared, read) {
      let ours = try records(Array(text.utf8), separator: .comma)
      #expect(ours.map(\.texts) == rows, "\(text.debugDescription)")
    }
  }
}
