import CivilTime
import IntakeFormats
import Programs
import Store
import Workflow

// People, evaluators, the catalog, opening figures and calendars: files that fit into memory.

extension IntakeJob {
  mutating func takePeople(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let format = PeopleFormat(mapping: reading.people)
    let read = try reading { () throws(FileProblem) in try format.read(bytes, file: name) }
    let gathered = GatheredPeople(read.rows)
    file.rows = read.rows.count + read.leftOutCount
    try setAside(read.problems + gathered.problems)
    try takePeople(gathered.people)
  }

  /// Supervisors go in before those whom they supervise, in whatever order the file has them.
  mutating func takePeople(_ people: [GatheredPerson]) throws(IntakeStop) {
    var waiting = people
    while !waiting.isEmpty {
      let awaited = Set(waiting.map(\.row.employeeNumber))
      var ready = waiting.filter { person in
        person.supervisor.map { !awaited.contains($0) } ?? true
      }
      if ready.isEmpty {
        // In a circle of supervisors somebody has to be first, and whoever is new has no supervisor at first.
        ready = [waiting[0]]
        if try known(ready[0]) == nil {
          var first = ready[0].command(over: nil)
          first.counts = false
          first.command = .recordPerson(ready[0].facts(under: nil, over: nil))
          try perform([first])
          try takePeople(Array(waiting.dropFirst()))
          waiting = ready
        }
      }
      let taken = Set(ready.map(\.row.employeeNumber))
      waiting.removeAll { taken.contains($0.row.employeeNumber) }
      var commands: [RowCommand] = []
      for person in ready { commands.append(person.command(over: try known(person))) }
      try perform(commands)
    }
  }

  private func known(_ person: GatheredPerson) throws(IntakeStop) -> Person? {
    try stopping { () throws(OfficeError) in
      try office.read { try $0.person(employeeNumber: person.row.employeeNumber) }
    }
  }

  mutating func takeEvaluators(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let format = EvaluatorsFormat(mapping: reading.evaluators)
    let read = try reading { () throws(FileProblem) in try format.read(bytes, file: name) }
    file.rows = read.rows.count + read.leftOutCount
    try setAside(read.problems)
    var commands: [RowCommand] = []
    for row in read.rows {
      let known = try stopping { () throws(OfficeError) in
        try office.read { records -> Person? in
          if let number = row.employeeNumber, let known = try records.person(employeeNumber: number)
          {
            return known
          }
          guard let email = row.email else { return nil }
          return try records.person(email: email)
        }
      }
      let fields = [
        SetAsideRow.Field(column: "Employee Number", text: row.employeeNumber ?? ""),
        SetAsideRow.Field(column: "Email", text: row.email ?? ""),
      ]
      commands.append(
        RowCommand(
          number: row.row,
          command: .recordEvaluator(known?.id ?? PersonID(0), profile(row, before: known)),
          fields: fields, person: known?.id,
          obstacle: known == nil
            ? "Employee Number: nobody has this number or address; import the people first" : nil))
    }
    try perform(commands)
  }

  private func profile(_ row: EvaluatorRow, before: Person?) -> EvaluatorProfile {
    EvaluatorProfile(
      expertise: row.skills.map { skill in
        Expertise(
          skill: skill.skill,
          grade: Workflow.ExpertiseGrade(rawValue: skill.grade.rawValue) ?? .interested)
      },
      trained: row.trained, loadMin: row.loadMin ?? 0, loadMax: row.loadMax,
      // A table that says nothing of it leaves what the evaluator said themselves.
      away: row.away.map { [AwaySpan(first: $0.lowerBound, last: $0.upperBound)] }
        ?? before?.evaluator?.away ?? [],
      interests: before?.evaluator?.interests ?? Personal(nil))
  }

  mutating func takeCatalog(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let format = CatalogFormat(mapping: reading.catalog)
    let read = try reading { () throws(FileProblem) in try format.read(bytes, file: name) }
    file.rows = read.rows.count + read.leftOutCount
    try setAside(read.problems)
    try perform(
      read.rows.map { row in
        RowCommand(
          number: row.row,
          command: .recordOffering(
            OfferingFacts(
              code: row.code, title: row.title, issuer: row.issuer ?? "", skills: row.skills,
              leaderNumbers: row.leaderNumbers, hoursHundredths: row.hoursHundredths,
              cents: row.cents, summary: row.summary ?? "", link: row.link,
              isActive: row.isActive)),
          fields: [.init(column: "Code", text: row.code)], person: nil)
      })
  }

