import Foundation

/// What Python's `email` package reads in a message: the second opinion of these tests.
struct ReadMessage: Decodable {
  struct Part: Decodable {
    var type: String
    var parameters: [String: String]
    var disposition: String?
    var fileName: String?
    var contentID: String?
    var encoding: String
    /// Decoded; of text, with LF.
    var text: String?
    var bytes: Data?
    /// The ids of the multiparts around it, outermost first.
    var path: [String]
  }

  struct Person: Decodable, Equatable {
    var name: String
    var address: String
  }

  var headers: [String: String]
  var from: [Person]
  var replyTo: [Person]
  var to: [Person]
  /// Of every part and header; a message that keeps the rules has none.
  var defects: [String]
  var parts: [Part]

  /// Reads messages, all in one run of the interpreter.
  static func read(_ messages: [[UInt8]]) throws -> [ReadMessage] {
    let input = try JSONEncoder().encode(messages.map { Data($0) })
    return try JSONDecoder().decode([ReadMessage].self, from: Python.run(script, input: input))
  }

  static func read(_ message: [UInt8]) throws -> ReadMessage {
    guard let read = try read([message]).first else { throw PythonFailure(words: "no answer") }
    return read
  }

  private static let script = #"""
    import base64, email, email.policy, json, sys

    def people(header):
        if header is None:
            return []
        return [{"name": a.display_name, "address": a.addr_spec} for a in header.addresses]

    def defects_of(part):
        found = [repr(d) for d in part.defects]
        for value in part.values():
            found += [repr(d) for d in getattr(value, "defects", [])]
        return found

    def walk(part, path, parts, defects):
        defects += defects_of(part)
        if part.is_multipart():
            for inner in part.iter_parts():
                walk(inner, path + [part.get_content_type()], parts, defects)
            return
        content = part.get_content()
        defects += defects_of(part)
        is_text = isinstance(content, str)
        parts.append({
            "type": part.get_content_type(),
            "parameters": dict(part["Content-Type"].params),
            "disposition": part.get_content_disposition(),
            "fileName": part.get_filename(),
            "contentID": part["Content-ID"],
            "encoding": str(part["Content-Transfer-Encoding"]),
            "text": content.replace("\r\n", "\n") if is_text else None,
            "bytes": None if is_text else base64.b64encode(content).decode(),
            "path": path,
        })

    answers = []
    for encoded in json.load(sys.stdin):
        message = email.message_from_bytes(base64.b64decode(encoded), policy=email.policy.default)
        parts, defects = [], []
        walk(message, [], parts, defects)
        answers.append({
            "headers": {k: str(v) for k, v in message.items()},
            "from": people(message["From"]),
            "replyTo": people(message["Reply-To"]),
            "to": people(message["To"]),
            "defects": defects,
            "parts": parts,
        })
    json.dump(answers, sys.stdout)
    """#
}

/// Runs the system's Python 3 with a script and an input.
enum Python {
  static func run(_ script: String, input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory
    let file = folder.appending(
      path: "rubricd-mail-\(ProcessInfo.processInfo.globallyUniqueString)")
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
    guard process.terminationStatus == 0 else {
      throw PythonFailure(words: "exit \(process.terminationStatus)")
    }
    return answer
  }
}

extension Python {
  /// Runs a program, and gives what it prints.
  static func program(_ path: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-I", path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw PythonFailure(words: "exit \(process.terminationStatus)")
    }
    return answer
  }

  /// Runs a script over lines, and gives the lines that it prints.
  static func lines(_ script: String, input: [String]) throws -> [String] {
    let answer = try run(script, input: Data(input.joined(separator: "\n").utf8))
    return String(decoding: answer, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

struct PythonFailure: Error {
  var words: String
}
