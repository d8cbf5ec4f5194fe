import CivilTime
import Testing

@Suite struct `A date rule` {
  @Test(arguments: [
    ("second Monday of September", 2026, "2026-09-14"),
    ("first Tuesday of September", 2026, "2026-09-01"),
    ("first Monday of July", 2026, "2026-07-06"),
    ("second Monday of January", 2026, "2027-01-11"),
    ("last Friday of May", 2026, "2027-05-28"),
    ("last Monday of May", 2026, "2027-05-31"),
    ("last Tuesday of February", 2027, "2028-02-29"),
    ("fifth Tuesday of February", 2027, "2028-02-29"),
    ("fifth Thursday of December", 2026, "2026-12-31"),
    ("last Wednesday of June", 2026, "2027-06-30"),
    ("2026-09-14", 2026, "2026-09-14"), ("2026-07-01", 2026, "2026-07-01"),
    ("2027-06-30", 2026, "2027-06-30"),
  ]) func `finds its day in a school year that begins in July`(
    text: String, year: Int, expected: String
  ) throws {
    let rule = try #require(DateRule(text))
    #expect(rule.date(inSchoolYearStarting: year, firstMonth: 7) == (try date(expected)))
    #expect(rule.description == text)
    #expect(DateRule(rule.description) == rule)
    #expect(try fromJSON(try json([rule])) == [rule])
  }

  @Test func `finds none where there is none`() throws {
    for (text, year) in [
      ("fifth Tuesday of February", 2026), ("fifth Monday of September", 2026),
      ("2026-06-30", 2026), ("2027-07-01", 2026), ("first Monday of September", 0),
      ("first Monday of January", 9999), ("first Monday of January", Int.max - 1),
    ] {
      let rule = try #require(DateRule(text))
      #expect(rule.date(inSchoolYearStarting: year, firstMonth: 7) == nil, "\(text) \(year)")
    }
    for rule in [
      DateRule.nth(0, .monday, month: 9), .nth(6, .monday, month: 9), .nth(1, .monday, month: 13),
      .last(.monday, month: 0), .nth(Int.min, .monday, month: Int.max),
    ] {
      #expect(rule.date(inSchoolYearStarting: 2026, firstMonth: 7) == nil)
      #expect(DateRule(rule.description) == nil)
    }
    let september = DateRule.nth(2, .monday, month: 9)
    #expect(september.date(inSchoolYearStarting: 2026, firstMonth: 0) == nil)
    #expect(september.date(inSchoolYearStarting: 2026, firstMonth: 13) == nil)
  }

  @Test func `puts the first month into the year's beginning, the month before into its end`() {
    let july = DateRule.nth(1, .monday, month: 7)
    let june = DateRule.nth(1, .monday, month: 6)
    #expect(july.date(inSchoolYearStarting: 2026, firstMonth: 7)?.year == 2026)
    #expect(june.date(inSchoolYearStarting: 2026, firstMonth: 7)?.year == 2027)
    #expect(june.date(inSchoolYearStarting: 2026, firstMonth: 6)?.year == 2026)
    #expect(june.date(inSchoolYearStarting: 2026, firstMonth: 1)?.year == 2026)
  }

  @Test func `is read in any case and with numerals`() {
    let rule = DateRule.nth(2, .monday, month: 9)
    #expect(DateRule("Second monday Of SEPTEMBER") == rule)
    #expect(DateRule("2nd Monday of September") == rule)
    for text in [
      "", "second Monday", "second Monday in September", "sixth Monday of September",
      "second Mon of September", "second Monday of Sept", "2026-02-29", "2 Monday of September",
      "the second Monday of September", String(repeating: " ", count: 81),
    ] {
      #expect(DateRule(text) == nil, "\(text)")
    }
  }
}
