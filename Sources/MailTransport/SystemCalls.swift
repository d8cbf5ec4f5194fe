import Glibc

/// What the system says about an error number.
func systemWords(_ number: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
  return text(buffer)
}

/// The letters of a buffer that C has filled, up to its NUL.
func text(_ buffer: [CChar]) -> String {
  String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The error of the last call, as far as it is one of the connection.
func connectionError(_ call: String, _ number: Int32) -> TransportError {
  switch number {
  case ECONNRESET, EPIPE, ECONNABORTED, ENOTCONN, ENETDOWN, ENETUNREACH, ENETRESET, EHOSTUNREACH,
    EHOSTDOWN, ETIMEDOUT, ECONNREFUSED:
    .broken(systemWords(number))
  default: .system(call: call, errorNumber: number)
  }
}
