/// Domain names: from what people type to what the DNS knows (RFC 5890, 5891).
///
/// Capitals become small letters, the full stops of East Asian scripts become dots, letters with
/// marks are composed, and what is not ASCII becomes an A-label. That is the part of Unicode's
/// mapping (UTS 46) which keyboards produce; a name with other symbols is refused, not guessed.
enum DomainName {
  /// The most octets of a name in text form (RFC 1035 §2.3.4: 255 with its length octets).
  static let lengthMaximum = 253

  /// The name in ASCII and lower case.
  ///
  /// - Parameters:
  ///   - text: The name as it is typed.
  ///   - needsDot: Whether a single word other than `localhost` is refused.
  /// - Returns: Its A-labels.
  /// - Throws: The first mistake from the left.
  static func ascii(
    _ text: ArraySlice<Unicode.Scalar>, needsDot: Bool = true
  ) throws(AddressProblem) -> String {
    guard !text.isEmpty else { throw .domainEmpty }
    let labels = text.split(omittingEmptySubsequences: false) { isDot($0) }
    var names: [String] = []
    for label in labels { names.append(try asciiLabel(label)) }
    let name = names.joined(separator: ".")
    guard name.utf8.count <= lengthMaximum else { throw .domainTooLong }
    let isQualified = !needsDot || names.count > 1 || name == "localhost"
    guard isQualified, names.last?.utf8.allSatisfy(isDigit) != true else {
      throw .domainNotQualified
    }
    return name
  }

  private static func asciiLabel(
    _ scalars: ArraySlice<Unicode.Scalar>
  ) throws(AddressProblem) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    let given = String(view)
    let label = composed(given.lowercased())
    for scalar in label.unicodeScalars where !isLabelCharacter(scalar) {
      throw .domainCharacter(scalar)
    }
    guard let first = label.unicodeScalars.first, first != "-",
      label.unicodeScalars.last != "-", !isMark(first)
    else { throw .domainLabel(given) }
    var ascii = label
    if label.utf8.contains(where: { $0 >= 0x80 }) {
      guard let encoded = Punycode.encode(Array(label.unicodeScalars)) else {
        throw .domainLabel(given)
      }
      ascii = "xn--" + encoded
    } else if label.hasPrefix("xn--") {
      guard let decoded = Punycode.decode(String(label.dropFirst(4))),
        decoded.contains(where: { !$0.isASCII }), decoded.allSatisfy(isLabelCharacter)
      else { throw .domainLabel(given) }
    }
    guard ascii.utf8.count <= 63 else { throw .domainLabel(given) }
    return ascii
  }

  /// The dots of RFC 3490 §3.1, which input methods type.
  private static func isDot(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "." || scalar == "\u{3002}" || scalar == "\u{FF0E}" || scalar == "\u{FF61}"
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Letters, digits, marks and the hyphen (the classes LetterDigits of RFC 5892 §2.1).
  private static func isLabelCharacter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
    }
    // Conjoining Hangul letters are not for names (RFC 5892 §2.9).
    if (0x1100...0x11FF).contains(scalar.value) { return false }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber: return true
    default: return isMark(scalar)
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark: true
    default: false
    }
  }

  /// Letters followed by marks as one letter, where there is one.
  private static func composed(_ text: String) -> String {
    guard text.contains(where: { $0.unicodeScalars.count > 1 }) else { return text }
    return String(text.map { $0.unicodeScalars.count > 1 ? compositions[$0] ?? $0 : $0 })
  }

  /// The letters with marks of the scripts that have any, each found by its letter and marks too.
  ///
  /// Swift compares and hashes characters by canonical equivalence, so the key that equals the
  /// sequence is its composition. Of letters that are equivalent to each other the first stays:
  /// those later are kept by Unicode for older sets only.
  private static let compositions: [Character: Character] = {
    let ranges: [ClosedRange<UInt32>] = [0x00C0...0x052F, 0x1E00...0x1FFF, 0x3040...0x30FF]
    let letters = ranges.joined().compactMap { Unicode.Scalar($0).map(Character.init) }
    return Dictionary(letters.map { ($0, $0) }) { first, _ in first }
  }()
}
