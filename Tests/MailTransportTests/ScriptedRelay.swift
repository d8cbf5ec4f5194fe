import Foundation
import Glibc
import Synchronization

/// A relay on loopback that follows a script, one for each connection in turn, on a thread of its own.
final class ScriptedRelay: Sendable {
  enum Step: Sendable {
    /// Reads a line that begins so; anything else ends the script.
    case expect(String)
    /// Reads a text up to the line with the lone dot.
    case message
    /// Reads so many bytes.
    case read(Int)
    case send(String)
    /// Each byte in a packet of its own.
    case sendSlowly(String)
    /// Over and over, until nobody listens any more.
    case sendEndlessly(String)
    /// Says 503 to everything but RSET and QUIT, until the client goes.
    case refuse
    /// Says nothing until the client goes.
    case silence
    /// Waits until somebody opens the gate.
    case gate
    case close
    case reset
  }

  let port: UInt16
  private let heardText = Mutex<[String]>([])
  private let messageTexts = Mutex<[String]>([])
  private let gate = DispatchSemaphore(value: 0)
  private let reached = DispatchSemaphore(value: 0)
  private let done = DispatchSemaphore(value: 0)

  /// Listens at once; connections beyond the scripts are refused.
  init(_ scripts: [[Step]]) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        let result = unsafe bind(listener, general, length)
        _ = unsafe getsockname(listener, general, &length)
        return result
      }
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in
      for (index, script) in scripts.enumerated() {
        // The last one is alone: who comes after it is refused.
        let client = accept(listener, nil, nil)
        if index == scripts.count - 1 { Glibc.close(listener) }
        guard client >= 0 else { break }
        var connection = Connection(socket: client, relay: self)
        connection.run(script)
      }
      done.signal()
    }
  }

  /// Everything that was said to it, a line each, and `<message>` for each text.
  var heard: [String] { heardText.withLock { $0 } }

  /// The texts that came whole, with their dots as they came.
  var messages: [String] { messageTexts.withLock { $0 } }

  /// Lets a script that stands at its gate go on.
  func open() { gate.signal() }

  /// Waits until a script stands at its gate.
  func waitForGate() -> Bool { reached.wait(timeout: .now() + 120) == .success }

  /// Waits until all scripts are over.
  func waitForEnd() -> Bool { done.wait(timeout: .now() + 120) == .success }

  private struct Connection {
    let socket: Int32
    let relay: ScriptedRelay
    var rest: [UInt8] = []

    mutating func run(_ script: [Step]) {
      var isOpen = true
      for step in script where isOpen { isOpen = perform(step) }
      // The rest is read, so that closing does not reset what was said.
      if isOpen {
        shutdown(socket, Int32(SHUT_WR))
        while fill() {}
      }
      if socketIsOurs { Glibc.close(socket) }
    }

    private var socketIsOurs = true

    init(socket: Int32, relay: ScriptedRelay) {
      self.socket = socket
      self.relay = relay
      var on: Int32 = 1
      _ = unsafe setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    }

    private mutating func perform(_ step: Step) -> Bool {
      switch step {
      case .expect(let start):
        guard let line = line() else { return false }
        relay.heardText.withLock { $0.append(line) }
        return line.hasPrefix(start)
      case .message:
        var text = ""
        while let line = line() {
          if line == "." {
            relay.heardText.withLock { $0.append("<message>") }
            relay.messageTexts.withLock { $0.append(text) }
            return true
          }
          text += line + "\r\n"
        }
        return false
      case .read(let count):
        while rest.count < count { if !fill() { return false } }
        rest.removeFirst(count)
        return true
      case .send(let text): return send(Array(text.utf8))
      case .sendSlowly(let text):
        return text.utf8.allSatisfy { send([$0]) }
      case .sendEndlessly(let text):
        let bytes = Array(String(repeating: text, count: 1_000).utf8)
        while send(bytes) {}
        return false
      case .refuse:
        while let line = line() {
          relay.heardText.withLock { $0.append(line) }
          let answer =
            switch line {
            case "RSET": "250 2.0.0 forgotten"
            case "QUIT": "221 2.0.0 bye"
            default: "503 5.5.1 no"
            }
          guard send(Array((answer + "\r\n").utf8)) else { return false }
        }
        return false
      case .silence:
        while fill() {}
        return false
      case .gate:
        relay.reached.signal()
        return relay.gate.wait(timeout: .now() + 120) == .success
      case .close:
        Glibc.close(socket)
        socketIsOurs = false
        return false
      case .reset:
        var hard = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
          socket, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        Glibc.close(socket)
        socketIsOurs = false
        return false
      }
    }

    private func send(_ bytes: [UInt8]) -> Bool {
      unsafe Glibc.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    private mutating func line() -> String? {
      while true {
        if let end = rest.firstIndex(of: 0x0A) {
          let line = rest[..<end].filter { $0 != 0x0D }
          rest.removeFirst(end + 1)
          return String(decoding: line, as: UTF8.self)
        }
        guard fill() else { return nil }
      }
    }

    private mutating func fill() -> Bool {
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return false }
      rest += buffer[..<count]
      return true
    }
  }
}

extension [ScriptedRelay.Step] {
  static let hello: Self = [
    .send("220 relay.maplehollow.example\r\n"), .expect("EHLO"),
    .send("250-relay.maplehollow.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"),
  ]

  /// A whole message that is taken.
  static let takesOne: Self = [
    .expect("MAIL"), .expect("RCPT"), .expect("DATA"),
    .send("250 2.1.0 sender\r\n250 2.1.5 recipient\r\n354 go on\r\n"), .message,
    .send("250 2.0.0 taken\r\n"),
  ]

  static let goodbye: Self = [.expect("QUIT"), .send("221 2.0.0 bye\r\n")]
}
