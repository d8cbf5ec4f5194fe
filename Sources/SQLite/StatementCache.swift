import CSQLite

/// A prepared statement, taken out of the cache for one use.
@safe
@usableFromInline
struct Statement {
  @usableFromInline let pointer: OpaquePointer
  /// Its place in the cache; -1 for a second use of the same SQL inside the first.
  let place: Int
  let isReadOnly: Bool

  /// The text it was prepared from, with its placeholders.
  var sql: String {
    guard let text = unsafe sqlite3_sql(pointer) else { return "" }
    return unsafe String(cString: text)
  }
}

/// The prepared statements of one connection, found by the address of their SQL.
///
/// SQL is a `StaticString`, so that its address names it for as long as the process lives, and there
/// are at most as many entries as places in the source. Open addressing with linear probing, never
/// more than half full: a look-up is a multiplication and, nearly always, one comparison.
@safe
struct StatementCache {
  @unsafe
  private struct Entry {
    let key: UInt
    let pointer: OpaquePointer
    let isReadOnly: Bool
    var isInUse: Bool
  }

  /// In the order of their first use. Places never move, so that nested uses may add to it.
  private var entries: [Entry] = unsafe []
  /// Places in `entries`, or -1, by the hash of the key. The length is a power of two.
  private var places = [Int32](repeating: -1, count: 128)

  /// The statement for an address, marked as in use; nil if it is unknown or already in use.
  mutating func take(_ key: UInt) -> Statement? {
    let place = Int(places[probe(key)])
    guard place >= 0 else { return nil }
    return unsafe entries.withUnsafeMutableBufferPointer { entries in
      guard unsafe !entries[place].isInUse else { return nil }
      unsafe entries[place].isInUse = true
      return unsafe Statement(
        pointer: entries[place].pointer, place: place, isReadOnly: entries[place].isReadOnly)
    }
  }

  /// Takes a fresh statement over; it is in use from now on.
  mutating func adopt(_ pointer: OpaquePointer, key: UInt) -> Statement {
    let isReadOnly = unsafe sqlite3_stmt_readonly(pointer) != 0
    guard places[probe(key)] < 0 else {
      // The same SQL is running further out: this one lives for one use.
      return unsafe Statement(pointer: pointer, place: -1, isReadOnly: isReadOnly)
    }
    if unsafe (entries.count + 1) * 2 > places.count { grow() }
    let place = unsafe entries.count
    unsafe entries.append(
      Entry(key: key, pointer: pointer, isReadOnly: isReadOnly, isInUse: true))
    places[probe(key)] = Int32(place)
    return unsafe Statement(pointer: pointer, place: place, isReadOnly: isReadOnly)
  }

  /// Ends a use. The statement is reset already.
  mutating func giveBack(_ statement: Statement) {
    if statement.place >= 0 {
      unsafe entries[statement.place].isInUse = false
    } else {
      _ = unsafe sqlite3_finalize(statement.pointer)
    }
  }

  /// Forgets all statements, before the connection closes.
  mutating func finalizeAll() {
    for place in unsafe entries.indices {
      _ = unsafe sqlite3_finalize(entries[place].pointer)
    }
    unsafe entries.removeAll()
    places = [Int32](repeating: -1, count: 128)
  }

  /// Where the key is in `places`, or the free place where it belongs.
  private func probe(_ key: UInt) -> Int {
    let mask = places.count - 1
    // Fibonacci hashing (Knuth, The Art of Computer Programming, vol. 3, §6.4).
    var index = Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while places[index] >= 0, unsafe entries[Int(places[index])].key != key {
      index = (index + 1) & mask
    }
    return index
  }

  private mutating func grow() {
    places = [Int32](repeating: -1, count: places.count * 2)
    for place in unsafe entries.indices {
      places[probe(unsafe entries[place].key)] = Int32(place)
    }
  }
}
