import CivilTime
import Crypto
import Ledger
import Office
import Programs
import Rubrics
import Store
import Testing
import Workflow

/// The program as it is shipped, through the commands that people give.
@Suite struct `Kettle Moraine's pay` {
  private let catalog = """
    Code,Title,Issuer,Skills,Amount
    DT-1,Design sprint,Kettle Moraine,Design thinking,1200.00
    PL-1,Learning paths,Digital Promise,Personalized learning,500.00
    ST-1,Creek lab,Kettle Moraine,STEM/STEAM,600.00

    """

  /// Three teachers: below the threshold by a cent, above it, and exactly at it.
  private func begun() throws -> (District, grace: PersonID, ida: PersonID, ben: PersonID) {
    let district = try District.begun(at: "2026-08-24 09:00", teachers: 3)
    try district.take(
      """
      Employee Number,First Name,Last Name,Email,School,Supervisor,Salary,Salary From
      1000,Grace,Hale,\(District.address(0)),North Elementary,100,74999.99,2026-07-01
      1001,Ida,Stone,\(District.address(1)),South Elementary,100,82000.00,2026-07-01
      1002,Ben,Orr,\(District.address(2)),North Elementary,100,75000.00,2026-07-01

      """, named: "people2.csv")
    try district.take(catalog, named: "catalog.csv")
    #expect(try district.waitingRows.isEmpty)
    return (
      district, try district.person("1000"), try district.person("1001"),
      try district.person("1002")
    )
  }

  @Test func `lets $2,000 a calendar year be applied for below $75,000, and $600 above it`() throws
  {
    let (district, grace, ida, ben) = try begun()
    try district.live(until: "2026-09-15 10:00")
    try district.propose(grace, "Design sprint")
    try district.propose(grace, "Learning paths")
    // The program's own $400 no longer fits: it is told at once, with what is left and from when there is more.
    let refusal = try #require(district.refusal { try district.propose(grace, "Podcasts") })
    #expect(
      refusal.text
        == "$400.00 would pass the cap of $2,000.00 for 2026 (less than $75,000): $300.00 is left. "
        + "There is $2,000.00 again from 2027-01-01.")
    try district.propose(grace, "Podcasts", Money(cents: 300_00))
    #expect(try district.left(grace, "2026-12-31") == .zero)