  mutating func takeOpenings(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let format = OpeningFormat(mapping: reading.opening)
    let read = try reading { () throws(FileProblem) in try format.read(bytes, file: name) }
    file.rows = read.rows.count + read.leftOutCount
    try setAside(read.problems)
    var commands: [RowCommand] = []
    for row in read.rows {
      let (person, title) = try stopping { () throws(OfficeError) in
        try office.read { records in
          let offering = try row.code.flatMap { try records.offering(code: $0) }
          return (
            try records.person(employeeNumber: row.employeeNumber)?.id,
            row.title ?? offering?.title ?? row.code ?? ""
          )
        }
      }
      commands.append(
        RowCommand(
          number: row.row,
          command: .recordOpening(
            OpeningFacts(
              kind: Opening.Kind(row.kind), earner: person ?? PersonID(0), title: title,
              date: row.date, lastDay: row.yearEnd, cents: row.cents,
              hoursHundredths: row.hoursHundredths)),
          fields: [
            .init(column: "Employee Number", text: row.employeeNumber),
            .init(column: "Title", text: title),
          ], person: person,
          obstacle: person == nil
            ? "Employee Number: nobody has this number; import the people first" : nil))
    }
    try perform(commands)
  }

  mutating func takeCalendar(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let read = try reading { () throws(FileProblem) in
      try CalendarFormat().read(bytes, file: name)
    }
    try takeDays(
      read.rows.compactMap(\.dayOff), years: read.rows.compactMap(\.schoolYear),
      problems: read.problems, rows: read.rows.count + read.leftOutCount)
  }

  mutating func takeICalendar(_ bytes: [UInt8]) throws(IntakeStop) {
    let name = file.name
    let zone = reading.zone
    let horizon = zone.date(at: office.surroundings.clock.now()).adding(years: 2)
    let read = try reading { () throws(FileProblem) in
      try ICalendar(zone: zone, through: horizon).read(bytes, file: name)
    }
    try takeDays(
      read.rows, years: [], problems: read.problems, rows: read.rows.count + read.leftOutCount)
  }

  /// Days off of the years that a file tells of take the place of those known before; other years stay.
  private mutating func takeDays(
    _ days: [DayOff], years: [SchoolCalendar.SchoolYear], problems: [RowProblem], rows: Int
  ) throws(IntakeStop) {
    file.rows = rows
    try setAside(problems)
    guard !days.isEmpty || !years.isEmpty else { return }
    let known = try stopping { () throws(OfficeError) in
      try office.read { try $0.calendar() }
    }
    let merged: SchoolCalendar
    do {
      merged = try known.taking(days, years)
    } catch {
      throw .problem(
        FileProblem(
          file: file.name, .content, found: error.problems.joined(separator: "; "),
          expected: "a calendar that a school can have"))
    }
    try perform([
      RowCommand(number: 1, command: .setCalendar(merged), fields: [], person: nil)
    ])
    file.taken = rows - file.setAside
  }
}

extension GatheredPerson {
  /// The supervisor's employee number; whoever heads the district and is named as their own has none.
  var supervisor: String? {
    row.supervisorNumber == row.employeeNumber ? nil : row.supervisorNumber
  }

  /// What HR says of the person, over what is known: of what a file has no column for it says nothing.
  func facts(under supervisor: String?, over known: Person?) -> PersonFacts {
    PersonFacts(
      details: PersonDetails(
        employeeNumber: row.employeeNumber, givenName: row.givenName,
        preferredName: row.preferredName ?? "", familyName: row.familyName, email: row.email,
        salaries: steps(over: known?.details.value?.salaries ?? [])),
      record: EmploymentRecord(
        school: row.school ?? "",
        bargainingUnit: row.tellsUnit ? row.bargainingUnit : known?.record.bargainingUnit,
        fullTimeThousandths: row.fullTimeThousandths, hired: row.hired, left: row.left),
      supervisorNumber: supervisor)
  }

  /// The salaries that the file tells of hold from its first one on. Earlier ones stay: what was paid by them was
  /// right, and a file that tells none takes none away.
  private func steps(over known: [SalaryStep]) -> [SalaryStep] {
    let told = salaries.map { SalaryStep(from: $0.from, cents: $0.cents) }
    guard let first = told.first else { return known }
    return known.filter { $0.from < first.from } + told
  }

  func command(over known: Person?) -> IntakeJob.RowCommand {
    IntakeJob.RowCommand(
      number: row.row, command: .recordPerson(facts(under: supervisor, over: known)),
      fields: [
        .init(column: "Employee Number", text: row.employeeNumber),
        .init(column: "Email", text: row.email),
      ], person: nil)
  }
}

extension Opening.Kind {
  init(_ kind: OpeningRow.Kind) {
    switch kind {
    case .approval: self = .approval
    case .award: self = .award
    case .granted: self = .granted
    case .carried: self = .carriedOver
    }
  }
}

extension SchoolCalendar {
  /// This calendar with what a file tells: where the file has days of a year, they take the place of those before.
  func taking(
    _ days: [DayOff], _ years: [SchoolYear]
  ) throws(SchoolCalendarError) -> SchoolCalendar {
    let told = Set(days.map(\.last)).union(days.map(\.first))
    let from = told.min() ?? .last
    let until = told.max() ?? .first
    let keptDays = daysOff.filter { $0.last < from || until < $0.first }
    let keptYears = schoolYears.filter { known in
      !years.contains { $0.first <= known.last && known.first <= $0.last }
    }
    return try SchoolCalendar(
      schoolYears: (keptYears + years).sorted { $0.first < $1.first },
      daysOff: (keptDays + days).sorted { ($0.first, $0.name) < ($1.first, $1.name) })
  }
}
