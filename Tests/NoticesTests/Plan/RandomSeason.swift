import CivilTime
import Notices
import Programs
import Rubrics
import Testing
import Workflow

/// A school year in which everybody does as a seed says: by hash of the seed, the person and the day, never from one
/// stream, so that a change elsewhere does not change what they do.
struct RandomSeason {
  var district: SimulatedDistrict
  let seed: UInt64
  let administrator: PersonID
  let teachers: [PersonID]
  let evaluators: [PersonID]

  init(seed: UInt64, beatMinutes: Int64 = 10) throws {
    self.seed = seed
    district = try SimulatedDistrict("2026-08-20T05:00")
    district.beatMinutes = beatMinutes
    administrator = try district.hire("Robin", roles: [.administrator])
    var evaluators: [PersonID] = []
    for name in ["Theo", "Ada", "Lea"] { evaluators.append(try district.hireEvaluator(name)) }
    self.evaluators = evaluators
    var teachers: [PersonID] = []
    for name in ["Maya", "Ines", "Noor", "Lior", "Sam", "Kim"] {
      let teacher = try district.hire(name)
      let months = 4 + Int(Self.hash(seed, teacher.number, 1) % 11)
      let last = district.zone.date(at: district.now).adding(months: months)
      try district.approve(teacher, until: "\(last)")
      teachers.append(teacher)
    }
    self.teachers = teachers
    try district.perform(.planYear(2026))
  }

  // MARK: Days

  mutating func play(until last: String) throws {
    let end = district.zone.date(at: try district.instant("\(last)T12:00"))
    var day = district.zone.date(at: district.now)
    while day <= end {
      for (hour, wall) in ["08:33", "12:14", "16:41", "21:07"].enumerated() {
        try district.pass(to: "\(day)T\(wall)")
        for teacher in teachers { try act(teacher: teacher, day, hour) }
        for evaluator in evaluators { try act(evaluator: evaluator, day, hour) }
        try actInOffice(day, hour)
      }
      day = day.adding(days: 1)
    }
  }

  /// One chance in so many, the same for the same seed, subject and day.
  private func chance(_ odds: UInt64, _ subject: Int64, _ salt: Int64, _ day: CivilDate) -> Bool {
    Self.hash(seed, subject, salt &* 100_003 &+ Int64(day.daysSinceEpoch)) % odds == 0
  }

  /// SplitMix64's finalizer over the three (https://prng.di.unimi.it/splitmix64.c).
  private static func hash(_ seed: UInt64, _ subject: Int64, _ salt: Int64) -> UInt64 {
    var mixed = seed
    for value in [UInt64(bitPattern: subject), UInt64(bitPattern: salt)] {
      mixed = (mixed ^ value) &+ 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      mixed ^= mixed >> 31
    }
    return mixed
  }

  /// Does what may be refused: then somebody has tried, and nothing has happened.
  private mutating func attempt(_ command: Command, by person: PersonID? = nil) throws {
    do {
      try district.perform(command, by: person.map(Actor.person) ?? .technician)
    } catch is Refusal {}
  }

  // MARK: Teachers

  private mutating func act(teacher: PersonID, _ day: CivilDate, _ hour: Int) throws {
    guard hour != 0 else { return }
    let subject = teacher.number * 10 + Int64(hour)
    let own = district.records.submissions(of: teacher).last { $0.stage == .evidence }
    switch own?.state {
    case .none, .withdrawn:
      let open = district.records.windows().contains {
        $0.stage == .evidence && $0.state == .open
      }
      guard open else { return }
      if district.records.drafts(of: teacher).isEmpty {
        if chance(12, subject, 1, day) { district.draft(teacher) }
      } else if chance(9, subject, 2, day) {
        try tryHandIn(teacher)
      }
    case .returned: if chance(6, subject, 3, day) { try tryHandIn(teacher) }
    case .submitted:
      if chance(30, subject, 4, day) { try tryHandIn(teacher) }
      if chance(90, subject, 5, day), let own { try attempt(.withdraw(own.id), by: teacher) }
    case .decided(_, .notYet, _): if chance(60, subject, 6, day) { try tryHandIn(teacher) }
    case .underReview, .readyToRelease, .decided: break
    }
  }

  private mutating func tryHandIn(_ teacher: PersonID) throws {
    do { try district.handIn(teacher, .evidence, "\(district.now)") } catch is Refusal {}
  }

  // MARK: Evaluators

  private mutating func act(evaluator: PersonID, _ day: CivilDate, _ hour: Int) throws {
    guard hour > 0 else { return }
    for review in district.open(evaluator) {
      let subject = review.number * 10 + Int64(hour)
      // One in three does nothing at all.
      if Self.hash(seed, review.number, 7) % 3 == 0 { continue }
      if chance(40, subject, 8, day) {
        try attempt(.declineReview(review, .noTime, words: ""), by: evaluator)
      } else if chance(60, subject, 9, day), let record = district.records.review(review) {
        try attempt(
          .returnSubmission(record.submission, [MissingPart(part: nil, kind: .linkClosed)]),
          by: evaluator)
      } else if chance(14, subject, 10, day) {
        district.save(review)
      } else if chance(24, subject, 11, day) {
        do {
          try district.judge(review, isMet: !chance(3, subject, 12, day))
        } catch is Refusal {}
      }
    }
  }

  // MARK: The office

  private mutating func actInOffice(_ day: CivilDate, _ hour: Int) throws {
    let proposed = district.records.assignments.values.filter { $0.state == .proposed }
    for assignment in proposed where chance(4, assignment.id.number * 10 + Int64(hour), 13, day) {
      try attempt(.releaseAssignment(assignment.id))
    }
    if chance(7, Int64(hour), 14, day) {
      do { try district.releaseReady() } catch is Refusal {}
      if chance(5, Int64(hour), 15, day) { do { try district.undoLast() } catch is Refusal {} }
    }
    for submission in district.records.submissions.values.sorted(by: { $0.id < $1.id })
    where submission.lacking.contains(where: \.isForAdministrator) {
      let subject = submission.id.number * 10 + Int64(hour)
      guard chance(8, subject, 20, day), let part = submission.lacking.first?.part else { continue }
      let index = Int(Self.hash(seed, subject, 21) % UInt64(evaluators.count))
      try attempt(
        .assignReview(submission.id, to: evaluators[index], part: part, isByHand: true))
    }
    for review in district.records.reviews.values.filter(\.isOpen).sorted(by: { $0.id < $1.id }) {
      let subject = review.id.number * 10 + Int64(hour)
      if review.isEscalated, chance(5, subject, 16, day) {
        try reassign(review)
      } else if chance(150, subject, 17, day) {
        let due = day.adding(days: 5 + Int(subject % 7))
        try attempt(.extendReview(review.id, until: due))
      }
    }
    if chance(120, Int64(hour), 18, day),
      let window = district.records.windows().first(where: {
        $0.stage == .evidence && $0.state == .open
      })
    {
      try attempt(
        .changeWindow(
          window.id, opensOn: window.opensOn,
          endsOn: window.endsOn.adding(days: Int(seed % 5) - 2), reason: "The storm."))
    }
  }

  private mutating func reassign(_ review: Review) throws {
    let others = district.evaluators.filter { $0 != review.evaluator }
    let index = Int(Self.hash(seed, review.id.number, 19) % UInt64(others.count))
    try attempt(.reassignReview(review.id, to: others[index]))
  }
}
