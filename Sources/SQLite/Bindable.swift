import CSQLite

/// The values of one statement's placeholders, filled from left to right.
@safe
public struct Parameters {
  let statement: OpaquePointer
  private var index: Int32 = 0
  private var code = SQLITE_OK

  @usableFromInline
  init(of statement: Statement) {
    unsafe self.statement = unsafe statement.pointer
  }

  /// Binds the next placeholder to an integer.
  public mutating func bind(_ value: Int64) {
    let place = next()
    note(unsafe sqlite3_bind_int64(statement, place, value))
  }

  /// Binds the next placeholder to a number.
  public mutating func bind(_ value: Double) {
    let place = next()
    note(unsafe sqlite3_bind_double(statement, place, value))
  }

  /// Binds the next placeholder to a text.
  public mutating func bind(_ value: String) {
    let place = next()
    var text = value
    let code = text.withUTF8 { buffer in
      // An empty buffer may have no address, and SQLite takes that for NULL.
      guard let start = buffer.baseAddress else {
        return unsafe sqlite3_bind_text64(
          statement, place, "", 0, Self.copied, UInt8(SQLITE_UTF8))
      }
      return unsafe start.withMemoryRebound(to: CChar.self, capacity: buffer.count) { text in
        unsafe sqlite3_bind_text64(
          statement, place, text, UInt64(buffer.count), Self.copied, UInt8(SQLITE_UTF8))
      }
    }
    note(code)
  }

  /// Binds the next placeholder to bytes.
  public mutating func bind(_ value: [UInt8]) {
    let place = next()
    guard !value.isEmpty else {
      note(unsafe sqlite3_bind_zeroblob(statement, place, 0))
      return
    }
    let code = unsafe value.withUnsafeBytes { buffer in
      unsafe sqlite3_bind_blob64(
        statement, place, buffer.baseAddress, UInt64(buffer.count), Self.copied)
    }
    note(code)
  }

  /// Binds the next placeholder to NULL.
  public mutating func bindNull() {
    let place = next()
    note(unsafe sqlite3_bind_null(statement, place))
  }

  /// SQLITE_OK if there was exactly one value for every placeholder.
  var result: Int32 {
    if code != SQLITE_OK { return code }
    return unsafe index == sqlite3_bind_parameter_count(statement) ? SQLITE_OK : SQLITE_RANGE
  }

  private mutating func next() -> Int32 {
    index += 1
    return index
  }

  private mutating func note(_ result: Int32) {
    if code == SQLITE_OK { code = result }
  }

  /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
  private static var copied: sqlite3_destructor_type? {
    unsafe unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
  }
}

/// A value that can stand for a placeholder.
///
/// A domain's own type joins with an empty conformance if its raw value is bindable:
/// `extension ReviewID: Bindable {}`.
public protocol Bindable {
  /// Binds exactly one placeholder.
  func bind(to parameters: inout Parameters)
}

extension Int64: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(self) }
}

extension Int: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(Int64(self)) }
}

extension Int32: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(Int64(self)) }
}

extension Bool: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(self ? 1 : 0 as Int64) }
}

extension Double: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(self) }
}

extension String: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(self) }
}

extension [UInt8]: Bindable {
  public func bind(to parameters: inout Parameters) { parameters.bind(self) }
}

extension Optional: Bindable where Wrapped: Bindable {
  @inlinable
  public func bind(to parameters: inout Parameters) {
    if let value = self { value.bind(to: &parameters) } else { parameters.bindNull() }
  }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
  @inlinable
  public func bind(to parameters: inout Parameters) { rawValue.bind(to: &parameters) }
}
