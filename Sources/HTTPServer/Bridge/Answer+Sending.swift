import CMicroHTTPD
import Glibc

extension Answer {
  /// Hands the answer to libmicrohttpd.
  ///
  /// - Parameters:
  ///   - connection: Where it goes.
  ///   - isLast: Whether the connection ends with it in any case.
  /// - Returns: Whether it was taken.
  func queue(on connection: OpaquePointer, isLast: Bool) -> Bool {
    guard let response = unsafe makeResponse() else { return false }
    defer { unsafe MHD_destroy_response(response) }
    for field in headers.fields {
      guard unsafe MHD_add_response_header(response, field.name, field.value) == .YES else {
        return false
      }
    }
    if isLast || closesConnection {
      _ = unsafe MHD_add_response_header(response, "Connection", "close")
    }
    return unsafe MHD_queue_response(connection, UInt32(status.code), response) == .YES
  }

  private func makeResponse() -> OpaquePointer? {
    switch body {
    case .bytes(let bytes):
      // The range of bytes is always the whole: only files are sent in part.
      return unsafe bytes.withUnsafeBytes { bytes in
        unsafe MHD_create_response_from_buffer(
          bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
      }
    case .file(let file):
      // libmicrohttpd closes what it is given.
      let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
      guard copy >= 0 else { return nil }
      let count = UInt64(range.upperBound - range.lowerBound)
      let response = unsafe MHD_create_response_from_fd_at_offset64(
        count, copy, UInt64(range.lowerBound))
      if unsafe response == nil { _ = close(copy) }
      return unsafe response
    }
  }

  /// The answer as it stands on the line, for who gets one without libmicrohttpd; it ends the connection.
  var wireForm: [UInt8] {
    guard case .bytes(let bytes) = body else { return [] }
    var head = "HTTP/1.1 \(status)\r\n"
    for field in headers.fields { head += "\(field.name): \(field.value)\r\n" }
    head += "Content-Length: \(bytes.count)\r\nConnection: close\r\n\r\n"
    return Array(head.utf8) + bytes
  }
}
