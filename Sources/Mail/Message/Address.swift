/// The address of a mailbox: `local@domain` (RFC 5321 §4.1.2, RFC 6531 §3.3).
///
/// The local part is kept as its owner writes it, without quotes; the domain is lower case, with
/// names in other scripts as their A-labels, so that equal domains are equal. A comment, a route or
/// an address literal (`@[192.0.2.1]`) is not taken: nobody's mailbox at a school has one.
public struct Address: Hashable, Sendable {
  /// What stands before the `@`, unquoted.
  public let localPart: String

  /// What stands after it, in ASCII and lower case.
  public let domain: String

  /// The most octets of a whole address: a path of 256 with its brackets (RFC 5321 §4.5.3.1.3).
  public static let lengthMaximum = 254

  /// The most octets before the `@` (RFC 5321 §4.5.3.1.1).
  public static let localPartLengthMaximum = 64

  /// Reads an address, without a name or brackets around it.
  ///
  /// - Parameter text: Such as `m.alder@maplehollow.example` or `"maya alder"@maplehollow.example`.
  /// - Throws: ``AddressProblem``, the first from the left.
  public init(_ text: String) throws(AddressProblem) {
    // A domain in another script may grow fourfold as A-labels, never shrink below its half.
    guard text.utf8.count <= 2 * Self.lengthMaximum else { throw .tooLong }
    guard !text.isEmpty else { throw .empty }
    let (local, rest) = try Self.splitLocalPart(Array(text.unicodeScalars))
    guard local.utf8.count <= Self.localPartLengthMaximum else { throw .localPartTooLong }
    domain = try DomainName.ascii(rest)
    localPart = local
    guard string.utf8.count <= Self.lengthMaximum else { throw .tooLong }
  }

  /// The address as it stands in a header or a command, quoted where its local part needs it.
  public var string: String {
    (isDotAtom ? localPart : quotedLocalPart) + "@" + domain
  }

  /// Whether only a server that offers SMTPUTF8 can take it (RFC 6531).
  public var needsSMTPUTF8: Bool {
    localPart.utf8.contains { $0 >= 0x80 }
  }

  /// Whether the local part can stand without quotes. Beyond ASCII only letters were taken.
  private var isDotAtom: Bool {
    var previous = UInt8(ascii: ".")
    for byte in localPart.utf8 {
      if byte == UInt8(ascii: ".") {
        if previous == byte { return false }
      } else if byte < 0x80, !Self.isAtomText(Unicode.Scalar(byte)) {
        return false
      }
      previous = byte
    }
    return previous != UInt8(ascii: ".")
  }

  private var quotedLocalPart: String {
    var quoted = "\""
    for scalar in localPart.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  /// The local part, unquoted, and what follows its `@`.
  private static func splitLocalPart(
    _ text: [Unicode.Scalar]
  ) throws(AddressProblem) -> (String, ArraySlice<Unicode.Scalar>) {
    if text.first == "\"" { return try splitQuotedLocalPart(text) }
    guard let at = text.firstIndex(of: "@") else {
      // A stray character is the nearer mistake: "maya alder" has a space.
      for scalar in text where !isAtomText(scalar) && scalar != "." { throw .character(scalar) }
      throw .noAt
    }
    guard at > 0 else { throw .empty }
    var previous: Unicode.Scalar = "."
    for scalar in text[..<at] {
      if scalar == "." {
        guard previous != "." else { throw .dot }
      } else {
        guard isAtomText(scalar) else { throw .character(scalar) }
      }
      previous = scalar
    }
    guard previous != "." else { throw .dot }
    var local = String.UnicodeScalarView()
    local.append(contentsOf: text[..<at])
    return (String(local), text[(at + 1)...])
  }

  private static func splitQuotedLocalPart(
    _ text: [Unicode.Scalar]
  ) throws(AddressProblem) -> (String, ArraySlice<Unicode.Scalar>) {
    var local = String.UnicodeScalarView()
    var index = 1
    while index < text.count, text[index] != "\"" {
      if text[index] == "\\" { index += 1 }
      guard index < text.count else { throw .quote }
      guard isVisible(text[index]) || text[index] == " " else { throw .character(text[index]) }
      local.append(text[index])
      index += 1
    }
    guard index < text.count else { throw .quote }
    guard !local.isEmpty else { throw .empty }
    guard index + 1 < text.count, text[index + 1] == "@" else { throw .noAt }
    return (String(local), text[(index + 2)...])
  }

  /// `atext` of RFC 5322 §3.2.3 with RFC 6531's letters.
  private static func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return isVisible(scalar) }
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9": return true
    case "!", "#", "$", "%", "&", "'", "*", "+", "-", "/", "=", "?", "^", "_", "`", "{", "|", "}",
      "~":
      return true
    default: return false
    }
  }

  /// Whether a reader sees the character: no space, control, formatting or unassigned one.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return ("!"..."~").contains(scalar) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}

extension Address: CustomStringConvertible {
  public var description: String { string }
}

/// Why a text is no address, in words for whoever typed it.
public enum AddressProblem: Error, Hashable, Sendable {
  case empty
  case tooLong
  case localPartTooLong
  case noAt
  /// A quote that is opened is not closed.
  case quote
  /// A dot at the start or end of the part before the `@`, or two in a row.
  case dot
  case character(Unicode.Scalar)
  case domainEmpty
  case domainTooLong
  /// A label that is empty, too long, or begins or ends with a hyphen.
  case domainLabel(String)
  case domainCharacter(Unicode.Scalar)
  /// One word only, such as `maplehollow`, or a number.
  case domainNotQualified
}

extension AddressProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "nothing stands before the @"
    case .tooLong: "longer than \(Address.lengthMaximum) bytes"
    case .localPartTooLong: "more than \(Address.localPartLengthMaximum) bytes before the @"
    case .noAt: "there is no @"
    case .quote: "a quotation mark is not closed"
    case .dot: "a dot stands at the start or end, or next to another, before the @"
    case .character(let scalar): "\(Self.name(of: scalar)) can't stand before the @"
    case .domainEmpty: "nothing stands after the @"
    case .domainTooLong: "more than \(DomainName.lengthMaximum) bytes after the @"
    case .domainLabel(let label): "\"\(label)\" is no part of a domain"
    case .domainCharacter(let scalar): "\(Self.name(of: scalar)) can't stand in a domain"
    case .domainNotQualified: "the domain has no dot, or ends in a number"
    }
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse,
      .surrogate, .unassigned:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    default: return "\"\(scalar)\""
    }
  }
}
