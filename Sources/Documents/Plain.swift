/// A value to be written: what a document says, without places.
///
/// There are whole numbers only. Amounts, weights and other decimals are strings, so that no reader
/// on the way makes a floating-point number of them.
public enum Plain: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case list([Plain])
  /// Members in the order in which ``JSON5Text`` writes them.
  case map([Entry])

  public struct Entry: Hashable, Sendable {
    public let key: String
    public let value: Plain

    public init(_ key: String, _ value: Plain) {
      self.key = key
      self.value = value
    }
  }

  /// A map of the members that have a value; those with nil are left out.
  public static func fields(_ members: KeyValuePairs<String, Plain?>) -> Plain {
    .map(members.compactMap { key, value in value.map { Entry(key, $0) } })
  }

  /// A list of strings.
  public static func strings(_ texts: some Sequence<String>) -> Plain {
    .list(texts.map(Plain.string))
  }
}

extension Plain: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral
{
  public init(stringLiteral text: String) { self = .string(text) }
  public init(booleanLiteral flag: Bool) { self = .bool(flag) }
  public init(integerLiteral number: Int) { self = .integer(number) }
}

extension Value {
  /// The same value without its places; nil when it holds a number that isn't a whole one.
  public var plain: Plain? {
    switch content {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .number(let text): return Int(text).map(Plain.integer)
    case .string(let text): return .string(text)
    case .list(let items):
      let plain = items.compactMap(\.plain)
      return plain.count == items.count ? .list(plain) : nil
    case .map(let members):
      let entries = members.compactMap { member in
        member.value.plain.map { Plain.Entry(member.key, $0) }
      }
      return entries.count == members.count ? .map(entries) : nil
    }
  }
}
