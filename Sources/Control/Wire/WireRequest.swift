import FoundationEssentials

/// What rubricctl asks of the daemon.
public struct WireRequest: Hashable, Sendable, Codable {
  /// The conversation's version; another one is refused.
  public static let version = 1
  public static let filesMax = 8

  public var version: Int
  /// What was typed after the program's name.
  public var arguments: [String]
  /// The input files that the arguments name, whose bytes follow in this order.
  public var files: [File]
  /// Whether progress may be shown.
  public var isTerminal: Bool
  /// The terminal's width; `nil` for a pipe.
  public var columns: Int?

  public struct File: Hashable, Sendable, Codable {
    /// As it was typed.
    public var path: String
    public var bytes: Int

    public init(path: String, bytes: Int) {
      self.path = path
      self.bytes = bytes
    }
  }

  public init(arguments: [String], files: [File], isTerminal: Bool, columns: Int?) {
    version = Self.version
    self.arguments = arguments
    self.files = files
    self.isTerminal = isTerminal
    self.columns = columns
  }

  /// The request as the first frame.
  public func frame() throws(WireError) -> WireFrame {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      let bytes = Array(try encoder.encode(self))
      guard bytes.count <= WireFrame.payloadMax else { throw WireError.tooLong(bytes.count) }
      return WireFrame(.request, bytes)
    } catch {
      throw error as? WireError ?? .badRequest("\(error)")
    }
  }

  /// Reads the first frame.
  ///
  /// - Throws: ``WireError`` for anything that rubricctl of this version would not send.
  public init(_ frame: WireFrame) throws(WireError) {
    guard frame.kind == .request else { throw .unexpected(frame.kind) }
    let request: WireRequest
    do {
      // The version is looked at alone first: another one may have other fields.
      let version = try JSONDecoder().decode(Version.self, from: Data(frame.payload)).version
      guard version == Self.version else { throw WireError.otherVersion(version) }
      request = try JSONDecoder().decode(WireRequest.self, from: Data(frame.payload))
    } catch {
      throw error as? WireError ?? .badRequest("not the expected JSON")
    }
    guard request.arguments.count <= Request.argumentsMax else {
      throw .badRequest("\(request.arguments.count) arguments")
    }
    guard request.files.count <= Self.filesMax,
      request.files.allSatisfy({ $0.bytes >= 0 && $0.bytes <= Environment.inputBytesMax }),
      request.files.reduce(0, { $0 + $1.bytes }) <= Environment.inputBytesMax
    else { throw .badRequest("more files, or larger ones, than are taken") }
    self = request
  }

  private struct Version: Codable {
    var version: Int
  }
}
