/// The bytes of a simulated file, in pieces that copies share until one of them is changed.
///
/// So "what the disk has" and "what was written since" are two values of this type: syncing is an
/// assignment, and so is branching off a whole disk.
struct SimulatedContent: Sendable {
  private static let chunkBytes = 16 << 10

  private var chunks: [[UInt8]] = []
  private(set) var count = 0

  /// Copies bytes out; returns how many there were.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let available = max(0, min(buffer.count, count - offset))
    var done = 0
    while done < available {
      let (chunk, start) = (offset + done).quotientAndRemainder(dividingBy: Self.chunkBytes)
      let length = min(available - done, Self.chunkBytes - start)
      unsafe chunks[chunk].withUnsafeBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + length])
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
      }
      done += length
    }
    return available
  }

  /// Writes bytes, lengthening the file with zeros as far as needed.
  mutating func write(_ source: UnsafeRawBufferPointer, at offset: Int) {
    let total = source.count
    extend(to: offset + total)
    var done = 0
    while done < total {
      let (chunk, start) = (offset + done).quotientAndRemainder(dividingBy: Self.chunkBytes)
      let length = min(total - done, Self.chunkBytes - start)
      unsafe chunks[chunk].withUnsafeMutableBytes { bytes in
        let target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + length])
        unsafe target.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: source[done..<done + length]))
      }
      done += length
    }
  }

  /// Makes the file this long: cuts off, or adds zeros.
  mutating func resize(to size: Int) {
    guard size < count else {
      extend(to: size)
      return
    }
    chunks.removeLast(chunks.count - (size + Self.chunkBytes - 1) / Self.chunkBytes)
    count = size
    // What was cut off must not come back when the file grows again.
    let rest = size % Self.chunkBytes
    if rest > 0 {
      for index in rest..<Self.chunkBytes { chunks[chunks.count - 1][index] = 0 }
    }
  }

  /// Takes over a part of another content, as far as that one and this one reach.
  mutating func copy(_ range: Range<Int>, from other: SimulatedContent) {
    let range = range.clamped(to: 0..<min(count, other.count))
    guard !range.isEmpty else { return }
    let bytes = other.bytes(range)
    unsafe bytes.withUnsafeBytes { unsafe write($0, at: range.lowerBound) }
  }

  /// A part as an array, as far as the content reaches.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    var bytes = [UInt8](repeating: 0, count: range.count)
    _ = unsafe bytes.withUnsafeMutableBytes { unsafe read(at: range.lowerBound, into: $0) }
    return bytes
  }

  private mutating func extend(to size: Int) {
    guard size > count else { return }
    while chunks.count * Self.chunkBytes < size {
      chunks.append([UInt8](repeating: 0, count: Self.chunkBytes))
    }
    count = size
  }
}
