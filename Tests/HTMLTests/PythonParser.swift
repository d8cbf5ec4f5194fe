import Foundation

/// What Python's `html.parser` sees in a page: the second opinion of these tests.
struct ParsedPage: Decodable, Equatable {
  /// A tag with its attributes, in the order in which they stand.
  struct Tag: Decodable, Equatable {
    var name: String
    var attributes: [[String?]]
  }

  var tags: [Tag]
  /// The text within each tag, by the tag's place in `tags`, without that of tags within.
  var texts: [String]
  var comments: [String]

  /// Parses pages, all in one run of the interpreter.
  static func parse(_ pages: [[UInt8]]) throws -> [ParsedPage] {
    let input = try JSONEncoder().encode(pages.map { Data($0) })
    return try JSONDecoder().decode([ParsedPage].self, from: run(script, input: input))
  }

  private static let script = #"""
    import base64, json, sys
    from html.parser import HTMLParser

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}

    class Page(HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.tags, self.texts, self.comments, self.open = [], [], [], []

        def handle_starttag(self, name, attributes):
            self.tags.append({"name": name, "attributes": [list(a) for a in attributes]})
            self.texts.append("")
            if name not in VOID:
                self.open.append((name, len(self.tags) - 1))

        def handle_endtag(self, name):
            assert self.open and self.open[-1][0] == name, f"stray </{name}>"
            self.open.pop()

        def handle_data(self, data):
            if self.open:
                self.texts[self.open[-1][1]] += data

        def handle_comment(self, data):
            self.comments.append(data)

    answers = []
    for encoded in json.load(sys.stdin):
        page = Page()
        page.feed(base64.b64decode(encoded).decode())
        page.close()
        assert not page.open, page.open
        answers.append({"tags": page.tags, "texts": page.texts, "comments": page.comments})
    json.dump(answers, sys.stdout)
    """#

  private static func run(_ script: String, input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(
      path: "rubricd-html-\(ProcessInfo.processInfo.globallyUniqueString)")
    try input.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-I", "-c", script]
    process.standardInput = try FileHandle(forReadingFrom: file)
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw ParserFailure() }
    return answer
  }
}

struct ParserFailure: Error {}
