public import CivilTime

/// A made-up district, whole: who works there, what is offered, when school is on.
///
/// Sizes from the source: 142 requests a window. Invented: 1,500 staff, 12 evaluators. A smaller one serves tests
/// that need many years.
public struct SampleDistrict: Sendable {
  public struct Size: Hashable, Sendable {
    public var staff: Int
    public var evaluators: Int
    public var requestsAWindow: Int

    public init(staff: Int, evaluators: Int, requestsAWindow: Int) {
      self.staff = staff
      self.evaluators = evaluators
      self.requestsAWindow = requestsAWindow
    }

    public static let whole = Size(staff: 1_500, evaluators: 12, requestsAWindow: 142)
    public static let small = Size(staff: 40, evaluators: 4, requestsAWindow: 9)
  }

  public let seed: UInt64
  public let size: Size
  let chance: Chance

  public init(seed: UInt64, size: Size = .whole) {
    self.seed = seed
    self.size = size
    chance = Chance(seed: seed)
  }

  /// A member of staff, by place in the list: the first is the administrator, then the evaluators.
  public struct Member: Hashable, Sendable {
    public var index: Int
    public var employeeNumber: String
    public var givenName: String
    public var familyName: String
    public var email: String
    public var school: String
    public var salary: Int
  }

  public func member(_ index: Int) -> Member {
    let given = chance.pick(SampleNames.given, "given", index)
    let family = chance.pick(SampleNames.family, "family", index)
    let number = 100_000 + index * 7
    return Member(
      index: index, employeeNumber: "\(number)", givenName: given, familyName: family,
      email: "\(Self.ascii(given)).\(Self.ascii(family)).\(index)@maplehollow.example".lowercased(),
      school: chance.pick(SampleNames.schools, "school", index),
      salary: 48_000 + chance.number(below: 46_000, "salary", index))
  }

