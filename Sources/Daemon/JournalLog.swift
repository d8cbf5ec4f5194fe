import CivilTime
import Glibc
public import Office

/// The log: one line on standard error for each message.
///
/// Under systemd each line begins with its level as `<4>`, which journald takes off and keeps (sd-daemon(3));
/// elsewhere with the time. Each line is one write, so that lines of two threads never mix.
public struct JournalLog: Log {
  /// Most bytes of a line; journald splits longer ones than 48 KiB, and nobody reads them.
  static let lineBytesMax = 4_000

  private let descriptor: Int32
  private let isJournal: Bool
  private let clock: any Clock
  /// The least serious level that is written.
  private let level: LogLevel

  /// - Parameters:
  ///   - descriptor: Where to write: standard error.
  ///   - journalStream: What JOURNAL_STREAM says: the device and the inode of the journal's stream. It is
  ///     believed only if `descriptor` is that stream, since a shell's redirection leaves the variable as it is.
  ///   - clock: Tells the time where the journal does not.
  ///   - level: The least serious level that is written.
  public init(
    descriptor: Int32 = 2, journalStream: String?, clock: any Clock,
    level: LogLevel = .info
  ) {
    self.descriptor = descriptor
    self.clock = clock
    self.level = level
    var status = stat()
    isJournal =
      unsafe journalStream != nil && fstat(descriptor, &status) == 0
      && journalStream == "\(status.st_dev):\(status.st_ino)"
  }

  public func write(_ level: LogLevel, _ message: String) {
    guard level.rawValue <= self.level.rawValue else { return }
    for line in message.split(whereSeparator: \.isNewline) {
      writeWhole(Array(wire(level, line).utf8))
    }
  }

  private func wire(_ level: LogLevel, _ line: Substring) -> String {
    let text = line.unicodeScalars.prefix(Self.lineBytesMax / 4)
      .map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }.joined()
    return isJournal ? "<\(level.rawValue)>\(text)\n" : "\(clock.now()) \(level) \(text)\n"
  }

  /// A log that can't be written stops nothing.
  private func writeWhole(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(
          descriptor, buffer.baseAddress.map { unsafe $0 + done }, bytes.count - done)
      }
      if written > 0 {
        done += written
      } else if errno != EINTR {
        return
      }
    }
  }
}
