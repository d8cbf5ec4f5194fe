/// Something that names a person or was written by one: it can be erased, and the event stays.
///
/// In an event's stored form the value lies in the payload, apart from the structure, and the structure
/// holds only its place there (see ``EventCoding``). Elsewhere it encodes as the bare value.
public struct Personal<Value: Codable & Hashable & Sendable>: Hashable, Sendable {
  /// What it holds; `nil` once it was erased.
  public var value: Value?

  public init(_ value: Value?) {
    self.value = value
  }
}

extension Personal: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let payload = decoder.userInfo[.payload] as? PayloadReader else {
      value = container.decodeNil() ? nil : try container.decode(Value.self)
      return
    }
    value = container.decodeNil() ? nil : try payload.value(at: container.decode(Int.self))
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard let value else { return try container.encodeNil() }
    guard let payload = encoder.userInfo[.payload] as? PayloadWriter else {
      return try container.encode(value)
    }
    try container.encode(payload.add(value))
  }
}

extension CodingUserInfoKey {
  /// Where a coder finds the payload of the event that it is at.
  static let payload = CodingUserInfoKey.named("payload")

  /// A key by its name. Any string makes one; the initializer is failable for historical reasons only.
  static func named(_ name: String) -> CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: name) else {
      preconditionFailure("every string is a key")
    }
    return key
  }
}
