import HTTPServer
import Synchronization
import Testing

@Suite struct `An exchange` {
  @Test func `collects a body, and answers once it is whole`() throws {
    var exchange = try exchange(.collect(bytesMax: 5) { .text("\($0.body.count)") })
    #expect(begins(&exchange, .bytes(5)))
    #expect(feed(&exchange, "hel"))
    #expect(feed(&exchange, "lo"))
    #expect(try content(exchange.end()) == "5")
  }

  @Test func `refuses a body that is too long, told beforehand or not`() throws {
    var told = try exchange(.collect(bytesMax: 5) { _ in .text("") })
    #expect(begins(&told, .bytes(6)))
    #expect(feed(&told, "hello!"))
    let answer = told.end()
    #expect(answer.status == .contentTooLarge)
    #expect(!answer.closesConnection)
    var untold = try exchange(.collect(bytesMax: 5) { _ in .text("") })
    #expect(begins(&untold, .unknown))
    #expect(feed(&untold, "hello!"))
    #expect(untold.lastWord?.status == .contentTooLarge)
    #expect(untold.end().status == .contentTooLarge)
  }

  @Test func `reads on after a refusal, but not for ever`() throws {
    let most = Exchange.discardedBytesMaximum
    var patient = try exchange(.respond(.text("no", status: .forbidden)))
    #expect(begins(&patient, .bytes(most)))
    #expect(feed(&patient, String(repeating: "x", count: Int(most))))
    #expect(!feed(&patient, "x"))
    #expect(patient.lastWord?.status == .forbidden)
    var impatient = try exchange(.respond(.text("no", status: .forbidden)))
    guard case .answer(let answer) = impatient.begin(.bytes(most + 1)) else {
      Issue.record("it waits for a long body")
      return
    }
    #expect(answer.status == .forbidden)
    #expect(answer.closesConnection)
  }

  @Test func `does not ask for a body that it refuses`() throws {
    var headers = HTTPHeaders()
    try headers.add("Expect", "100-continue")
    var exchange = try exchange(.respond(.text("no", status: .forbidden)), headers)
    guard case .answer(let answer) = exchange.begin(.bytes(5)) else {
      Issue.record("it asks for the body")
      return
    }
    #expect(answer.closesConnection)
  }

  @Test func `turns what a handler throws into a page`() throws {
    let told = Mutex<[String]>([])
    let site = Site(
      handle: { _ in .collect(bytesMax: 5) { _ in throw Broken() } },
      errorPage: { problem, request in .text("\(problem) for \(request?.number ?? 0)") },
      unexpected: { error, _ in told.withLock { $0.append("\(error)") } })
    var exchange = Exchange(site, try HTTPRequest(.post, "/", number: 7))
    guard case .answer(let answer) = exchange.begin(.none) else {
      Issue.record("it waits for a body")
      return
    }
    #expect(answer.status == .internalServerError)
    #expect(try content(answer) == "500 Internal Server Error: an unexpected error for 7")
    #expect(told.withLock { $0 } == ["Broken()"])
  }

  @Test func `keeps to the hosts of its site`() throws {
    let site = Site(
      hosts: ["rubricd.example", "localhost:8080"], handle: { _ in .respond(.text("")) })
    for (host, status) in [
      ("rubricd.example", HTTPStatus.ok), ("RUBRICD.example:443", .ok), ("localhost:8080", .ok),
      ("localhost", .misdirectedRequest), ("evil.example", .misdirectedRequest),
      ("", .misdirectedRequest), ("rubricd.example:x", .misdirectedRequest),
    ] {
      var headers = HTTPHeaders()
      try headers.add("Host", host)
      #expect(site.answer(try HTTPRequest(.get, "/", headers: headers)).status == status)
    }
  }

