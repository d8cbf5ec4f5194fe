import CivilTime
import Office
import Programs
import Rubrics
import Store
import Workflow

/// What teachers do: propose, hand in evidence, add what is missing, hand in again, change their minds.
extension SampleYear {
  /// Learns who is who, once HR's file is in.
  func meetEverybody() throws {
    guard world.members.count < district.size.staff else { return }
    try office.read { records in
      for index in 0..<district.size.staff where world.members[index] == nil {
        let number = district.member(index).employeeNumber
        guard let person = try records.person(employeeNumber: number) else { continue }
        world.members[index] = person.id
        world.indices[person.id] = index
      }
    }
  }

  /// Whoever chose this moment hands in.
  func teachersHandIn(_ slot: Slot) throws {
    let windows = try office.read { try $0.windows() }
    for window in windows where window.state == .open || window.endsOn == today {
      let day = window.opensOn.days(until: today)
      let days = window.opensOn.days(until: window.endsOn)
      guard 0...days ~= day else { continue }
      for member in try applicants(for: window) {
        guard hasChosen(member, window, day: day, of: days, slot) else { continue }
        try handIn(member, window)
      }
    }
  }

  private func hasChosen(
    _ member: Int, _ window: Window, day: Int, of days: Int, _ slot: Slot
  ) -> Bool {
    switch habits.manner(of: member, window: window.id, days: days) {
    case .onDay(let chosen, let evening):
      day == chosen && slot == (evening ? .evening : .afternoon)
    case .lastMinute: day == days - 1 && slot == .lastMinute
    case .inGrace: day == days && slot == .midnight
    case .tooLate: day == days && slot == .afterGrace
    }
  }

  /// Who means to hand in for a window: the size's number of teachers, or whoever has a proposal in progress.
  private func applicants(for window: Window) throws -> [Int] {
    if let known = world.applicants[window.id] { return known }
    let candidates: [Int]
    switch window.stage {
    case .evidence where program.proposals != nil:
      candidates = try office.read { records in
        try records.proposalsInProgress().compactMap { world.indices[$0.earner] }
      }.filter { chance.happens(thousandths: 600, "evidence", $0, window.id) }
    case .evidence, .proposal: candidates = Array(district.teacherIndices)
    }
    let chosen = Set(candidates).sorted {
      (chance.bits("applies", $0, window.id), $0) < (chance.bits("applies", $1, window.id), $1)
    }.prefix(district.size.requestsAWindow).sorted()
    world.applicants[window.id] = chosen
    return chosen
  }

  private func handIn(_ member: Int, _ window: Window) throws {
    guard let person = world.members[member] else { return }
    let deed = "\(member)/\(window.id)"
    let work = try world.written(for: deed) ?? work(of: member, person, window)
    world.keep(work, for: deed)
    if writesMail(member, for: window) { return try mail(work, by: member, window) }
    if habits.usesForm(member), world.sheets[window.stage] != nil {
      once("form/" + deed) {
        fillForm(member, work)
        // Some press "Submit" twice.
        if chance.happens(thousandths: 40, "twice", member, window.id) { fillForm(member, work) }
      }
      return
    }
    if chance.happens(thousandths: 500, "draft", member, window.id) {
      try office.saveDraft(work, at: clock.now())
    }
    if chance.happens(thousandths: 60, "forgets", member, window.id) { return }
    try once("hand in/" + deed) { try ask(.handIn(work), by: person) }
    if chance.happens(thousandths: 20, "withdraws", member, window.id) {
      let own = try office.read { try $0.submissions(of: person) }
      guard let last = own.last(where: { $0.window == window.id }) else { return }
      try once("withdraw/" + deed) { try ask(.withdraw(last.id), by: person) }
    }
  }