    // Above the threshold, and at exactly $75,000, which is not less than it.
    for person in [ida, ben] {
      try district.propose(person, "Creek lab")
      #expect(try district.left(person, "2026-12-31") == .zero)
      #expect(
        district.refusal { try district.propose(person, "Robots", Money(cents: 1)) } != nil)
    }
    #expect(try district.office.read { try $0.findings() } == [])
  }

  /// $500.00 a year from April 1, decided on March 5: three of twelve months are $125.00.
  @Test func `counts a proposal of a year in which it was made, and pays its rise in the next`()
    throws
  {
    let (district, grace, _, _) = try begun()
    let administrator = try district.administrator
    try district.live(until: "2026-09-15 10:00")
    let sprint = try district.propose(grace, "Design sprint")
    let paths = try district.propose(grace, "Learning paths")
    try district.decide([sprint, paths], by: administrator, at: "2026-10-12 10:00")

    // In the new year there is $2,000 again, though both proposals run on.
    try district.live(until: "2027-01-12 10:00")
    #expect(try district.left(grace, "2026-12-31") == Money(cents: 300_00))
    #expect(try district.left(grace, "2027-01-12") == Money(cents: 2_000_00))
    try district.propose(grace, "Podcasts", Money(cents: 2_000_00))

    // Evidence comes in February, and is decided on March 5.
    try district.live(until: "2027-02-10 20:15")
    let evidence = try district.handIn(.evidence, grace, "Learning paths")
    try district.decide([evidence], by: administrator, at: "2027-03-05 10:42")
    let account = try district.account(grace, paths)
    #expect(account?.hold?.fulfilled == Money(cents: 500_00))
    #expect(account?.rise?.from == CivilDate(iso: "2027-04-01"))

    // March's file is for what was decided by February 24; April's has it.
    let april = try #require(CivilDate(iso: "2027-04-16"))
    try district.live(until: "2027-03-25 09:00")
    let march = try #require(CivilDate(iso: "2027-03-19"))
    #expect(try district.office.settlement(of: march).total == .zero)
    let settlement = try district.office.settlement(of: april)
    #expect(settlement.total == Money(cents: 125_00))
    try district.office.perform(
      .sealPayDate(settlement.payDate.pays, token: settlement.token, file: "a"), by: administrator)
    try district.office.perform(.markPaid(april), by: administrator)

    // From July on it is $500.00 a year, and counts against no cap again.
    try district.live(until: "2027-07-02 09:00")
    let july = try #require(CivilDate(iso: "2027-07-16"))
    let next = try district.office.settlement(of: july)
    #expect(next.lines.map(\.kind) == [.laterYear(try #require(CivilDate(iso: "2027-07-01")))])
    #expect(next.total == Money(cents: 500_00))
    #expect(try district.left(grace, "2027-07-02") == .zero)

    // The other proposal's year ends, and what was held for it is free, in the year in which it was made.
    try district.live(until: "2027-10-20 09:00")
    #expect(try district.account(grace, sprint)?.isHeld == false)
    #expect(try district.left(grace, "2026-12-31") == Money(cents: 1_500_00))

    let balances = try #require(try district.office.payStatement(of: grace).last?.balances)
    #expect(balances[.earned] == Money(cents: -625_00))
    #expect(balances[.paid] == Money(cents: 125_00))
    #expect(balances[.payable] == Money(cents: 500_00))
    #expect(balances[.reserved] == Money(cents: 2_000_00))
    try district.expectSoundAndReplayable()
  }

  @Test func `is taken back with the next file when a decision is reopened after it was paid`()
    throws
  {
    let (district, grace, _, _) = try begun()
    let administrator = try district.administrator
    try district.live(until: "2026-09-15 10:00")
    let paths = try district.propose(grace, "Learning paths")
    try district.decide([paths], by: administrator, at: "2026-10-12 10:00")
    try district.live(until: "2026-10-27 10:00")
    let evidence = try district.handIn(.evidence, grace, "Learning paths")
    try district.decide([evidence], by: administrator, at: "2026-11-20 10:42")
    let december = try #require(CivilDate(iso: "2026-12-18"))
    try district.live(until: "2026-12-10 10:00")
    let settlement = try district.office.settlement(of: december)
    // $500.00 a year from December 1: seven of twelve months.
    #expect(settlement.total == Money(cents: 291_67))
    try district.office.perform(
      .sealPayDate(settlement.payDate.pays, token: settlement.token, file: "a"), by: administrator)
    try district.office.perform(.markPaid(december), by: administrator)
    try district.office.perform(
      .reopenDecision(evidence, reason: "Another's work."), by: administrator)
    #expect(try district.left(grace, "2026-12-31") == Money(cents: 1_500_00))
    try district.live(until: "2027-01-02 10:00")
    let january = try district.office.settlement(of: try #require(CivilDate(iso: "2027-01-15")))
    #expect(january.lines.map(\.pays) == [Money(cents: -291_67)])
    // What is in the ledger opens into the decision and the rubric that it rests on.
    let award = try district.office.payStatement(of: grace).first { $0.entry.kind == .awarded }
    let decision = try #require(award?.entry.cause.decision)
    let decided = try district.office.read { try $0.decision(DecisionID(decision)) }
    #expect(decided?.submission == evidence && award?.entry.cause.rubric == decided?.rubric)
    try district.expectSoundAndReplayable()
  }
}

@Suite struct `Lake Elsinore's pay` {
  /// Three members of the bargaining unit, and somebody who is in none.
  private func begun() throws -> District {
    let district = try District.begun(
      at: "2023-08-01 09:00", teachers: 4, evaluators: 0, program: "lake-elsinore")
    try district.take(
      """
      Employee Number,First Name,Last Name,Email,School,Supervisor,Bargaining Unit
      1000,Ana,Reyes,\(District.address(0)),North Elementary,100,LETA
      1001,Omar,Diaz,\(District.address(1)),South Elementary,100,LETA
      1002,June,Park,\(District.address(2)),North Elementary,100,LETA
      1003,Vic,Lund,\(District.address(3)),South Elementary,100,

      """, named: "people2.csv")
    try district.take(
      """
      Code,Title,Issuer,Skills,Amount
      A,Rounds,Digital Promise,Literacy,300.00
      B,Portfolios,Digital Promise,Literacy,100.00
      C,Mentoring,Digital Promise,Literacy,500.00

      """, named: "catalog.csv")
    #expect(try district.waitingRows.isEmpty)
    return district
  }

