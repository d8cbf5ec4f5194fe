import Crypto
import Files
import HTTPServer
import Office
import Store

/// A file on its way from a browser into the blob store, piece by piece.
///
/// It gets its name only when it is taken, after the whole form has come and is good: a request that breaks off, or
/// is refused, leaves nothing behind.
final class UploadSink: FileSink {
  private var writer: BlobWriter?

  init(_ blobs: Blobs) throws {
    writer = try Self.lifting { try blobs.write() }
  }

  func write(_ bytes: RawSpan) throws {
    let piece = unsafe bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    try Self.lifting { try writer?.append(piece) }
  }

  func finish() {}

  func cancel() {
    writer?.cancel()
    writer = nil
  }

  /// Keeps the file.
  ///
  /// - Returns: Its SHA-256; `nil` if it was given up.
  func take() throws -> Digest32? {
    guard let writer else { return nil }
    do {
      let digest = try Self.lifting { try writer.finish() }
      self.writer = nil
      return digest
    } catch {
      cancel()
      throw error
    }
  }

  /// A full disk is no fault of the browser's, and passes.
  private static func lifting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as FileError where error.reason == .noRoom {
      throw HTTPProblem(.serviceUnavailable, "the disk is full")
    }
  }
}

extension Visit {
  /// The files that were handed in.
  var blobs: Blobs {
    Blobs(files: office.surroundings.files, random: office.surroundings.random)
  }
}
