import CivilTime
import Foundation
import Rubrics
import Testing
import Workflow

/// What is written by hand for speed has to be what would be written anyhow: these tests fail when a field is
/// added and left out there.
@Suite struct `A hand-in as it is stored` {
  private let times = AnswerTimes(
    reviewsDue: Instant(milliseconds: 1), releaseBy: Instant(milliseconds: -2),
    promisedMorning: Instant(milliseconds: 30), notifyBy: .distantFuture)

  private let content = Content(
    answers: [Answer(part: "a", text: "line\n\"quoted\" ä 😀"), Answer(part: "b", text: "")],
    artifacts: [
      Artifact(part: "a", place: .link("https://example.org/a?b=c")),
      Artifact(
        part: nil,
        place: .file(sha256: "ab", bytes: 1 << 40, mediaType: "video/mp4", name: "ä\\b.mp4")),
    ])

  /// Full and bare, in every state.
  private func submissions() -> [Submission] {
    var bare = Submission(
      id: SubmissionID(7), stage: .proposal, earner: PersonID(2), offering: nil, proposal: nil,
      window: nil, round: 1, title: Personal(nil), skills: [], content: Personal(nil),
      rubric: nil, source: .form, state: .submitted(at: Instant(milliseconds: 5)),
      receivedAt: .epoch, times: times)
    var full = Submission(
      id: SubmissionID(.max), stage: .evidence, earner: PersonID(2), offering: OfferingID(3),
      proposal: SubmissionID(4), window: WindowID(5), round: 12, title: Personal("T \t\"x\""),
      skills: ["Design thinking", "é"], content: Personal(content),
      rubric: RubricVersion(rubric: "r", hash: "0f"), source: .page,
      state: .underReview(since: Instant(milliseconds: 9)), receivedAt: .distantPast, times: times)
    full.resubmissions = 2
    full.arrivals = 3
    full.cents = 40_001
    full.met = ["a", "b"]
    full.reopened = [ReopenedCriterion(criterion: "a", reason: Personal("why"))]
    full.handInAgainBy = Instant(milliseconds: 8)
    full.lacking = [LackingEvaluator(part: .evaluator, since: .epoch, isForAdministrator: true)]
    full.decision = DecisionID(6)
    full.delays = 4
    full.progress = .stopped(since: .epoch, ends: .distantFuture)
    var all = [bare, full]
    let states: [SubmissionState] = [
      .returned(
        Return(
          at: .epoch, missing: [MissingPart(part: "a", kind: .linkClosed, words: Personal("w"))],
          handInBy: .epoch, wasUnderReview: true)),
      .readyToRelease(.notYet, since: .epoch), .decided(DecisionID(1), .earned, at: .epoch),
      .withdrawn(at: .epoch),
    ]
    for state in states {
      bare.state = state
      all.append(bare)
    }
    return all
  }

  /// By way of `Codable`, as any other value.
  private func written(_ value: some Encodable) throws -> [UInt8] { try JSONWriter().write(value) }

  @Test func `is the same text for a submission as by way of Codable`() throws {
    let writer = JSONWriter()
    for submission in submissions() {
      let text = try writer.write(submission)
      #expect(try text == written(submission))
      #expect(try JSONReader().read(Submission.self, from: text) == submission)
    }
  }

  @Test func `leaves no field of a submission out`() throws {
    let full = submissions()[1]
    let text = try #require(
      try JSONSerialization.jsonObject(with: Data(try JSONWriter().write(full)))
        as? [String: Any])
    let fields = Mirror(reflecting: full).children.compactMap(\.label)
    #expect(Set(text.keys) == Set(fields))
  }

  private func event(isFull: Bool, title: String?, content: Content?) -> HandedIn {
    HandedIn(
      submission: SubmissionID(1), stage: .evidence, earner: PersonID(2),
      offering: isFull ? OfferingID(3) : nil, proposal: isFull ? SubmissionID(4) : nil,
      window: isFull ? WindowID(5) : nil, round: 1, title: Personal(title),
      skills: ["x", "y\""], content: Personal(content),
      rubric: isFull ? RubricVersion(rubric: "r", hash: "0f") : nil, source: .mail,
      receivedAt: Instant(milliseconds: 77), times: times, lacking: [.evaluator, .adjudicator],
      isOfThePast: isFull, cents: isFull ? 40_001 : nil)
  }

  @Test(arguments: [true, false], [(0, 1), (0, nil), (nil, 0), (nil, nil)] as [(Int?, Int?)])
  func `is the same text for the event, its words apart`(
    isFull: Bool, places: (title: Int?, content: Int?)
  ) throws {
    let title = places.title.map { _ in "A \"title\" ä" }
    let content = places.content == nil ? nil : self.content
    let event = event(isFull: isFull, title: title, content: content)
    let stored = try EventCoding().encode(.handedIn(event))
    var expected = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(event)) as? [String: Any])
    expected["title"] = places.title.map { $0 as Any } ?? NSNull()
    expected["content"] = places.content.map { $0 as Any } ?? NSNull()
    let text = try JSONSerialization.data(
      withJSONObject: expected, options: [.sortedKeys, .withoutEscapingSlashes])
    #expect(stored.structure == [UInt8](text))
    var payload: [[UInt8]] = []
    if let title { payload.append(try written(title)) }
    if let content { payload.append(try written(content)) }
    let joined = Array("[".utf8) + payload.joined(separator: Array(",".utf8)) + Array("]".utf8)
    #expect(stored.payload == (payload.isEmpty ? nil : joined))
    #expect(try EventCoding().decode(stored) == .handedIn(event))
  }

  @Test(arguments: [
    ("Design Thinking", "design thinking"), ("  two\t\n spaces ", "two spaces"), ("", ""),
    (" \u{B}\u{C} ", ""), ("ÉTUDE  \u{A0}x", "étude x"), ("A\r\nB", "a b"),
    ("Straße", "straße"), ("[Z]@`{", "[z]@`{"), ("\u{1F}x", "\u{1F}x"),
  ])
  func `is matched by a title without case and with single spaces`(
    title: String, folded: String
  ) {
    #expect(title.foldedTitle == folded)
    // The short way for ASCII is the same as the long one.
    #expect((title + " é").foldedTitle == (folded.isEmpty ? "é" : folded + " é"))
  }
}