  /// What somebody hands in.
  private func work(_ member: Int, title: String, skills: [String], _ kind: StageKind) -> Content {
    var content = Content()
    for column in form(of: kind)?.answers ?? [] {
      let first = chance.pick(SampleNames.sentences, "first", member, title, column.heading)
      let second = chance.pick(SampleNames.sentences, "second", member, title, column.heading)
      content.answers.append(Answer(part: column.part, text: "\(first)\n\(second)"))
    }
    if kind == .evidence {
      for number in 0..<(1 + chance.number(below: 3, "links", member, title)) {
        let id = chance.bits("link", member, title, number)
        content.artifacts.append(
          Artifact(part: nil, place: .link("https://drive.maplehollow.example/open?id=\(id)")))
      }
    }
    return content
  }

  private func work(of member: Int, _ person: PersonID, _ window: Window) throws -> HandIn {
    var title: String
    var skill: String
    let topic = chance.pick(SampleNames.topics, "topic", member, window.id)
    skill = topic.1
    if chance.happens(thousandths: 450, "catalog", member, window.id) {
      title = topic.0
    } else {
      title = "\(topic.0) \(chance.pick(SampleNames.settings, "setting", member, window.id))"
    }
    if window.stage == .evidence {
      let running = try office.read { records in
        try records.submissions(of: person).filter {
          if case .inProgress = $0.progress { true } else { false }
        }
      }
      if let proposal = running.first, let words = proposal.title.value {
        title = words
        skill = proposal.skills.first ?? skill
      }
    }
    return HandIn(
      stage: window.stage, earner: person, title: title, skills: [skill],
      content: work(member, title: title, skills: [skill], window.stage), source: .page,
      arrivedAt: clock.now())
  }

  private func fillForm(_ member: Int, _ work: HandIn) {
    let links = work.content.artifacts.compactMap { artifact in
      if case .link(let link) = artifact.place { link } else { nil }
    }
    world.sheets[work.stage]?.add(
      FormSheet.Response(
        at: zone.civil(at: clock.now()), email: district.member(member).email, title: work.title,
        skills: work.skills, links: links, answers: work.content.answers.map(\.text)))
  }

  /// The district's technician has the sheet exported into the intake folder whenever it has grown.
  func exportForms() throws {
    for kind in StageKind.allCases {
      guard let sheet = world.sheets[kind], let form = form(of: kind),
        sheet.exported < sheet.responseCount
      else { continue }
      try office.drop(
        sheet.export(
          titleHeading: form.title, skillsHeading: form.skills, linksHeading: form.links),
        named: "\(today)-\(sheet.responseCount)-\(sheet.name)")
      world.sheets[kind]?.exported = sheet.responseCount
    }
  }

  /// In the evening, teachers add what was missing, and hand in again after a "not yet".
  func teachersAnswer() throws {
    let waiting = try office.read { try $0.submissionsToHandInAgain(at: clock.now()) }
    for submission in waiting {
      guard let member = world.indices[submission.earner] else { continue }
      let since: Instant
      let delay: Int
      switch submission.state {
      case .returned(let back):
        since = back.at
        delay = 1 + chance.number(below: 5, "adds", submission.id, submission.arrivals)
        if chance.happens(thousandths: 80, "never adds", submission.id) { continue }
      case .decided(_, _, let at):
        since = at
        delay = 3 + chance.number(below: 25, "again", submission.id, submission.round)
        if chance.happens(thousandths: 200, "gives up", submission.id) { continue }
      case .submitted, .underReview, .readyToRelease, .withdrawn: continue
      }
      guard zone.date(at: since).adding(days: delay) == today else { continue }
      var content = submission.content.value ?? Content()
      let title = submission.title.value ?? ""
      content.answers =
        work(
          member + submission.arrivals * 10_000, title: title, skills: submission.skills,
          submission.stage
        ).answers
      try ask(
        .handIn(
          HandIn(
            stage: submission.stage, earner: submission.earner, submission: submission.id,
            proposal: submission.proposal, title: title, skills: submission.skills,
            content: content, source: .page, arrivedAt: clock.now())),
        by: submission.earner)
    }
  }
}
