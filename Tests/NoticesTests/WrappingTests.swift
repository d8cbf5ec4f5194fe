import CivilTime
import Foundation
import Notices
import Testing

@Suite struct `Plain text` {
  /// Python's `textwrap` as the oracle: joins the flowing lines of each paragraph, keeps indented
  /// lines and lone placeholders, binds times and days, and wraps at 72 columns.
  private static let oracle = #"""
    import json, re, sys, textwrap
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    def emit(line):
      listed = r"\s*(\d+\. |[A-Z][\w -]*:\s+)?" if line[0] == " " else r"(\d+\. )?"
      label = re.match(listed, line)[0]
      line = re.sub(r"(\d) (AM|PM)\b", "\\1\xa0\\2", line)
      line = re.sub("(" + months + r") (\d)", "\\1\xa0\\2", line)
      wrapped = textwrap.wrap(line, 72, subsequent_indent=" " * len(label),
        break_long_words=False, break_on_hyphens=False)
      return [part.replace("\xa0", " ") for part in wrapped]
    def fill(line, values):
      return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], line)
    def lines(body, values):
      out = []
      for paragraph in body.split("\n\n"):
        run = []
        for line in paragraph.split("\n") + [None]:
          own = line is None or line.startswith(" ") or re.fullmatch(r"\{\w+\}", line)
          if own and run:
            out += emit(fill(" ".join(run), values)); run = []
          if line is None: continue
          if line == "{link}": out.append(values["link"])
          elif own: out += emit(fill(line, values))
          else: run.append(line)
        out.append("")
      return out[:-1]
    cases, values = json.load(sys.stdin)
    json.dump([lines(body, values) for body in cases], sys.stdout)
    """#

  private static let values = [
    "title": "Podcasts, posters and sixty-two other ways to show what a class has learned",
    "credit_range": "3 to 5 credits", "first_name": "Maximiliana-Theodora",
    "link": "https://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A",
    "office_name": "Office of Teaching and Learning", "office_phone": "555-0142",
    "district_name": "Maple Hollow School District",
    "upload_by_line": "Please do it by Friday, May 28, so that it counts at 4:00 PM.",
  ]

  private static func body(_ numbers: inout SeededNumbers) -> String {
    let words = [
      "a", "we", "the", "proposal", "evidence,", "well-known", "October 30,", "11:59 PM", "May",
      "4:00 PM (Central Time).", "May 1", "{title}", "{credit_range}", "{first_name}", "PM", "7",
      "extraordinarily-long-compound-words-that-nobody-breaks-at-their-many-hyphens-at-all-ever",
      "$30,250.00", "12 AMPERE", "3 PM.", "in two  or", "September 2026", "know",
    ]
    var paragraphs = ["{upload_by_line}", "Upload it:\n{link}"]
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      var lines: [String] = []
      for _ in 0..<Int.random(in: 1...5, using: &numbers) {
        let count = Int.random(in: 1...14, using: &numbers)
        let line = (0..<count).map { _ in words.randomElement(using: &numbers) ?? "a" }
          .joined(separator: " ")
        switch Int.random(in: 0..<6, using: &numbers) {
        case 0: lines.append("  Where:   " + line)
        case 1: lines.append("   " + line)
        case 2: lines.append("{title}")
        default: lines.append(line)
        }
      }
      if Int.random(in: 0..<4, using: &numbers) == 0, !lines[0].hasPrefix(" ") {
        lines[0] = "12. " + lines[0]
      }
      paragraphs.append(lines.joined(separator: "\n"))
    }
    paragraphs.append("{office_name}\n{district_name}, {office_phone}")
    return paragraphs.joined(separator: "\n\n")
  }

  @Test func `is wrapped as Python wraps it`() throws {
    var numbers = SeededNumbers(seed: 1976)
    let bodies = (0..<120).map { _ in Self.body(&numbers) }
    let expected = try Self.ask(bodies)
    #expect(expected.count == bodies.count)
    let name = TemplateName(.certificateInvited)
    let wording = try MapleHollow.wording(sent: "2026-12-11T07:00")
    var values = NoticeCatalog.examples(of: name, wording)
    for (key, value) in Self.values { values[key] = .text(value) }
    values["upload_by_line"] = .block([.line(Self.values["upload_by_line"] ?? "")])
    for (body, lines) in zip(bodies, expected) {
      let source = """
        Subject: One step left: credit
        Preheader: Upload your badge or certificate. It takes two minutes.
        Reply-To: {office_email}

        \(body)
        """
      let template = try Template(source, file: "certificate-invited.txt", for: name)
      let filled = try MapleHollow.catalog().overriding(with: [template]).fill(
        name, with: values, wording)
      #expect(filled.lines.map(String.init) == lines, "\(body)")
    }
  }

  /// Runs the oracle on all bodies at once.
  private static func ask(_ bodies: [String]) throws -> [[String]] {
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", oracle]
    let input = Pipe()
    let output = Pipe()
    python.standardInput = input
    python.standardOutput = output
    try python.run()
    let question = try JSONSerialization.data(withJSONObject: [bodies, values])
    // The oracle reads everything before it answers, so neither side waits for the other.
    try input.fileHandleForWriting.write(contentsOf: question)
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0)
    return try JSONDecoder().decode([[String]].self, from: answer)
  }

  @Test func `hangs lists by their indent, with a blank line between items that have details`()
    throws
  {
    let title = "A title that is long enough to need a second line, because it does not end here"
    let filled = try MapleHollow.preview(
      TemplateName(.assignment),
      with: [
        "submission_lines": .block([
          .submission(title, person: "Maya Alder", school: "Birch Elementary", fields: .yours([])),
          .submission("Podcasts", person: nil, school: nil, fields: .outside(["media", "STEM"])),
        ])
      ])
    #expect(
      filled.text.contains(
        """


        1. A title that is long enough to need a second line, because it does
           not end here
           Maya Alder, Birch Elementary

        2. Podcasts
           Outside your fields: media, STEM


        """))
  }

  @Test func `numbers items of one line without blank lines`() throws {
    let filled = try MapleHollow.preview(
      TemplateName(.returned),
      with: ["missing_lines": .block([.emptyPart("Your learning"), .deadLink(in: "Samples")])])
    #expect(
      filled.text.contains(
        """


        1. Your learning: nothing was handed in here.
        2. Samples: the link leads to no page. Check the address, or upload the
           file.


        """))
  }
}
