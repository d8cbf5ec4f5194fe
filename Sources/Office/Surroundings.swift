public import CivilTime
public import Crypto
public import Files

/// What the office needs of the world outside: made once by whoever starts it, and passed in.
///
/// The daemon gives the machine's clock, generator and disk; the simulation gives its own, so that the same
/// code lives a year in a second, and the same year again from the same seed.
public struct Surroundings: Sendable {
  public var clock: any Clock
  public var random: any RandomSource
  /// The data directory.
  public var files: any FileSystem
  /// The bytes of a zone file by the zone's name, as the system has it.
  public var zoneFile: @Sendable (String) throws -> [UInt8]
  public var log: any Log

  public init(
    clock: any Clock, random: any RandomSource, files: any FileSystem,
    zoneFile: @escaping @Sendable (String) throws -> [UInt8], log: any Log = Silence()
  ) {
    self.clock = clock
    self.random = random
    self.files = files
    self.zoneFile = zoneFile
    self.log = log
  }
}

/// Tells the time.
public protocol Clock: Sendable {
  /// The instant that the wall clock shows. It may step.
  func now() -> Instant
  /// Milliseconds since some beginning, never stepping back, also counting while the machine sleeps.
  func monotonicMilliseconds() -> Int64
}

/// Where the office says what it does: ids and figures, never names, addresses, tokens or free text.
public protocol Log: Sendable {
  func write(_ level: LogLevel, _ message: String)
}

/// How much a line of the log matters: the levels of syslog (RFC 5424 §6.2.1) that are used.
public enum LogLevel: Int, Hashable, Sendable, CaseIterable {
  case error = 3
  case warning = 4
  case notice = 5
  case info = 6
  case debug = 7
}

/// A log that keeps nothing.
public struct Silence: Log {
  public init() {}
  public func write(_ level: LogLevel, _ message: String) {}
}
