/// A 64-bit FNV-1a hash, finished so that sums of it spread well.
///
/// (G. Fowler, L. C. Noll, K.-P. Vo, draft-eastlake-fnv; the finish is SplitMix64's.) It tells
/// apart what is different by accident: among 100,000 rows two share a value with a probability of
/// about 3 in 10 billion. It is no defence against somebody who wants two texts to share one; what
/// is compared by it must not be worth that.
struct Fingerprint {
  private(set) var state: UInt64

  init(seed: UInt64 = 0xCBF2_9CE4_8422_2325) {
    state = seed
  }

  /// Mixes in a text, and its end, so that ("ab", "c") differs from ("a", "bc").
  mutating func mix(_ text: String) {
    let bytes = text.utf8.span
    var mixed = state
    for index in bytes.indices { mixed = Self.step(mixed, bytes[index]) }
    // No byte of UTF-8 is 0xFF.
    state = Self.step(mixed, 0xFF)
  }

  /// Mixes in a number.
  mutating func mix(_ number: Int) {
    var rest = UInt64(bitPattern: Int64(number))
    for _ in 0..<8 {
      add(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Mixes in a text with runs of white space as one space, so that it does not matter how an
  /// export writes line breaks.
  mutating func mixWords(_ bytes: ArraySlice<UInt8>) {
    var isBehindSpace = true
    for byte in bytes.trimmed {
      let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
      if !isSpace { add(byte) } else if !isBehindSpace { add(0x20) }
      isBehindSpace = isSpace
    }
    add(0xFF)
  }

  var value: UInt64 {
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private mutating func add(_ byte: UInt8) {
    state = Self.step(state, byte)
  }

  @inline(__always)
  private static func step(_ state: UInt64, _ byte: UInt8) -> UInt64 {
    (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }
}

/// What makes a form's response the same when the growing export is read again.
///
/// It is made of who handed in (the e-mail), what (the title) and when (to the second, as the clock
/// on the wall in the form's zone showed it). So both shapes of an export give the same identity,
/// also in the hour that the clocks show twice, and a sheet that is sorted or has rows taken out
/// keeps the identities of the others.
///
/// Neither export numbers its responses, and what an edit does to the timestamp is up to the form
/// service (the linked sheet replaces the row in its place and dates it anew; a hand edit in the
/// sheet leaves the date). So identity and content are two things, and a reader that keeps both can
/// tell:
///
/// | identity | content | it is |
/// | --- | --- | --- |
/// | known | the same | a row read before, or sent twice in one second: nothing to do |
/// | known | another | a response that was changed under its timestamp: a revision |
/// | new | any | a new response by this person for this title, or an edit through the form |
///
/// The last two are told apart by the export itself: where the identity of the same `person` and
/// `subject` that was read before is no longer in it, the response was edited, and the new row
/// takes its place; where it is still there, the person handed in twice, in the order of the rows.
///
/// Why 192 bits of a plain hash are enough: see `Fingerprint` for accidents. A title could be
/// crafted to meet another one's hash; `person` stands beside it, made of the address alone, which
/// the form service collects itself, so that crafting reaches nobody's rows but one's own.
///
/// It is made from personal data: whoever erases a person erases it too.
public struct ResponseIdentity: Hashable, Sendable, CustomStringConvertible {
  /// Of the e-mail address alone.
  public let person: UInt64
  /// Of the title alone.
  public let subject: UInt64
  /// Of the second, in the form's zone.
  public let moment: UInt64

  /// Puts together an identity that was stored in parts.
  public init(person: UInt64, subject: UInt64, moment: UInt64) {
    self.person = person
    self.subject = subject
    self.moment = moment
  }

  /// The `person` of whoever hands in from an address, which has to be in small letters: to find what
  /// was kept of somebody.
  public static func person(email: String) -> UInt64 {
    var person = Fingerprint()
    person.mix(email)
    return person.value
  }

  /// 48 hexadecimal digits.
  public var description: String {
    [person, subject, moment].map { part in
      let digits = String(part, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
