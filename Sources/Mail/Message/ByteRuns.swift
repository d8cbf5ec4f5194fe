// Bodies are tens of kilobytes, and every notice is written anew: the loops that look at each byte
// are these two, without a bounds check for each.

extension [UInt8] {
  /// The first index from `start` on, below `limit`, whose byte is not of the kind; `limit` if all
  /// are.
  @inline(__always)
  func end(ofRunFrom start: Int, limit: Int, where isOfKind: (UInt8) -> Bool) -> Int {
    precondition(start >= 0 && start <= limit && limit <= count)
    return unsafe withUnsafeBufferPointer { bytes in
      var index = start
      while index < limit, isOfKind(unsafe bytes[index]) { index += 1 }
      return index
    }
  }

  /// How many bytes are of the kind.
  @inline(__always)
  func number(where isOfKind: (UInt8) -> Bool) -> Int {
    unsafe withUnsafeBufferPointer { bytes in
      var number = 0
      for index in bytes.indices { number += isOfKind(unsafe bytes[index]) ? 1 : 0 }
      return number
    }
  }
}

/// What a byte is to lines of text.
enum ByteKind {
  /// Printable ASCII or a blank, which stands for itself in quoted-printable but for some places.
  @inline(__always)
  static func isKept(_ byte: UInt8) -> Bool {
    (byte &- 0x20 < 0x5F && byte != UInt8(ascii: "=")) || byte == 0x09
  }

  /// A space or tab, which does not stand at the end of a line.
  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09
  }

  /// A part of CRLF.
  @inline(__always)
  static func isLineEnd(_ byte: UInt8) -> Bool {
    byte == 0x0D || byte == 0x0A
  }
}
