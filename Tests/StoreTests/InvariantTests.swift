import CivilTime
import Programs
import Rubrics
import SQLite
import Store
import Testing
import Workflow

@Suite struct `The rules that must hold at every instant` {
  /// What is found in a district whose tables somebody has changed by hand.
  private func findings(
    after change: (inout WriteRecords, District) throws -> Void = { _, _ in }
  ) throws -> [Finding] {
    try findings(artifacts: [], hasFile: nil, after: change)
  }

  private func findings(
    artifacts: [Artifact], hasFile: ((String, Int64) throws -> Bool)?,
    after change: (inout WriteRecords, District) throws -> Void = { _, _ in }
  ) throws -> [Finding] {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.passFall()
    try district.handIn(
      district.ben, title: "My own idea", answer: "We measured it again.", artifacts: artifacts)
    try store.write { records in try change(&records, district) }
    return try store.read { records in try records.findings(hasFile: hasFile) }
  }

  /// Which rule each finding is of, and what it is about.
  private func short(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.rule) \($0.kind) \($0.id)" }
  }

  @Test func `find nothing in a sound database`() throws {
    #expect(try findings() == [])
  }

  @Test func `1: nobody reviews their own work, whatever became of the review`() throws {
    let found = try findings { records, district in
      try change(ReviewID(1), &records) { $0.evaluator = district.ana }
    }
    #expect(short(found) == ["1 review 1"])
  }

  @Test func `1: nobody reviews where a conflict is declared, or what they lead`() throws {
    // Review 5 is open: Eve judges Ben's second round.
    let declared = try findings { records, district in
      try records.append(
        .conflictDeclared(ConflictDeclared(person: district.ben, other: district.eve)),
        command: 99, at: district.now, by: .technician)
    }
    #expect(short(declared) == ["1 review 5"])
    func lead(_ records: inout WriteRecords, _ district: District) throws {
      guard var offering = try records.offering(OfferingID(1)),
        var submission = try records.submission(SubmissionID(2))
      else { throw Unexpected(what: "they are there") }
      offering.leaders.insert(district.eve)
      try records.save(offering)
      submission.offering = offering.id
      try records.save(submission)
    }
    #expect(short(try findings(after: lead)) == ["1 review 5"])
    let allowed = try findings { records, district in
      try lead(&records, district)
      var program = District.program
      program.evaluators.offeringLeaderMayEvaluate = true
      try records.save(program)
    }
    #expect(allowed == [])
  }

  @Test func `2: nobody holds more open reviews than their load allows, save by hand`() throws {
    func limit(_ load: Int?, isByHand: Bool = false) throws -> [String] {
      short(
        try findings { records, district in
          guard var eve = try records.person(district.eve) else { return }
          eve.evaluator?.loadMax = load
          try records.save(eve)
          try change(ReviewID(5), &records) { $0.isByHand = isByHand }
        })
    }
    #expect(try limit(0) == ["2 person 4"])
    #expect(try limit(1) == [])
    #expect(try limit(nil) == [])
    #expect(try limit(0, isByHand: true) == [])
  }

  @Test func `3: what is under review has its reviews, or says that it lacks one`() throws {
    func close(lacking: Bool) throws -> [String] {
      short(
        try findings { records, district in
          try change(ReviewID(5), &records) { $0.state = .closed(.undone, at: district.now) }
          guard lacking, var submission = try records.submission(SubmissionID(2)) else { return }
          submission.lacking = [
            LackingEvaluator(part: .evaluator, since: district.now, isForAdministrator: true)
          ]
          try records.save(submission)
        })
    }
    #expect(try close(lacking: false) == ["3 submission 2"])
    #expect(try close(lacking: true) == [])
  }

  @Test func `4: a review is due before its teacher was to hear, and is escalated`() throws {
    func due(_ milliseconds: Int64) throws -> [String] {
      short(
        try findings { records, _ in
          guard let times = try records.submission(SubmissionID(2))?.times else { return }
          try change(ReviewID(5), &records) {
            $0.due = times.notifyBy.adding(milliseconds: milliseconds)
          }
        })
    }
    #expect(try due(0) == ["4 review 5"])
    #expect(try due(-1) == [])
  }

  @Test func `5: a decision has its scorecards, with the rubric's exact version`() throws {
    let other = try findings { records, _ in
      try change(ReviewID(3), &records) {
        guard case .handedIn(var card, let at) = $0.state else { return }
        card.rubric = RubricVersion(rubric: card.rubric.rubric, hash: "other")
        $0.state = .handedIn(card, at: at)
      }
    }
    #expect(short(other) == ["5 decision 2"])
    let undone = try findings { records, district in
      try change(ReviewID(3), &records) { $0.state = .closed(.undone, at: district.now) }
    }
    #expect(short(undone) == ["5 decision 2"])
    let bare = try findings { records, _ in
      guard var decision = try records.decision(DecisionID(2)) else { return }
      decision.reviews = []
      try records.save(decision)
    }
    #expect(short(bare) == ["5 decision 2"])
    let unknown = try findings { records, _ in
      let version = RubricVersion(rubric: "kettle-moraine-evidence", hash: "other")
      guard var decision = try records.decision(DecisionID(2)) else { return }
      decision.rubric = version
      try records.save(decision)
      try change(ReviewID(3), &records) {
        guard case .handedIn(var card, let at) = $0.state else { return }
        card.rubric = version
        $0.state = .handedIn(card, at: at)
      }
    }
    #expect(short(unknown) == ["5 decision 2"])
  }

  @Test func `6: an opening's amount is not below zero, and an approval has its submission`() throws
  {
    func opening(
      _ kind: Opening.Kind, cents: Int64?, submission: Int64?
    ) throws -> [String] {
      short(
        try findings { records, district in
          try records.save(
            Opening(
              id: OpeningID(1), kind: kind, earner: district.ana, title: Personal("x"),
              offering: nil, date: try day("2026-01-01"), cents: cents, hoursHundredths: nil,
              submission: submission.map(SubmissionID.init)))
        })
    }
    #expect(try opening(.granted, cents: 0, submission: nil) == [])
    #expect(try opening(.granted, cents: -1, submission: nil) == ["6 opening 1"])
    #expect(try opening(.approval, cents: nil, submission: 1) == [])
    // Submission 2 is Ben's.
    #expect(try opening(.approval, cents: nil, submission: 2) == ["6 opening 1"])
    #expect(try opening(.approval, cents: nil, submission: nil) == ["6 opening 1"])
  }

  @Test func `7: a notice has one disposition and says which`() throws {
    func notice(
      _ state: NoticeState, reason: String? = nil, mergedInto: Int64? = nil, mail: Int64? = nil
    ) throws -> [String] {
      short(
        try findings { records, district in
          let now = district.now
          try records.add(
            OutgoingMail(
              key: "m", person: nil, address: nil, messageID: "<m>", mailClass: .bulk,
              createdAt: now, nextAttempt: now, notices: [], body: nil))
          for (key, state, reason) in [("a", NoticeState.planned, nil), ("b", state, reason)] {
            try records.add(
              Notice(
                key: key, template: "t", mailClass: .bulk, person: district.ana,
                aboutKind: "window", aboutID: 1, command: 1, due: now, data: [], state: state,
                reason: reason, mergedInto: key == "b" ? mergedInto : nil,
                mail: key == "b" ? mail : nil, updatedAt: now))
          }
        })
    }
    #expect(try notice(.planned) == [])
    #expect(try notice(.mailed, mail: 1) == [])
    #expect(try notice(.mailed) == ["7 notice 2"])
    #expect(try notice(.merged, reason: "one mail for both", mergedInto: 1) == [])
    #expect(try notice(.merged, reason: "one mail for both") == ["7 notice 2"])
    #expect(try notice(.cancelled, reason: "undone") == [])
    #expect(try notice(.cancelled) == ["7 notice 2"])
    #expect(try notice(.suppressed, reason: "") == ["7 notice 2"])
  }

  @Test func `8: each artifact's file is there; each is asked for once`() throws {
    let hash = String(repeating: "0a", count: 32)
    let file = Artifact(
      part: nil, place: .file(sha256: hash, bytes: 12, mediaType: "text/plain", name: "a"))
    var asked: [String] = []
    func look(_ sha256: String, _ bytes: Int64) -> Bool {
      asked.append("\(sha256) \(bytes)")
      return true
    }
    let sound = try findings(artifacts: [file, file], hasFile: look)
    #expect(sound == [])
    #expect(asked == ["\(hash) 12"])
    let missing = try findings(artifacts: [file], hasFile: { _, _ in false })
    #expect(short(missing) == ["8 submission 2"])
    #expect(try findings(artifacts: [file], hasFile: nil) == [])
  }
}

private func change(
  _ id: ReviewID, _ records: inout WriteRecords, _ body: (inout Review) throws -> Void
) throws {
  guard var review = try records.review(id) else { throw Unexpected(what: "review \(id)") }
  try body(&review)
  try records.save(review)
}
