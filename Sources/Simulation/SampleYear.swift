public import CivilTime
import Crypto
public import Office
public import Programs
import Rubrics
import Store
import Workflow

/// A life in the sample district: its people act, its office beats, day after day.
///
/// A day has a few slots. In each the clock is put there, the office does what is due, people do what they do
/// at that hour, and the office beats again. Who does what depends on ``Chance`` alone.
public final class SampleYear {
  /// The moments of a day at which something happens.
  enum Slot: Int, CaseIterable {
    case midnight, afterGrace, morning, midMorning, undoOver, afternoon, lateAfternoon, evening
    case lastMinute

    var time: (hour: Int, minute: Int) {
      switch self {
      case .midnight: (0, 4)
      case .afterGrace: (0, 30)
      case .morning: (7, 0)
      case .midMorning: (10, 5)
      case .undoOver: (10, 20)
      case .afternoon: (13, 30)
      case .lateAfternoon: (16, 10)
      case .evening: (20, 40)
      case .lastMinute: (23, 50)
      }
    }
  }

  public let district: SampleDistrict
  /// The office that people go to: another one after a restart.
  public var office: DistrictOffice
  /// What people remember. Copied, it begins another life from here.
  public internal(set) var world: World
  /// The journal's head when the office last answered; kept only if ``notesAnswers``.
  private(set) var answered: Digest32?
  /// Whether what the office has answered for is held against it after a crash.
  var notesAnswers = false
  /// Whether the administrator plans each year's windows by the program's rules as it begins.
  var plansYears = true
  let clock: SimulatedClock
  let zone: Zone
  let program: Program
  let habits: Habits
  var chance: Chance { habits.chance }
  /// The day that is being lived.
  public var today: CivilDate { world.today }

  /// - Parameters:
  ///   - district: Who lives there.
  ///   - office: The office, which has its program already.
  ///   - clock: The office's clock.
  ///   - zone: The program's zone.
  ///   - program: The program.
  ///   - firstDay: The first day of the life.
  public convenience init(
    district: SampleDistrict, office: DistrictOffice, clock: SimulatedClock, zone: Zone,
    program: Program, firstDay: CivilDate
  ) {
    self.init(
      district: district, office: office, clock: clock, zone: zone, program: program,
      world: World(today: firstDay))
    beginSheets()
  }

  /// Each school year the district copies its forms, and their sheets begin anew.
  private func beginSheets() {
    for kind in StageKind.allCases {
      guard let form = form(of: kind) else { continue }
      world.sheets[kind] = FormSheet(
        name: "\(kind.rawValue)-responses.csv", answerHeadings: form.answers.map(\.heading))
    }
  }

  /// Goes on from a world that another life came to, in an office that has come as far.
  public init(
    district: SampleDistrict, office: DistrictOffice, clock: SimulatedClock, zone: Zone,
    program: Program, world: World
  ) {
    self.district = district
    self.office = office
    self.clock = clock
    self.zone = zone
    self.program = program
    self.world = world
    habits = Habits(chance: district.chance)
  }

  /// Lives until an instant, exclusive.
  ///
  /// - Parameters:
  ///   - end: The first instant that is not lived.
  ///   - progress: Called at the end of each day; what it throws ends the life there.
  /// - Throws: ``OfficeError`` when the office can't go on, as after a crash. The life can be lived on then, with
  ///   another ``office`` or the same, from the step at which it stopped: people's choices are the same, what they
  ///   know to be done they don't do twice, and what they got no answer to they ask for again.
  public func live(
    until end: Instant, progress: (CivilDate) throws -> Void = { _ in }
  ) throws {
    while zone.startOfDay(today) < end {
      while let slot = world.slot {
        guard let time = WallTime(hour: slot.time.hour, minute: slot.time.minute) else { return }
        let instant = zone.instant(of: CivilDateTime(today, time))
        guard instant < end else { return }
        try live(slot, at: instant)
      }
      try progress(today)
      world.endDay()
      if today.day == 1, today.month == program.schoolYearFirstMonth { beginSheets() }
    }
  }

  private func live(_ slot: Slot, at instant: Instant) throws {
    // A life that begins at noon has no morning.
    guard clock.now() <= instant else { return world.endSlot() }
    clock.pass(until: instant)
    while world.slot == slot {
      switch world.step {
      case .beatBefore, .beatAfter:
        try office.beat()
        try noteAnswer()
      case .people: try act(slot)
      }
      world.endStep()
    }
  }

  /// Does something once in this slot, however often the slot is begun again after a crash.
  func once(_ deed: String, _ body: () throws -> Void) rethrows {
    guard world.isOpen(deed) else { return }
    try body()
    world.note(deed)
  }

  private func act(_ slot: Slot) throws {
    switch slot {
    case .midnight:
      try teachersHandIn(slot)
      try exportForms()
    case .afterGrace:
      try teachersHandIn(slot)
    case .morning:
      try meetEverybody()
      try exportPeople()
      try mailAgain()
    case .midMorning:
      try administratorWorks()
      try payrollWorks()
    case .undoOver: break
    case .afternoon:
      try evaluatorsWork(slot)
      try clerkChecks()
      try teachersHandIn(slot)
    case .lateAfternoon:
      try administratorReleases()
      try administratorMends()
    case .evening:
      try teachersHandIn(slot)
      try teachersAnswer()
      try evaluatorsWork(slot)
      try exportForms()
    case .lastMinute:
      try teachersHandIn(slot)
      try exportForms()
    }
  }

  /// Asks for something as somebody would: a refusal is an answer, not a failure.
  @discardableResult
  func ask(_ command: Command, by person: PersonID) throws -> Bool {
    do {
      _ = try office.perform(command, by: .person(person))
      try noteAnswer()
      return true
    } catch OfficeError.refused {
      return false
    }
  }

  private func noteAnswer() throws {
    if notesAnswers { answered = try office.read { try $0.chainHead() } }
  }

  /// The columns of a stage's form.
  func form(of kind: StageKind) -> FormColumns? {
    let form = kind == .proposal ? program.intake.proposalForm : program.intake.evidenceForm
    return form.map { form in
      FormColumns(
        title: form.title, skills: form.skills ?? "Skills", links: form.links ?? "Links",
        options: form.skillOptions,
        answers: form.answers.sorted { $0.key < $1.key }.map {
          (part: CriterionID(rawValue: $0.key), heading: $0.value)
        })
    }
  }
}

/// The columns of a form, in the order in which the sheet has them.
struct FormColumns {
  var title: String
  var skills: String
  var links: String
  var options: [String]
  var answers: [(part: CriterionID, heading: String)]
}
