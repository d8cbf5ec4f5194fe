// A multipart body of any bytes: the first chooses limits and how it is cut, the rest up to a line feed is
// the Content-Type, and what follows is the body.
//
// Held: the reader gives the same events however the body is cut; fields and files are within their limits; a
// file's name is no path; every sink is finished or cancelled, and all are cancelled if the form is not
// handed over.

import Driver
import Glibc
import HTTPServer

@main
struct FuzzMultipart {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzMultipart(start, count) })
  }
}

private func fuzzMultipart(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first, let end = bytes.firstIndex(of: 0x0A) else { return 0 }
  let type = String(decoding: bytes[1..<max(1, end)], as: UTF8.self)
  let body = Array(bytes[(end + 1)...])
  let whole = events(type, body, step: max(1, body.count))
  // Long inputs in few pieces, so that none takes long.
  let cut = events(type, body, step: max(Int(choice & 15) + 1, body.count / 1_024))
  precondition(whole.0 == cut.0 || whole.1 != cut.1, "events depend on how the body is cut")
  precondition(whole.1 == cut.1, "a problem depends on how the body is cut")
  exchange(type, body, isInterrupted: choice & 16 != 0, step: Int(choice >> 5) * 64 + 1)
  return 0
}

/// What a reader makes of a body, and whether it took it.
private func events(_ type: String, _ body: [UInt8], step: Int) -> ([String], Bool) {
  var recorder = Recorder()
  do {
    var reader = try MultipartReader(contentType: type)
    for start in stride(from: 0, to: body.count, by: step) {
      let piece = Array(body[start..<min(start + step, body.count)])
      try unsafe reader.read(piece.span.bytes, into: &recorder)
    }
    try reader.finish()
    return (recorder.events, true)
  } catch {
    return ([], false)
  }
}

private struct Recorder: MultipartEvents {
  var events: [String] = []
  private var content = 0
  private var sum: UInt64 = 0

  mutating func begin(_ part: MultipartPart) {
    precondition(!part.name.isEmpty)
    events.append("\(part)")
    content = 0
    sum = 0
  }

  mutating func content(_ bytes: RawSpan) {
    content += bytes.byteCount
    for offset in bytes.byteOffsets {
      let byte = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      sum = sum &* 31 &+ UInt64(byte)
    }
  }

  mutating func endPart() { events.append("\(content) bytes, \(sum)") }
}

/// A whole exchange, in which every sink must come to its end.
private func exchange(_ type: String, _ body: [UInt8], isInterrupted: Bool, step: Int) {
  let ledger = Ledger()
  var headers = HTTPHeaders()
  guard (try? headers.add("Content-Type", type)) != nil else { return }
  let limits = MultipartLimits(
    bodyBytesMax: 20_000, filesMax: 3,
    fields: FormData.Limits(fieldsMax: 4, nameBytesMax: 20, valueBytesMax: 50), fieldsBytesMax: 99)
  let site = Site(handle: { _ in
    .multipart(limits, sink: { ledger.make($0) }) { _, form in
      precondition(form.files.count <= 3 && form.fields.fields.count <= 4)
      precondition(form.fields.fields.allSatisfy { $0.value.utf8.count <= 50 })
      ledger.isTaken = true
      return .text("taken")
    }
  })
  guard let request = try? HTTPRequest(.post, "/", headers: headers) else { return }
  var exchange = Exchange(site, request)
  guard case .read = exchange.begin(.unknown) else { return }
  for start in stride(from: 0, to: body.count, by: step) {
    let piece = Array(body[start..<min(start + step, body.count)])
    guard unsafe exchange.receive(piece.span.bytes) else { break }
  }
  if isInterrupted { exchange.interrupt() } else { _ = exchange.end() }
  for sink in ledger.sinks {
    precondition(ledger.isTaken ? sink.isFinished && !sink.isCancelled : sink.isCancelled)
  }
}

private final class Ledger: @unchecked Sendable {
  var sinks: [Sink] = []
  var isTaken = false

  func make(_ part: FilePart) -> Sink {
    precondition((1...FilePart.fileNameBytesMaximum).contains(part.fileName.utf8.count))
    precondition(!part.fileName.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0 == "\0" })
    precondition(part.fileName != "." && part.fileName != "..")
    let sink = Sink()
    sinks.append(sink)
    return sink
  }
}

private final class Sink: FileSink {
  var isFinished = false
  var isCancelled = false

  func write(_ bytes: RawSpan) { precondition(!isFinished && !isCancelled) }

  func finish() {
    precondition(!isFinished && !isCancelled)
    isFinished = true
  }

  func cancel() {
    precondition(!isCancelled)
    isCancelled = true
  }
}
