/// A short name that files, forms and the journal use for a thing, such as `student-work`.
public protocol Slug: RawRepresentable<String>, Hashable, Comparable, Codable, Sendable,
  CustomStringConvertible, ExpressibleByStringLiteral
{
  /// Takes any text; a text from outside is checked where it is used, as an unknown name.
  init(rawValue: String)
}

extension Slug {
  /// Most letters in a slug.
  public static var lengthMax: Int { 64 }

  /// A well-formed slug: small letters, digits and single hyphens inside, at most 64 of them.
  public init?(slug text: String) {
    let bytes = Array(text.utf8)
    guard (1...Self.lengthMax).contains(bytes.count) else { return nil }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): continue
      case UInt8(ascii: "-"):
        guard index > 0, index + 1 < bytes.count, bytes[index - 1] != byte else { return nil }
      default: return nil
      }
    }
    self.init(rawValue: text)
  }

  public init(stringLiteral text: String) { self.init(rawValue: text) }
  public var description: String { rawValue }
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Which rubric, whatever its version.
public struct RubricID: Slug {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Which criterion of a rubric; the same from version to version while the same thing is asked.
public struct CriterionID: Slug {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// Which level of a criterion.
public struct LevelID: Slug {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
}

/// The exact words of a rubric.
public struct RubricVersion: Hashable, Codable, Sendable, CustomStringConvertible {
  public let rubric: RubricID
  /// SHA-256 over the rubric's canonical JSON, as 64 small hexadecimal digits.
  public let hash: String

  public init(rubric: RubricID, hash: String) {
    self.rubric = rubric
    self.hash = hash
  }

  /// The short form for people: `kettle-moraine-evidence@1f09a6e0c2d4`.
  public var description: String { "\(rubric)@\(hash.prefix(12))" }
}
