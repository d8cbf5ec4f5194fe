import CivilTime
import Programs
import Testing
import Workflow

@Suite struct `Whatever people do, at whatever time` {
  /// Programs of every kind, with the number of steps that show something of each.
  enum Kind: String, CaseIterable {
    case oneEvaluator, twoEvaluators, byItself, runningClock, clerk, cutOffs, always
    case paying, payingOnRunningClock, payingByHandIn, payingOnPayment

    func program() throws -> Program {
      switch self {
      case .oneEvaluator: return try MapleHollow.program()
      case .twoEvaluators:
        return try MapleHollow.program(
          proposals: .evaluators(.twoAndAdjudicator), evidence: .evaluators(.twoAndAdjudicator))
      case .byItself:
        var program = try MapleHollow.program()
        program.evaluators.releasesByItself = true
        program.evaluators.releasesDecisionsByItself = true
        return program
      case .runningClock:
        var program = try MapleHollow.program()
        program.completion.clockStopsUnderReview = false
        program.completion.months = 4
        program.evaluators.reassignsByItself = false
        return program
      case .clerk: return try MapleHollow.program(evidence: .clerk)
      case .cutOffs:
        return try MapleHollow.programWithoutProposals(
          judging: .evaluators(.one),
          intake: .cutOffs([
            CutOffRule(
              label: "January warrant", lastDay: MapleHollow.rule("last Monday of December")),
            CutOffRule(label: "June warrant", lastDay: MapleHollow.rule("second Friday of June")),
          ]))
      case .paying:
        var program = try MapleHollow.program()
        program.pay = try Pay.rises()
        return program
      case .payingOnRunningClock:
        var program = try Kind.runningClock.program()
        program.pay = try Pay.rises()
        return program
      case .payingByHandIn:
        var program = try Kind.always.program()
        program.pay = try Pay.rises()
        return program
      case .payingOnPayment:
        var program = try Kind.clerk.program()
        program.proposals = nil
        program.pay = try Pay.stipends()
        return program
      case .always:
        return try MapleHollow.programWithoutProposals(
          judging: .evaluators(.twoAndAdjudicator))
      }
    }
  }

  /// Windows each month, so that more happens in them than between them.
  private func monthly(_ program: Program) throws -> Program {
    var program = program
    func rules(_ count: String) throws -> IntakeKind {
      .windows(
        try CivilDate.monthNames.map {
          WindowRule(label: $0, opens: try MapleHollow.rule("\(count) Monday of \($0)"))
        })
    }
    if case .windows = program.proposals?.intake { program.proposals?.intake = try rules("first") }
    if case .windows = program.evidence.intake { program.evidence.intake = try rules("third") }
    return program
  }

  @Test(arguments: Kind.allCases, [1, 2])
  func `nothing stays due, and every rule holds`(kind: Kind, seed: UInt64) throws {
    var district = try MapleHollow.plannedDistrict(monthly(kind.program()))
    for id in [theo, ines, omar, lena] {
      try district.perform(
        .recordEvaluator(
          id,
          EvaluatorProfile(
            expertise: [Expertise(skill: "Technology", grade: .expert)], loadMax: 2)))
    }
    if district.records.tables.program?.pay != nil {
      try Pay.employ(&district)
      try district.perform(
        .recordOffering(
          OfferingFacts(
            code: "RC-1", title: "Reading circle", issuer: "Maple Hollow", skills: ["Technology"],
            cents: 0)))
    }
    try district.pass(until: "2026-09-10 12:00")
    var walk = RandomWalk(district, seed: seed)
    for step in 0..<400 {
      try walk.step()
      let broken = Invariants(records: walk.district.records, now: walk.district.now).broken()
      try #require(
        broken.isEmpty, "step \(step): \(broken)\n\(walk.trace.suffix(12).joined(separator: "\n"))")
    }
    #expect(walk.performed > 15)
    let replayed = try replay(walk.district.records.journal)
    #expect(replayed == walk.district.records.tables)
  }
}

/// What a journal alone leads to.
func replay(_ journal: [Entry]) throws -> MemoryRecords.Tables {
  var records = MemoryRecords()
  for entry in journal { try apply(entry, to: &records) }
  return records.tables
}
