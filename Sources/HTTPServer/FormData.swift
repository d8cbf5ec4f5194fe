/// Fields of a form or a query: names and values in their order, names more than once if sent so.
///
/// From `application/x-www-form-urlencoded` (URL Standard §5.1), read strictly: a percent sign has two
/// digits, all is UTF-8, and nothing holds a NUL.
public struct FormData: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// How much is taken.
  public struct Limits: Hashable, Sendable {
    public var fieldsMax: Int
    /// Of a name, in bytes of UTF-8.
    public var nameBytesMax: Int
    /// Of a value, in bytes of UTF-8.
    public var valueBytesMax: Int

    public init(fieldsMax: Int = 1_000, nameBytesMax: Int = 200, valueBytesMax: Int = 200_000) {
      self.fieldsMax = fieldsMax
      self.nameBytesMax = nameBytesMax
      self.valueBytesMax = valueBytesMax
    }
  }

  public private(set) var fields: [Field]

  public init(_ fields: [Field] = []) {
    self.fields = fields
  }

  /// The first value of a name.
  public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// All values of a name, in their order: of checkboxes, or of a list.
  public func all(_ name: String) -> [String] {
    fields.filter { $0.name == name }.map(\.value)
  }

  public mutating func append(_ name: String, _ value: String) {
    fields.append(Field(name, value))
  }

  /// Reads a body or a query. Fields without any byte are left out.
  ///
  /// - Throws: ``HTTPProblem``: 413 for what is over a limit, 400 for what is not well formed.
  public init(decoding bytes: some Collection<UInt8>, limits: Limits = Limits())
    throws(HTTPProblem)
  {
    fields = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "&")) ?? rest.endIndex
      let pair = rest[..<end]
      rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
      if pair.isEmpty { continue }
      guard fields.count < limits.fieldsMax else {
        throw .tooLarge("a form with more than \(limits.fieldsMax) fields")
      }
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let value = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
      fields.append(
        Field(
          try Self.text(pair[..<equals], bytesMax: limits.nameBytesMax, "name"),
          try Self.text(value, bytesMax: limits.valueBytesMax, "value")))
    }
  }

  private static func text(
    _ bytes: some Collection<UInt8>, bytesMax: Int, _ what: String
  ) throws(HTTPProblem) -> String {
    guard let decoded = percentDecoded(bytes, plusIsSpace: true) else {
      throw .bad("a percent sign in a field's \(what) without two digits")
    }
    guard decoded.count <= bytesMax else {
      throw .tooLarge("a field's \(what) of more than \(bytesMax) bytes")
    }
    return try checked(decoded, what)
  }

  /// UTF-8 without NUL.
  static func checked(_ bytes: [UInt8], _ what: String) throws(HTTPProblem) -> String {
    guard !bytes.contains(0) else { throw .bad("a NUL in a field's \(what)") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .bad("a field's \(what) that is not UTF-8")
    }
    return text
  }
}
