/// Reads from one of a text's tokens.
struct TokenDecoder: Decoder {
  let reader: JSONTokens
  let token: Int

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { reader.userInfo }

  func container<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    guard reader.tokens[token].kind == .object else { throw reader.mismatch(token, "an object") }
    return KeyedDecodingContainer(KeyedTokens(reader: reader, object: token))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard reader.tokens[token].kind == .array else { throw reader.mismatch(token, "an array") }
    return UnkeyedTokens(reader: reader, array: token)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    SingleToken(reader: reader, token: token)
  }
}

private struct KeyedTokens<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let reader: JSONTokens
  let object: Int

  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { reader.keys(of: object).compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { reader.value(of: key.stringValue, in: object) != nil }

  private func token(_ key: some CodingKey) throws -> Int {
    guard let token = reader.value(of: key.stringValue, in: object) else {
      throw DecodingError.keyNotFound(
        key,
        .init(codingPath: [], debugDescription: "the key \"\(key.stringValue)\" is missing"))
    }
    return token
  }

  /// `nil` for a key that is missing, and for null.
  private func present(_ key: Key) -> Int? {
    guard let token = reader.value(of: key.stringValue, in: object),
      reader.tokens[token].kind != .null
    else { return nil }
    return token
  }

  func decodeNil(forKey key: Key) throws -> Bool { reader.tokens[try token(key)].kind == .null }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try reader.boolean(at: token(key))
  }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try reader.string(at: token(key))
  }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    try reader.integer(at: token(key))
  }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    try reader.integer(at: token(key))
  }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try Value(from: TokenDecoder(reader: reader, token: token(key)))
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key).map(reader.string(at:))
  }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    guard let token = present(key) else { return nil }
    return try reader.integer(at: token)
  }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
    guard let token = present(key) else { return nil }
    return try reader.integer(at: token)
  }
  func decodeIfPresent<Value: Decodable>(
    _ type: Value.Type, forKey key: Key
  ) throws -> Value? {
    guard let token = present(key) else { return nil }
    return try Value(from: TokenDecoder(reader: reader, token: token))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try TokenDecoder(reader: reader, token: token(key)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try TokenDecoder(reader: reader, token: token(key)).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let token = reader.value(of: "super", in: object) else {
      throw reader.mismatch(object, "the key \"super\"")
    }
    return TokenDecoder(reader: reader, token: token)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder {
    TokenDecoder(reader: reader, token: try token(key))
  }
}

private struct UnkeyedTokens: UnkeyedDecodingContainer {
  let reader: JSONTokens
  private let end: Int
  private var token: Int
  let count: Int?
  private(set) var currentIndex = 0

  init(reader: JSONTokens, array: Int) {
    self.reader = reader
    token = array + 1
    end = Int(reader.tokens[array].next)
    var count = 0
    var element = array + 1
    while element < end {
      count += 1
      element = Int(reader.tokens[element].next)
    }
    self.count = count
  }

  var codingPath: [any CodingKey] { [] }
  var isAtEnd: Bool { token >= end }

  /// The token that is next, and moves on.
  private mutating func take() throws -> Int {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self, .init(codingPath: [], debugDescription: "the array has only \(currentIndex)"))
    }
    defer {
      token = Int(reader.tokens[token].next)
      currentIndex += 1
    }
    return token
  }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, reader.tokens[token].kind == .null else { return false }
    _ = try take()
    return true
  }

  mutating func decode(_ type: String.Type) throws -> String { try reader.string(at: take()) }
  mutating func decode(_ type: Int.Type) throws -> Int { try reader.integer(at: take()) }
  mutating func decode(_ type: Int64.Type) throws -> Int64 { try reader.integer(at: take()) }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: TokenDecoder(reader: reader, token: take()))
  }

  mutating func nestedContainer<NestedKey: CodingKey>(
    keyedBy type: NestedKey.Type
  ) throws -> KeyedDecodingContainer<NestedKey> {
    try TokenDecoder(reader: reader, token: take()).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try TokenDecoder(reader: reader, token: take()).unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    TokenDecoder(reader: reader, token: try take())
  }
}

private struct SingleToken: SingleValueDecodingContainer {
  let reader: JSONTokens
  let token: Int

  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { reader.tokens[token].kind == .null }
  func decode(_ type: Bool.Type) throws -> Bool { try reader.boolean(at: token) }
  func decode(_ type: String.Type) throws -> String { try reader.string(at: token) }
  func decode(_ type: Double.Type) throws -> Double { try reader.double(at: token) }
  func decode(_ type: Float.Type) throws -> Float { Float(try reader.double(at: token)) }
  func decode(_ type: Int.Type) throws -> Int { try reader.integer(at: token) }
  func decode(_ type: Int8.Type) throws -> Int8 { try reader.integer(at: token) }
  func decode(_ type: Int16.Type) throws -> Int16 { try reader.integer(at: token) }
  func decode(_ type: Int32.Type) throws -> Int32 { try reader.integer(at: token) }
  func decode(_ type: Int64.Type) throws -> Int64 { try reader.integer(at: token) }
  func decode(_ type: UInt.Type) throws -> UInt { try reader.integer(at: token) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try reader.integer(at: token) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try reader.integer(at: token) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try reader.integer(at: token) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try reader.integer(at: token) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: TokenDecoder(reader: reader, token: token))
  }
}