  @Test func `hands files to their sinks, and fields to the handler`() throws {
    let sinks = Sinks()
    var exchange = try upload(sinks)
    #expect(begins(&exchange, .unknown))
    #expect(
      feed(&exchange, part("f", "a.bin", "12345") + field("x", "y") + part("f", "b.bin", "") + end))
    #expect(try content(exchange.end()) == #"x=y ["a.bin", "b.bin"] [5, 0]"#)
    exchange.interrupt()
    #expect(sinks.events == ["begin a.bin", "finish 5", "begin b.bin", "finish 0"])
  }

  @Test func `lets nothing remain of an upload that is cut`() throws {
    let sinks = Sinks()
    var exchange = try upload(sinks)
    #expect(begins(&exchange, .bytes(10_000)))
    #expect(feed(&exchange, part("f", "a.bin", "12345") + part("f", "b.bin", "123456")))
    exchange.interrupt()
    #expect(sinks.events == ["begin a.bin", "finish 5", "begin b.bin", "cancel", "cancel"])
    #expect(exchange.end().status == .internalServerError)
  }

  @Test func `lets nothing remain when the handler, the body or a sink fails`() throws {
    let failing = Sinks()
    var exchange = try upload(failing) { _, _ in throw HTTPProblem(.conflict) }
    #expect(begins(&exchange, .unknown))
    #expect(feed(&exchange, part("f", "a", "1") + end))
    #expect(exchange.end().status == .conflict)
    #expect(failing.events == ["begin a", "finish 1", "cancel"])

    let cut = Sinks()
    var second = try upload(cut)
    #expect(begins(&second, .unknown))
    #expect(feed(&second, part("f", "a", "1")))
    #expect(second.end().status == .badRequest)
    #expect(cut.events.last == "cancel")

    let full = Sinks(failsAt: 3)
    var third = try upload(full)
    #expect(begins(&third, .unknown))
    #expect(feed(&third, part("f", "a", "1234") + end))
    #expect(third.end().status == .serviceUnavailable)
    #expect(full.events == ["begin a", "cancel"])
  }

  @Test func `bounds files, fields and the whole of an upload`() throws {
    var limits = MultipartLimits(
      bodyBytesMax: 1_000, filesMax: 2,
      fields: FormData.Limits(fieldsMax: 2, nameBytesMax: 3, valueBytesMax: 4), fieldsBytesMax: 6)
    let fine = part("f", "a", "1") + part("f", "b", "2") + field("abc", "1234") + field("b", "12")
    #expect(try status(fine + end, limits) == .ok)
    for body in [
      fine + part("f", "c", "3") + end, fine + field("c", "") + end, field("abcd", "") + end,
      field("a", "12345") + end, field("a", "1234") + field("b", "123") + end,
    ] {
      #expect(try status(body, limits) == .contentTooLarge)
    }
    let whole = Int64((fine + end).utf8.count)
    limits.bodyBytesMax = whole
    #expect(try status(fine + end, limits) == .ok)
    limits.bodyBytesMax = whole - 1
    #expect(try status(fine + end, limits) == .contentTooLarge)
  }

  @Test func `refuses an upload that is none`() throws {
    let site = Site(handle: { _ in
      .multipart(MultipartLimits(bodyBytesMax: 10), sink: { _ in throw Broken() }) { _, _ in
        .text("")
      }
    })
    #expect(site.answer(try HTTPRequest(.post, "/")).status == .unsupportedMediaType)
  }

  // MARK: -

  private let end = "\r\n--B--\r\n"

  private func part(_ name: String, _ file: String, _ content: String) -> String {
    "\r\n--B\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"\(file)\"\r\n\r\n\(content)"
  }

  private func field(_ name: String, _ value: String) -> String {
    "\r\n--B\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)"
  }

  private func exchange(_ handling: Handling, _ headers: HTTPHeaders = HTTPHeaders()) throws
    -> Exchange
  {
    let box = Box(handling)
    return Exchange(
      Site(handle: { _ in box.handling }), try HTTPRequest(.post, "/", headers: headers))
  }

  private func upload(
    _ sinks: Sinks, _ limits: MultipartLimits = MultipartLimits(bodyBytesMax: 100_000),
    then: @escaping @Sendable (HTTPRequest, MultipartForm) throws -> HTTPResponse = { _, form in
      let fields = form.fields.fields.map { "\($0.name)=\($0.value)" }.joined()
      return .text("\(fields) \(form.files.map(\.part.fileName)) \(form.files.map(\.length))")
    }
  ) throws -> Exchange {
    var headers = HTTPHeaders()
    try headers.add("Content-Type", "multipart/form-data; boundary=B")
    return try exchange(.multipart(limits, sink: { sinks.make($0) }, then: then), headers)
  }

  private func status(_ body: String, _ limits: MultipartLimits) throws -> HTTPStatus {
    var exchange = try upload(Sinks(), limits)
    #expect(begins(&exchange, .unknown))
    _ = feed(&exchange, body)
    return exchange.end().status
  }

  private func begins(_ exchange: inout Exchange, _ length: Exchange.BodyLength) -> Bool {
    if case .read = exchange.begin(length) { return true }
    return false
  }

  private func feed(_ exchange: inout Exchange, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe exchange.receive(bytes.span.bytes)
  }

  private func content(_ answer: Answer) throws -> String {
    String(decoding: try answer.content(), as: UTF8.self)
  }
}

private struct Broken: Error {}

/// A handling that a sendable closure may give; used by one thread.
private final class Box: @unchecked Sendable {
  let handling: Handling

  init(_ handling: Handling) {
    self.handling = handling
  }
}

/// Makes sinks that note what is done to them.
final class Sinks: Sendable {
  private let noted = Mutex<[String]>([])
  private let written = Mutex(0)
  private let wrote = Channel()
  private let failsAt: Int

  init(failsAt: Int = .max) {
    self.failsAt = failsAt
  }

  var events: [String] { noted.withLock { $0 } }

  func make(_ part: FilePart) -> any FileSink {
    note("begin \(part.fileName)")
    return Sink(self, failsAt: failsAt)
  }

  func note(_ event: String) {
    noted.withLock { $0.append(event) }
  }

  /// Waits until so many bytes have come, but for the few that a reader holds back.
  func waitForBytes(_ count: Int) {
    while written.withLock({ $0 }) < count - 8 { wrote.wait() }
  }

  func write(_ count: Int) {
    written.withLock { $0 += count }
    wrote.signal()
  }

  private final class Sink: FileSink {
    private let sinks: Sinks
    private let failsAt: Int
    private var count = 0

    init(_ sinks: Sinks, failsAt: Int) {
      self.sinks = sinks
      self.failsAt = failsAt
    }

    func write(_ bytes: RawSpan) throws {
      count += bytes.byteCount
      sinks.write(bytes.byteCount)
      if count >= failsAt { throw HTTPProblem(.serviceUnavailable, "the disk is full") }
    }

    func finish() { sinks.note("finish \(count)") }

    func cancel() { sinks.note("cancel") }
  }
}
