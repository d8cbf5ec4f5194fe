public import Crypto
public import Files
public import Office

/// Everything that a command meets outside of itself: made once in `main`, once per test.
public struct Environment: Sendable {
  /// What was typed after the program's name.
  public var arguments: [String]
  /// Takes bytes for standard output.
  public var output: @Sendable ([UInt8]) -> Void
  /// Takes bytes for standard error.
  public var errors: @Sendable ([UInt8]) -> Void
  /// Whether standard error is a terminal: only there progress is shown.
  public var isTerminal: Bool
  /// The width to keep to; `nil` where lines may be as long as they are, as in a pipe.
  public var columns: Int?
  public var clock: any Clock
  public var random: any RandomSource
  /// The bytes of a zone file by the zone's name.
  public var zoneFile: @Sendable (String) throws -> [UInt8]
  /// Reads an input file, or standard input for `-`, up to a limit in bytes.
  public var readFile: @Sendable (_ path: String, _ limit: Int) throws(FileError) -> [UInt8]
  /// Reads an input file, or standard input for `-`, a piece at a time, however long it is.
  public var readPieces: PieceReader
  /// The data directory when `--data` is not given.
  public var dataDirectory: String
  /// The proxy through which the web is reached, as `https_proxy` names it.
  public var webProxy: String?
  /// Waits so many milliseconds.
  public var pause: @Sendable (_ milliseconds: Int64) -> Void

  public init(
    arguments: [String], output: @escaping @Sendable ([UInt8]) -> Void,
    errors: @escaping @Sendable ([UInt8]) -> Void, isTerminal: Bool = false, columns: Int? = nil,
    clock: any Clock, random: any RandomSource,
    zoneFile: @escaping @Sendable (String) throws -> [UInt8],
    readFile: @escaping @Sendable (_ path: String, _ limit: Int) throws(FileError) -> [UInt8],
    readPieces: PieceReader? = nil, dataDirectory: String = Environment.standardDataDirectory,
    webProxy: String? = nil,
    pause: @escaping @Sendable (_ milliseconds: Int64) -> Void = SystemClock.pause
  ) {
    self.arguments = arguments
    self.output = output
    self.errors = errors
    self.isTerminal = isTerminal
    self.columns = columns
    self.clock = clock
    self.random = random
    self.zoneFile = zoneFile
    self.readFile = readFile
    if let readPieces {
      self.readPieces = readPieces
    } else {
      // What is read as a whole is one piece.
      self.readPieces = { (path, take) throws(FileError) in
        try take(try readFile(path, Environment.inputBytesMax))
      }
    }
    self.dataDirectory = dataDirectory
    self.webProxy = webProxy
    self.pause = pause
  }

  /// Hands the pieces of an input to whoever takes them.
  public typealias PieceReader =
    @Sendable (
      _ path: String, _ take: (_ piece: [UInt8]) throws(FileError) -> Void
    ) throws(FileError) -> Void

  /// Where a packaged installation keeps its district.
  public static let standardDataDirectory = "/var/lib/rubricd"
  /// Most bytes of an input file: what the office takes as well.
  public static let inputBytesMax = 64 << 20

  func write(_ text: String) {
    output(Array(text.utf8))
  }

  func complain(_ text: String) {
    errors(Array(text.utf8))
  }
}
