import CivilTime
import Crypto
import Workflow

/// How the journal's entries are linked, byte by byte. This never changes: a chain of another form would
/// need an entry that says so.
///
/// ```
/// hash = SHA-256( previous ‖ header ‖ digest )
///
/// previous  32 bytes: the hash of the entry before; zeros before the first
/// header    seq          8 bytes, big-endian
///           command      8 bytes, big-endian
///           at           8 bytes, big-endian: milliseconds since 1970, two's complement
///           version      8 bytes, big-endian
///           actor        4 bytes length, big-endian, then that many bytes of UTF-8
///           type         4 bytes length, big-endian, then that many bytes of UTF-8
///           structure    4 bytes length, big-endian, then that many bytes, as stored
/// digest    1 byte: 1 if the entry has, or had, personal values, else 0
///           32 bytes: SHA-256( salt ‖ payload ) as stored; zeros if there are none
/// ```
///
/// Every part of variable length has its length before it, so that no two entries have the same bytes.
enum Chain {
  static func hash(
    after previous: Digest32, sequence: Int64, command: Int64, at: Int64, actor: String,
    type: String, version: Int64, structure: [UInt8], payload: Digest32?
  ) -> Digest32 {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32 + 32 + 12 + actor.utf8.count + type.utf8.count + structure.count + 33)
    bytes += previous.bytes
    for number in [sequence, command, at, version] { append(number, to: &bytes) }
    append(actor.utf8, to: &bytes)
    append(type.utf8, to: &bytes)
    append(structure, to: &bytes)
    bytes.append(payload == nil ? 0 : 1)
    bytes += (payload ?? .zero).bytes
    return SHA256.hash(bytes)
  }

  /// What the entry's hash holds of the personal values.
  static func digest(salt: [UInt8], payload: [UInt8]) -> Digest32 {
    SHA256.hash(salt + payload)
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> Int64(shift)))
    }
  }

  private static func append(_ part: some Collection<UInt8>, to bytes: inout [UInt8]) {
    let count = UInt32(clamping: part.count)
    for shift in stride(from: 24, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
    }
    bytes += part
  }
}

extension Actor {
  /// How the journal names who asked.
  var stored: String {
    switch self {
    case .person(let id): "person:\(id.number)"
    case .clock: "clock"
    case .intake: "intake"
    case .technician: "technician"
    }
  }

  init?(stored: String) {
    switch stored {
    case "clock": self = .clock
    case "intake": self = .intake
    case "technician": self = .technician
    default:
      guard stored.hasPrefix("person:"), let number = Int64(stored.dropFirst(7)) else {
        return nil
      }
      self = .person(PersonID(number))
    }
  }
}