  /// At most $500.00 a person in a school year, both payments together; what goes beyond is paid in subsequent
  /// school years, if funds are available then.
  @Test func `is $500 a school year over two warrants, the rest later while funds last`() throws {
    let district = try begun()
    let administrator = try district.administrator
    let people = try (1_000...1_003).map { try district.person("\($0)") }
    let (ana, omar, june, vic) = (people[0], people[1], people[2], people[3])
    func grant(_ cents: Int64, _ day: String) throws {
      try district.office.perform(
        .grantFunds(
          Money(cents: cents), on: try #require(CivilDate(iso: day)), reason: "The board."),
        by: administrator)
    }
    /// Seals and pays a warrant; what each got.
    func pay(_ day: String) throws -> [PersonID: Money] {
      let day = try #require(CivilDate(iso: day))
      let settlement = try district.office.settlement(of: day)
      try district.office.perform(
        .sealPayDate(day, token: settlement.token, file: "\(day)"), by: administrator)
      try district.office.perform(.markPaid(day), by: administrator)
      return settlement.lines.reduce(into: [:]) {
        $0[PersonID($1.person.number), default: .zero] += $1.pays
      }
    }
    try grant(1_500_00, "2023-08-01")

    // Handed in by 29 December 2023, and accepted by the clerk; what the catalog does not name is $250.00.
    try district.live(until: "2023-12-29 20:00")
    try district.accept(omar, ["One", "Two", "Three"], by: administrator)
    try district.accept(vic, ["One"], by: administrator)
    try district.live(until: "2023-12-29 23:59:59")
    try district.accept(ana, ["Rounds"], by: administrator)
    try district.live(until: "2024-01-20 09:00")
    let january = try pay("2024-01-26")
    #expect(january == [ana: Money(cents: 300_00), omar: Money(cents: 500_00)])

    // By 14 June 2024: $200.00 more fit under Ana's cap, and nothing under Omar's.
    try district.live(until: "2024-06-14 22:00")
    try district.accept(ana, ["Four", "Portfolios"], by: administrator)
    try district.accept(june, ["Mentoring"], by: administrator)
    try district.live(until: "2024-06-22 09:00")
    let end = try pay("2024-06-28").filter { $0.value != .zero }
    #expect(end == [ana: Money(cents: 200_00), june: Money(cents: 500_00)])

    // The next year has $350.00 only: what waits comes first, the longest first.
    try grant(350_00, "2024-08-01")
    try district.live(until: "2024-12-01 09:00")
    try district.accept(june, ["Five"], by: administrator)
    try district.live(until: "2025-01-25 09:00")
    let later = try pay("2025-01-31").filter { $0.value != .zero }
    #expect(later == [omar: Money(cents: 250_00), ana: Money(cents: 100_00)])

    // The year after has enough, and nothing is forgotten.
    try district.live(until: "2025-06-21 09:00")
    #expect(try pay("2025-06-27").values.allSatisfy { $0 == .zero })
    try grant(5_000_00, "2025-07-01")
    try district.live(until: "2026-01-24 09:00")
    let last = try pay("2026-01-30")
    #expect(last == [ana: Money(cents: 50_00), june: Money(cents: 250_00)])

    for (person, cents) in [(ana, Int64(650_00)), (omar, 750_00), (june, 750_00)] {
      let balances = try #require(try district.office.payStatement(of: person).last?.balances)
      #expect(balances[.earned] == Money(cents: -cents) && balances[.paid] == Money(cents: cents))
      #expect(balances[.carriedOver] ?? .zero == .zero)
    }
    // Whoever is in no unit has earned it, and is refused it, visibly.
    let refused = try #require(try district.office.payStatement(of: vic).last?.balances)
    #expect(refused == [.earned: Money(cents: -250_00), .refused: Money(cents: 250_00)])
    try district.expectSoundAndReplayable()
  }

  @Test func `takes in December's warrant what comes until its cut-off's last second`() throws {
    let district = try begun()
    let administrator = try district.administrator
    let (ana, omar) = (try district.person("1000"), try district.person("1001"))
    try district.office.perform(
      .grantFunds(
        Money(cents: 5_000_00), on: try #require(CivilDate(iso: "2023-08-01")), reason: "Board."),
      by: administrator)
    // The last day is whole, and ten minutes are granted silently.
    try district.live(until: "2023-12-30 00:09:59")
    try district.accept(ana, ["Rounds"], by: administrator)
    try district.live(until: "2023-12-30 00:10")
    try district.accept(omar, ["Rounds"], by: administrator)
    try district.live(until: "2024-01-20 09:00")
    let january = try district.office.settlement(of: try #require(CivilDate(iso: "2024-01-26")))
    #expect(january.paying.map(\.person) == [ana.inLedger])
  }
}

extension District {
  /// Somebody proposes something, for an amount if the catalog names none.
  @discardableResult
  func propose(
    _ person: PersonID, _ title: String, _ amount: Money? = nil
  ) throws -> SubmissionID {
    try handIn(.proposal, person, title, amount)
  }

  @discardableResult
  func handIn(
    _ stage: StageKind, _ person: PersonID, _ title: String, _ amount: Money? = nil
  ) throws -> SubmissionID {
    let content = Content(
      answers: [Answer(part: "students", text: "What they did.")],
      artifacts: [Artifact(part: nil, place: .link("https://drive.example/1"))])
    let performed = try office.perform(
      .handIn(
        HandIn(
          stage: stage, earner: person, title: title, content: content, source: .page,
          arrivedAt: clock.now(), amount: amount)), by: .person(person))
    guard case .handedIn(let arrived) = performed.events.first else {
      throw Unexpected(what: "\(performed.events)")
    }
    return arrived.submission
  }

  /// Somebody hands in evidence, and a clerk finds what is asked for.
  func accept(_ person: PersonID, _ titles: [String], by actor: Actor) throws {
    for title in titles {
      let id = try handIn(.evidence, person, title)
      try office.perform(.checkDocuments(id), by: actor)
    }
  }

  /// Evaluators find everything met, and the decisions are released at a time.
  func decide(_ ids: [SubmissionID], by actor: Actor, at time: String) throws {
    let evaluator = try person("500")
    for id in ids {
      try office.perform(
        .assignReview(id, to: evaluator, part: .evaluator, isByHand: true), by: actor)
      try judge(try #require(try office.read { try $0.submission(id) }), isMet: true)
    }
    try live(until: time)
    try office.perform(.releaseDecisions(ids), by: actor)
  }

  func left(_ person: PersonID, _ day: String) throws -> Money? {
    try office.payStanding(of: person, on: try #require(CivilDate(iso: day)))?.left
  }

  func account(_ person: PersonID, _ submission: SubmissionID) throws -> ItemAccount? {
    var book = Book()
    book.apply(try office.read { try $0.ledger(.person(person)) })
    return book.items[submission.inLedger]
  }

  /// Why something is refused; `nil` if it is not.
  func refusal(_ body: () throws -> some Any) -> Refusal? {
    do {
      _ = try body()
      return nil
    } catch OfficeError.refused(let refusal) {
      return refusal
    } catch {
      return nil
    }
  }

  /// Every rule holds, and the journal alone leads to the same tables.
  func expectSoundAndReplayable() throws {
    #expect(try office.read { try $0.findings() } == [])
    let entries = try office.read { records in
      try (1...(try records.nextIdentifiers().person)).flatMap {
        try records.ledger(.person(PersonID($0)))
      }
    }
    #expect(Ledger.findings(in: entries) == [])
    let copy = try DistrictStore(at: .memory, random: SeededRandom(seed: 2))
    try office.store.replayed(into: copy)
    #expect(try copy.tablesHash() == office.store.tablesHash())
  }

  struct Unexpected: Error {
    var what: String
  }
}
