/// An event as it is stored: the structure, which is kept for ever, and the personal values beside it.
///
/// Both are JSON with sorted keys. The structure holds, in each ``Personal`` value's place, its index in the
/// payload, or `null` where there was none. What is hashed is these bytes, never a re-encoding.
public struct StoredEvent: Hashable, Sendable {
  public var type: String
  public var version: Int
  public var structure: [UInt8]
  /// A JSON array of the personal values; `nil` if the event holds none, or they were erased.
  public var payload: [UInt8]?

  public init(type: String, version: Int, structure: [UInt8], payload: [UInt8]?) {
    self.type = type
    self.version = version
    self.structure = structure
    self.payload = payload
  }
}

/// A stored event that this program can't read.
public enum EventCodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The type is not known: a newer program wrote it.
  case unknownType(String)
  /// The version is newer than this program, or has no upcaster.
  case unknownVersion(type: String, version: Int)
  case malformed(type: String, what: String)

  public var description: String {
    switch self {
    case .unknownType(let type):
      "the journal holds an event \"\(type)\" that this version of rubricd does not know"
    case .unknownVersion(let type, let version):
      "the journal holds \"\(type)\" in version \(version), which this version of rubricd can't read"
    case .malformed(let type, let what):
      "the journal's \"\(type)\" can't be read: \(what)"
    }
  }
}

/// Turns events into what is stored, and back. One coder for each thread.
public final class EventCoding {
  private let structure = JSONWriter()
  private let values = JSONWriter()
  private let writer = PayloadWriter()
  private let reader = JSONReader()
  private let payload = PayloadReader()

  public init() {
    structure.userInfo[.payload] = writer
    reader.userInfo[.payload] = payload
  }

  /// The stored form of an event.
  public func encode(_ event: Event) throws -> StoredEvent {
    if case .handedIn(let event) = event { return encode(event) }
    let payload = event.payload
    let type = Swift.type(of: payload)
    writer.values.removeAll(keepingCapacity: true)
    let bytes = try structure.write(payload)
    return StoredEvent(
      type: type.type, version: type.version, structure: bytes,
      payload: writer.values.isEmpty ? nil : try joined(writer.values))
  }

  private func joined(_ parts: [any Encodable & Sendable]) throws -> [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "[")]
    for (index, part) in parts.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      try values.append(part, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }

  /// Reads a stored event; its personal values are `nil` where the payload is.
  public func decode(_ stored: StoredEvent) throws(EventCodingError) -> Event {
    guard let kind = Event.readers[stored.type] else {
      throw .unknownType(stored.type)
    }
    let upcast = try Upcasters.raised(stored, to: kind.version)
    do {
      try payload.take(upcast.payload)
      return try kind.read(StructureReader(reader: reader, structure: upcast.structure))
    } catch {
      throw .malformed(type: stored.type, what: "\(error)")
    }
  }
}

/// Collects the personal values of the event that is being written.
final class PayloadWriter {
  var values: [any Encodable & Sendable] = []

  func add(_ value: some Encodable & Sendable) -> Int {
    values.append(value)
    return values.count - 1
  }
}

/// Hands out the personal values of the event that is being read.
final class PayloadReader {
  /// `nil` once the payload was erased.
  private var tokens: JSONTokens?
  private var elements: [Int] = []

  func take(_ payload: [UInt8]?) throws {
    tokens = try payload.map { try JSONTokens(of: $0) }
    elements = tokens?.elements(of: 0) ?? []
  }

  /// The value at a place; `nil` once the payload was erased.
  func value<Value: Decodable>(at index: Int) throws -> Value? {
    guard let tokens else { return nil }
    guard elements.indices.contains(index) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: [], debugDescription: "the payload has no value \(index)"))
    }
    return try Value(from: TokenDecoder(reader: tokens, token: elements[index]))
  }
}

/// Reads the structure of one stored event.
struct StructureReader {
  var reader: JSONReader
  var structure: [UInt8]

  func read<Payload: Decodable>(_: Payload.Type) throws -> Payload {
    try reader.read(from: structure)
  }
}

/// How an event of an older version becomes one of the present version: pure, one step a version.
enum Upcasters {
  /// A step from one version of a type's structure to the next.
  typealias Step = @Sendable ([UInt8]) -> [UInt8]

  /// For each type, the steps from version 1 on. Empty while every type is in its first version.
  static let steps: [String: [Step]] = [:]

  static func raised(
    _ stored: StoredEvent, to version: Int
  ) throws(EventCodingError) -> StoredEvent {
    var raised = stored
    while raised.version < version {
      guard let steps = steps[stored.type], steps.indices.contains(raised.version - 1) else {
        break
      }
      raised.structure = steps[raised.version - 1](raised.structure)
      raised.version += 1
    }
    guard raised.version == version else {
      throw .unknownVersion(type: stored.type, version: stored.version)
    }
    return raised
  }
}
