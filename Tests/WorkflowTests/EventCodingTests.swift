import Foundation
import Testing
import Workflow

/// The stored form of every kind of event, as it was when that form came into use. What is in a journal is never
/// written anew, so a line here is never changed: a new form gets a new version, an upcaster and a new file.
private let frozen = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("Fixtures/Workflow/events-1.txt")

/// The kinds that say something of pay since there is any.
private let frozenWithPay = frozen.deletingLastPathComponent()
  .appendingPathComponent("events-1-pay.txt")

@Suite struct `An event's stored form` {
  private let coding = EventCoding()

  @Test func `has a fixture for every kind`() throws {
    let kinds = try EventFixtures.all().map(\.kindNumber)
    #expect(kinds.sorted() == Array(0..<Event.kindCount))
    #expect(try Set(EventFixtures.all().map(\.type)).count == Event.kindCount)
  }

  @Test func `is read back as it was, with its payload and without`() throws {
    for event in try EventFixtures.all() {
      let stored = try coding.encode(event)
      #expect(stored.type == event.type && stored.version == 1)
      #expect(try coding.decode(stored) == event)
      var erased = stored
      erased.payload = nil
      let without = try coding.decode(erased)
      #expect(without.type == event.type)
      #expect((without == event) == (stored.payload == nil), "\(event.type)")
      // What is left is all structure: stored once more, it has no payload, and is the same event.
      let again = try coding.encode(without)
      #expect(again.payload == nil)
      #expect(try coding.decode(again) == without)
    }
  }

  @Test func `holds names, addresses, pay and free text in its payload alone`() throws {
    for event in try EventFixtures.all() {
      let stored = try coding.encode(event)
      let structure = String(decoding: stored.structure, as: UTF8.self)
      #expect(!structure.contains(mark) && !structure.contains("7654321"), "\(event.type)")
      let payload = stored.payload.map { String(decoding: $0, as: UTF8.self) }
      // Whoever has words in it is named as whom it concerns, or nobody could erase them.
      #expect((payload != nil) == !event.payload.concerns.isEmpty, "\(event.type)")
      if let payload { #expect(payload.contains(mark), "\(event.type)") }
    }
  }

  @Test func `is the same bytes each time`() throws {
    let other = EventCoding()
    for event in try EventFixtures.all() {
      #expect(try coding.encode(event) == other.encode(event))
    }
  }

  /// The lines of a file, by type.
  private func stored(in file: URL) throws -> [String: StoredEvent] {
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    var known: [String: StoredEvent] = [:]
    for line in lines {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 4)
      known[fields[0]] = StoredEvent(
        type: fields[0], version: try #require(Int(fields[1])), structure: Array(fields[2].utf8),
        payload: fields[3] == "-" ? nil : Array(fields[3].utf8))
    }
    return known
  }

  @Test func `is frozen with what it says of pay, too`() throws {
    let known = try stored(in: frozenWithPay)
    let events = try EventFixtures.withPay()
    #expect(known.count == 5 && Set(known.keys) == Set(events.map(\.type)))
    for event in events {
      let now = try coding.encode(event)
      let line = [now.structure, now.payload ?? []].map { String(decoding: $0, as: UTF8.self) }
      #expect(known[event.type] == now, "\(event.type)\t\(now.version)\t\(line[0])\t\(line[1])")
      if let stored = known[event.type] { #expect(try coding.decode(stored) == event) }
    }
  }

  @Test func `is frozen, and what was stored once is read for ever`() throws {
    let known = try stored(in: frozen)
    #expect(known.count == Event.kindCount)
    for event in try EventFixtures.all() {
      let stored = try #require(known[event.type], "\(event.type)")
      #expect(try coding.decode(stored) == event)
      #expect(try coding.encode(event) == stored, "\(event.type)")
    }
  }

  @Test func `of a kind or version from the future is told, not guessed`() throws {
    var stored = try coding.encode(.undone(Undone(command: 4)))
    stored.version = 2
    #expect(throws: EventCodingError.unknownVersion(type: "undone", version: 2)) {
      try coding.decode(stored)
    }
    stored.version = 0
    #expect(throws: EventCodingError.unknownVersion(type: "undone", version: 0)) {
      try coding.decode(stored)
    }
    stored.type = "dreamt"
    #expect(throws: EventCodingError.unknownType("dreamt")) { try coding.decode(stored) }
    #expect("\(EventCodingError.unknownType("dreamt"))".contains("dreamt"))
  }

  @Test func `that is damaged is told with its kind`() throws {
    let whole = try coding.encode(EventFixtures.all()[8])
    try #require(whole.payload != nil)
    var damaged: [StoredEvent] = []
    for (structure, payload) in [
      (Array("{".utf8), whole.payload), (Array("{}".utf8), whole.payload),
      (whole.structure, Array("[".utf8)), (whole.structure, Array("[]".utf8)),
      (whole.structure, Array("[4]".utf8)),
    ] {
      damaged.append(
        StoredEvent(type: whole.type, version: 1, structure: structure, payload: payload))
    }
    for stored in damaged {
      do {
        let event = try coding.decode(stored)
        Issue.record("read as \(event)")
      } catch {
        guard case .malformed(whole.type, _) = error else {
          Issue.record("\(error)")
          continue
        }
      }
    }
  }
}
