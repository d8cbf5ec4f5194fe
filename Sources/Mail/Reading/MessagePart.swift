/// What a message consists of, told in the order in which it comes.
///
/// Each part has a beginning and an end; what is in a container lies between its two.
public protocol MessageEvents {
  associatedtype Failure: Error

  mutating func begin(_ part: MessagePart) throws(Failure)
  /// A piece of the latest part's content, its transfer encoding undone. Containers have none.
  mutating func content(_ bytes: [UInt8]) throws(Failure)
  mutating func end(_ end: MessagePartEnd) throws(Failure)
  /// The message has more than was read.
  mutating func passed(_ limit: ReadingLimit) throws(Failure)
}

/// One part of a message, as its header describes it. The first is the message itself.
public struct MessagePart: Sendable {
  public enum Kind: Hashable, Sendable {
    /// It has content.
    case content
    /// It has parts.
    case multipart
    /// It has one part, which is a message (message/rfc822).
    case message
    /// It lies too deep: nothing of it is told but this.
    case tooDeep
  }

  public enum Disposition: Hashable, Sendable {
    case inline
    case attachment
  }

  /// Its place in the order in which parts begin, from 0.
  public let number: Int
  /// In how many containers it lies.
  public let depth: Int
  /// The container's number; `nil` for the message itself.
  public let container: Int?
  public let kind: Kind
  public let header: MessageHeader
  /// `type/subtype` in lower case; where nothing is said, what RFC 2045 §5.2 and RFC 2046 §5.1.5 take for granted.
  public let mediaType: String

  /// What the sender wants to be done with it; `nil` if nothing is said.
  public var disposition: Disposition? {
    guard let value = header.field("content-disposition") else { return nil }
    switch HeaderParameters.firstWord(value) {
    case "": return nil
    case "inline": return .inline
    // RFC 2183 §2.8: what is not known is an attachment.
    default: return .attachment
    }
  }

  /// The file's name, in one clean line of at most ``nameLengthMaximum`` characters, from the disposition or, as
  /// older programs do it, from the type. It may hold a path or a slash: whoever keeps it takes care.
  public var name: String? {
    for (field, parameter) in [("content-disposition", "filename"), ("content-type", "name")] {
      guard let value = header.field(field) else { continue }
      if let name = HeaderParameters(value).text(parameter, lengthMaximum: Self.nameLengthMaximum),
        !name.isEmpty
      {
        return name
      }
    }
    return nil
  }

  /// A parameter of the type, such as `protocol` or `smime-type`, in one clean line.
  public func typeParameter(_ name: String) -> String? {
    header.field("content-type").flatMap {
      HeaderParameters($0).text(name, lengthMaximum: Self.nameLengthMaximum)
    }
  }

  /// How the text of its content is written, as far as it says so.
  public var charset: Charset { Charset(named: typeParameter("charset") ?? "") }

  public static let nameLengthMaximum = 200
}

/// How a part ended.
public struct MessagePartEnd: Hashable, Sendable {
  public enum Ending: Hashable, Sendable {
    case whole
    /// The message ends in the midst of it, or before the line that should end it; what is missing, nobody knows.
    case cutOff
    /// It is larger than a part may be: the rest was left out.
    case tooLarge
  }

  public let number: Int
  /// How many bytes of content were handed out.
  public let byteCount: Int
  public let ending: Ending
}

/// A part's header.
public struct MessageHeader: Sendable {
  let fields: [HeaderFields.Field]
  /// Whether fields were left out or cut, because there are more than are looked at.
  public let isCut: Bool
  /// Whether a line ends in a CR alone, or a NUL stands in it: then a server on the way may have read other
  /// fields than we do, and what one vouches for here counts for nothing.
  public let isDoubtful: Bool

  /// The bytes of the first field of a name, which is in lower case, unfolded.
  public func field(_ name: String) -> [UInt8]? { fields.value(of: name) }

  /// The bytes of all fields of a name, from the top.
  public func all(_ name: String) -> [[UInt8]] {
    fields.filter { $0.name == name }.map(\.value)
  }

  /// How many fields have a name.
  public func count(of name: String) -> Int { fields.count { $0.name == name } }

  /// The first field of a name as clean text of one line, its encoded words read (RFC 2047).
  public func text(_ name: String, lengthMaximum: Int = 998) -> String? {
    field(name).map { EncodedText.read($0, lengthMaximum: lengthMaximum) }
  }
}