  private static func ascii(_ name: String) -> String {
    String(
      name.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic }.map(Character.init))
  }

  public var administrator: Member { member(0) }
  public var evaluatorIndices: Range<Int> { 1..<(1 + size.evaluators) }
  /// Who may hand in: everybody but the administrator.
  public var teacherIndices: Range<Int> { 1..<size.staff }

  // MARK: - Files as the district's own systems would write them

  /// HR's export, as a spreadsheet writes it: UTF-8 with a byte order mark and CRLF.
  ///
  /// Each July everybody's salary rises, so that some pass a threshold; each school year some leave, which HR knows a
  /// month ahead.
  ///
  /// - Parameters:
  ///   - today: The day of the export.
  ///   - unit: The bargaining unit of the teachers. Some belong to none, where it is named.
  ///   - firstMonth: The month with which school years begin.
  /// - Returns: The file.
  public func peopleFile(
    asOf today: CivilDate, unit: String? = nil, firstMonth: Int = 7
  ) -> [UInt8] {
    var text = "\u{FEFF}Employee Number,First Name,Preferred Name,Last Name,Email,School,"
    text += "Supervisor,Bargaining Unit,FTE,Hire Date,Leave Date,Salary,Salary From\r\n"
    let year = schoolYear(holding: today, firstMonth)
    for index in 0..<size.staff {
      let member = member(index)
      var own = index == 0 ? "administrators" : unit ?? "teachers"
      if unit != nil, chance.happens(thousandths: 70, "no unit", index) { own = "" }
      let boss = index == 0 ? "" : self.member(0).employeeNumber
      let leaves = leaves(index, knownOn: today, firstMonth).map { "\($0)" } ?? ""
      text += "\(member.employeeNumber),\(member.givenName),,\"\(member.familyName)\","
      text += "\(member.email),\(member.school),\(boss),\(own),1.0,\(hired(index)),\(leaves),"
      text += "\(member.salary + 1_500 * (year - 2_024)).00,\(year)-07-01\r\n"
    }
    return Array(text.utf8)
  }

  /// The calendar year in which the school year of a day begins.
  func schoolYear(holding day: CivilDate, _ firstMonth: Int) -> Int {
    day.month >= firstMonth ? day.year : day.year - 1
  }

  private func hired(_ index: Int) -> CivilDate {
    let day = CivilDate(year: 2_015, month: 8, day: 15) ?? .first
    return day.adding(years: -chance.number(below: 12, "hired", index))
  }

  /// The first day on which somebody works here no longer, once HR knows it; `nil` for whoever stays. Evaluators,
  /// and whoever runs the program or its pay, stay.
  private func leaves(_ index: Int, knownOn today: CivilDate, _ firstMonth: Int) -> CivilDate? {
    guard teacherIndices.contains(index), !evaluatorIndices.contains(index),
      index != payrollClerk, index != documentClerk
    else { return nil }
    for year in 2_025...max(2_025, schoolYear(holding: today, firstMonth)) {
      guard chance.happens(thousandths: 30, "leaves", index, year),
        let first = CivilDate(year: year, month: 9, day: 15)
      else { continue }
      let day = first.adding(days: chance.number(below: 270, "leaves on", index, year))
      return day <= today.adding(days: 31) ? day : nil
    }
    return nil
  }

  /// Who seals and marks pay dates, and who checks documents where nothing is scored, by place in the list.
  public var payrollClerk: Int { size.staff - 1 }
  public var documentClerk: Int { size.staff - 2 }

  /// Who evaluates: two or three skills each, so that some fields are thin.
  public func evaluatorsFile() -> [UInt8] {
    var text = "Employee Number,Skills,Trained,Load Max\r\n"
    for index in evaluatorIndices {
      text += "\(member(index).employeeNumber),\"\(skills(ofEvaluator: index))\",2020-06-15,"
      // Enough for a whole window, with a seat to spare.
      text += "\(max(4, size.requestsAWindow * 5 / (size.evaluators * 3)))\r\n"
    }
    return Array(text.utf8)
  }

  private func skills(ofEvaluator index: Int) -> String {
    let count = SampleNames.skills.count
    let first = SampleNames.skills[(index - 1) % count]
    let second = SampleNames.skills[(index + 2) % count]
    let third = SampleNames.skills[chance.number(below: count, "third skill", index)]
    var grades = "\(first): expert; \(second): proficient"
    if third != first && third != second { grades += "; \(third): related" }
    return grades
  }

  /// The catalog: the district's own offerings, led by staff, and some of an outside issuer.
  public func catalogFile() -> [UInt8] {
    var text = "Code,Title,Issuer,Skills,Hours,Leaders,Description,Active\r\n"
    for (index, topic) in SampleNames.topics.enumerated() {
      let isOutside = index % 4 == 3
      let leader = member(1 + index % size.evaluators).employeeNumber
      text += "MC-\(101 + index),\"\(topic.0)\",\(isOutside ? "Digital Promise" : "Maple Hollow"),"
      text += "\"\(topic.1)\",\(15 + index % 4 * 5),\(isOutside ? "" : leader),"
      text += "\"A micro-credential on \(topic.0.lowercased()).\",yes\r\n"
    }
    return Array(text.utf8)
  }

  /// The school calendars of the years that a run touches.
  public func calendarFile(firstYear: Int, years: Int) -> [UInt8] {
    var text = "From,To,Kind,Name\r\n"
    for year in firstYear..<(firstYear + years) {
      let next = year + 1
      text += "\(year)-09-01,\(next)-06-11,school year,\(year)-\(next % 100)\r\n"
      text += "\(day(.first, .monday, 9, year)),,holiday,Labor Day\r\n"
      let thanksgiving = day(.fourth, .thursday, 11, year)
      text += "\(thanksgiving),\(thanksgiving.adding(days: 1)),holiday,Thanksgiving\r\n"
      text += "\(year)-12-23,\(next)-01-01,break,Winter break\r\n"
      text += "\(year)-12-25,,holiday,Christmas Day\r\n"
      text += "\(next)-01-01,,holiday,New Year's Day\r\n"
      text += "\(day(.third, .monday, 1, next)),,holiday,Martin Luther King Jr. Day\r\n"
      text += "\(next)-03-29,\(next)-04-02,break,Spring break\r\n"
      text += "\(lastMonday(5, next)),,holiday,Memorial Day\r\n"
    }
    return Array(text.utf8)
  }

  private enum Ordinal: Int { case first = 1, third = 3, fourth = 4 }

  private func day(
    _ ordinal: Ordinal, _ weekday: Weekday, _ month: Int, _ year: Int
  ) -> CivilDate {
    let rule = DateRule.nth(ordinal.rawValue, weekday, month: month)
    return rule.date(inSchoolYearStarting: year, firstMonth: 1) ?? .first
  }

  private func lastMonday(_ month: Int, _ year: Int) -> CivilDate {
    DateRule.last(.monday, month: month).date(inSchoolYearStarting: year, firstMonth: 1) ?? .first
  }
}
