/// Header fields in their order, found by name without regard to case (RFC 9110 §5).
///
/// What a program adds is checked: a name is a token, a value holds no control character but the tab, so
/// that no value becomes a second field or the end of the header.
public struct HTTPHeaders: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let name: String
    public let value: String

    init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public private(set) var fields: [Field] = []

  public init() {}

  /// Fields that are known to be right.
  init(trusted: [(String, String)]) {
    fields = trusted.map { Field($0.0, $0.1) }
  }

  /// The first value of a name.
  public subscript(name: String) -> String? {
    fields.first { Self.isSame($0.name, name) }?.value
  }

  /// All values of a name, in their order.
  public func all(_ name: String) -> [String] {
    fields.lazy.filter { Self.isSame($0.name, name) }.map(\.value)
  }

  /// The elements of a list that may be spread over several fields (RFC 9110 §5.6.1), without the empty ones.
  public func list(_ name: String) -> [String] {
    all(name).flatMap { $0.split(separator: ",") }.map { trimmed($0) }.filter { !$0.isEmpty }
  }

  /// Appends a field.
  ///
  /// - Throws: ``HeaderProblem`` when the name is no token or the value could end the field.
  public mutating func add(_ name: String, _ value: String) throws(HeaderProblem) {
    guard Self.isToken(name) else { throw .name }
    guard Self.isValue(value) else { throw .value(of: name) }
    fields.append(Field(name, value))
  }

  /// Makes a field the only one of its name.
  ///
  /// - Throws: ``HeaderProblem`` when the name is no token or the value could end the field.
  public mutating func set(_ name: String, _ value: String) throws(HeaderProblem) {
    guard Self.isToken(name) else { throw .name }
    guard Self.isValue(value) else { throw .value(of: name) }
    setTrusted(name, value)
  }

  /// Takes all fields of a name away.
  public mutating func remove(_ name: String) {
    fields.removeAll { Self.isSame($0.name, name) }
  }

  mutating func setTrusted(_ name: String, _ value: String) {
    remove(name)
    fields.append(Field(name, value))
  }

  mutating func addTrusted(_ name: String, _ value: String) {
    fields.append(Field(name, value))
  }

  /// Whether a text is a token (RFC 9110 §5.6.2).
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isTokenByte)
  }

  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: Self.tokenMarks.contains(byte)
    }
  }

  private static let tokenMarks = Set("!#$%&'*+-.^_`|~".utf8)

  /// Whether a text may stand as a value: no control character but the tab (RFC 9110 §5.5).
  static func isValue(_ text: String) -> Bool {
    text.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
  }

  static func isSame(_ left: String, _ right: String) -> Bool {
    let (left, right) = (left.utf8, right.utf8)
    return left.count == right.count && zip(left, right).allSatisfy { lower($0) == lower($1) }
  }
}

/// Why a header field was not taken.
public enum HeaderProblem: Error, Hashable, Sendable, CustomStringConvertible {
  case name
  case value(of: String)
  /// A redirect that does not lead to a page of this site.
  case location
  /// A cookie whose name or value is not made of what a cookie may hold (RFC 6265 §4.1.1).
  case cookie

  public var description: String {
    switch self {
    case .name: "a header name that is no token"
    case .value(let name): "a value of \(name) with a control character"
    case .location: "a redirect that is not a path of this site"
    case .cookie: "a cookie with a character that cookies may not hold"
    }
  }
}
