import Crypto
import Glibc
import Synchronization
import Testing

/// A browser of a few lines, at a daemon's socket: it can hang up at any byte.
struct PagesClient {
  let port: UInt16
  /// What it was given at signing in.
  private(set) var secret: String?

  init(_ port: UInt16) { self.port = port }

  struct NoAnswer: Error {}

  struct Answer {
    var status: Int
    var head: String
    var body: String

    func header(_ name: String) -> String? {
      let line = head.split(separator: "\r\n").first {
        $0.lowercased().hasPrefix(name.lowercased() + ": ")
      }
      return line.map { String($0.dropFirst(name.count + 2)) }
    }
    var location: String? { header("Location") }
    /// Its words without tags.
    var text: String {
      body.split(separator: "<").map { $0.drop { $0 != ">" }.dropFirst() }.joined(separator: " ")
        .replacing("\u{A0}", with: " ").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
    }

    fileprivate init(_ bytes: [UInt8]) throws {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let end = text.firstRange(of: "\r\n\r\n"), let status = Int(text.dropFirst(9).prefix(3))
      else { throw NoAnswer() }
      self.status = status
      head = String(text[..<end.lowerBound])
      body = String(text[end.upperBound...])
    }
  }

  // MARK: What a browser does

  func get(_ path: String) throws -> Answer { try answer(to: request("GET", path)) }

  func post(_ path: String, _ fields: [(String, String)] = []) throws -> Answer {
    try answer(to: form(path, fields))
  }

  /// Presses the button of a link, and is somebody from then on.
  mutating func signIn(_ path: String) throws {
    let pressed = try post(path)
    let cookie = try #require(pressed.header("Set-Cookie"))
    secret = String(
      try #require(cookie.split(separator: "=").dropFirst().first).prefix { $0 != ";" })
  }

  // MARK: Its requests, byte by byte

  func form(_ path: String, _ fields: [(String, String)] = []) -> [UInt8] {
    let body = (fields + [("token", token)])
      .map { "\($0)=\($1.replacing(" ", with: "+"))" }.joined(separator: "&")
    return request(
      "POST", path, ["Content-Type: application/x-www-form-urlencoded"], Array(body.utf8))
  }

  /// A form with a file.
  func upload(
    _ path: String, _ fields: [(String, String)],
    file: (field: String, name: String, bytes: [UInt8])
  ) -> [UInt8] {
    let mark = "----rubricdTest"
    var body: [UInt8] = []
    for (name, value) in fields + [("token", token)] {
      body += Array(
        "--\(mark)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    let head =
      "--\(mark)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; "
      + "filename=\"\(file.name)\"\r\nContent-Type: video/mp4\r\n\r\n"
    body += Array(head.utf8) + file.bytes + Array("\r\n--\(mark)--\r\n".utf8)
    return request("POST", path, ["Content-Type: multipart/form-data; boundary=\(mark)"], body)
  }

  func request(
    _ method: String, _ path: String, _ fields: [String] = [], _ body: [UInt8] = [],
    host: String = "localhost"
  ) -> [UInt8] {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + fields
    if let secret { lines.append("Cookie: __Host-rubricd=\(secret)") }
    if method == "POST" { lines.append("Content-Length: \(body.count)") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  private var token: String {
    secret.map { String(SHA256.hash(Array("form:\($0)".utf8)).hex.prefix(32)) } ?? ""
  }

  // MARK: Sockets

  /// Sends bytes and waits for what comes.
  func answer(to bytes: [UInt8]) throws -> Answer {
    let line = try Line(port)
    try line.send(bytes)
    return try Answer(line.rest())
  }

  /// A connection, closed with its last use.
  final class Line {
    private let descriptor: Int32

    init(_ port: UInt16) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = loopback(port)
      let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      guard isConnected else { throw NoAnswer() }
    }

    deinit { _ = close(descriptor) }

    func send(_ bytes: [UInt8]) throws {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes {
          unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { throw NoAnswer() }
        rest = rest.dropFirst(count)
      }
    }

    func rest() throws -> [UInt8] {
      var all: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = unsafe recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else { return all }
        all += piece.prefix(count)
      }
    }
  }
}

/// An address on this machine.
func loopback(_ port: UInt16) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}

/// A socket that listens at a port; none where somebody has it.
func listening(at port: UInt16) -> Int32? {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var address = loopback(port)
  let isBound = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
  if isBound, listen(descriptor, 8) == 0 { return descriptor }
  _ = close(descriptor)
  return nil
}

/// Ports for servers of tests.
enum Ports {
  private static let given = Mutex(0)

  /// A port that nobody listens at, and that nobody is given.
  ///
  /// It lies below those that the system gives to clients (32768 and up): one of these could be somebody's before the
  /// server that it is for has begun. Each process of tests begins somewhere else.
  static func free() -> UInt16 {
    while true {
      let number = given.withLock { count in
        count += 1
        return count
      }
      let port = UInt16(20_000 + (Int(getpid()) * 31 + number) % 12_000)
      if let descriptor = listening(at: port) {
        _ = close(descriptor)
        return port
      }
    }
  }
}
