import Control
import Foundation
import Glibc
import Testing

/// The daemon's own pages, over a real socket; what is on them is WebTests' affair.
@Suite struct `A daemon with pages` {
  @Test func `serves them from its start to its end, and its figures to this machine`() throws {
    let district = try MapleHollow(by: SystemClock())
    let port = try freePort()
    try """
    { format: 1, publicAddress: "https://credentials.example.org",
      listen: { address: "127.0.0.1", port: \(port), proxies: ["127.0.0.1"] } }
    """.write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(eventually { (try? ask("/healthz", port))?.contains("ok") ?? false })
    let start = try ask("/", port)
    #expect(start.hasPrefix("HTTP/1.1 200") && start.contains("Sign in"))
    #expect(start.contains("Content-Security-Policy: default-src 'none'"))
    #expect(try ask("/metrics", port).contains("rubricd_journal_entries"))
    // To somebody behind the proxy they are not there.
    #expect(
      try ask("/metrics", port, "X-Forwarded-For: 192.0.2.7\r\n").hasPrefix("HTTP/1.1 404"))
    #expect(try ask("/", port, host: "elsewhere.example").hasPrefix("HTTP/1.1 421"))
    daemon.send(SIGTERM)
    #expect(daemon.end() == 0)
    #expect(throws: NoAnswer.self) { try ask("/", port) }
  }

  @Test func `says what is wrong when its address is somebody else's, and exits 78`() throws {
    let district = try MapleHollow(by: SystemClock())
    let (taken, port) = try listening()
    defer { _ = close(taken) }
    try "{ format: 1, publicAddress: 'https://a.example.org', listen: { port: \(port) } }".write(
      toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
    let daemon = try RunningDaemon(["--data", district.path])
    #expect(daemon.end() == 78)
    #expect(daemon.log().contains("listen: 127.0.0.1, port \(port)"))
  }

  // MARK: A client of a few lines

  private struct NoAnswer: Error {}

  private func ask(
    _ path: String, _ port: UInt16, _ fields: String = "", host: String = "localhost"
  ) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { _ = close(descriptor) }
    var address = loopback(port)
    let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { throw NoAnswer() }
    let request = Array(
      "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(fields)Connection: close\r\n\r\n".utf8)
    guard unsafe send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) > 0 else {
      throw NoAnswer()
    }
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = unsafe recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { break }
      answer += piece.prefix(count)
    }
    guard !answer.isEmpty else { throw NoAnswer() }
    return String(decoding: answer, as: UTF8.self)
  }

  private func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  /// A socket that listens at a port of its own.
  private func listening() throws -> (descriptor: Int32, port: UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
      }
    }
    try #require(isBound && listen(descriptor, 8) == 0)
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private func freePort() throws -> UInt16 {
    let (descriptor, port) = try listening()
    _ = close(descriptor)
    return port
  }
}
