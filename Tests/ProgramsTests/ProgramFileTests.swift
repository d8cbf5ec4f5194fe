import CivilTime
import Documents
import Foundation
import Programs
import Testing

@Suite struct `A program's file` {
  @Test func `is told every mistake at once`() {
    let text = """
      {
        format: 1,
        name: "",
        zone: "../etc/passwd",
        district: { name: "D", officeName: "O", officePhone: "1", officeMail: "o@d.org" },
        pay: { cap: 2000 },
        schoolYearFirstMonth: "Juli",
        evidence: {
          intake: { windows: [{ label: "Fall", opens: "Sept", days: 0 }] },
          judging: "oneEvaluater",
          purpose: "p",
          evaluatorMarginDays: 28,
          badges: true,
        },
        mail: { from: "18:00", until: "07:00", digestWeekday: "Freitag" },
        evaluators: { reminderDays: [7, 3, 7], overdueSchoolDays: [0] },
      }
      """
    let lines = told(text)
    let expected = [
      (#"p:3:9: at name: "#, #"expected text"#),
      (#"p:4:9: at zone: found "../etc/passwd""#, "expected a time zone"),
      ("p:5:13: at district: ", #"no key "officeEmail""#),
      ("p:5:61: at district.officeMail: ", #"expected "officeEmail""#),
      ("p:6:8: at pay: ", #"no key "kind""#),
      ("p:6:8: at pay: ", #"no key "payDates""#),
      ("p:6:15: at pay.cap: ", "a map in { }"),
      ("p:7:25: at schoolYearFirstMonth: ", "a month such as \"July\""),
      ("p:9:49: at evidence.intake.windows[0].opens: found \"Sept\"", "a date such as 2026-09-14"),
      ("p:9:63: at evidence.intake.windows[0].days: ", "from 1 to 366"),
      ("p:10:14: at evidence.judging: ", "did you mean \"oneEvaluator\"?"),
      ("p:12:26: at evidence.evaluatorMarginDays: ", "at most 27 days"),
      ("p:13:5: at evidence.badges: ", "does not do badges yet"),
      ("p:15:9: at mail: found mail hours from 18:00 until 07:00", "an end after the beginning"),
      ("p:15:57: at mail.digestWeekday: ", "a weekday such as \"Friday\""),
      ("p:16:38: at evaluators.reminderDays[2]: ", "each number once only"),
      ("p:16:62: at evaluators.overdueSchoolDays[0]: ", "from 1 to 30"),
    ]
    #expect(lines.count == expected.count, "\(lines.joined(separator: "\n"))")
    for (line, (start, end)) in zip(lines, expected) {
      #expect(line.hasPrefix(start) && line.contains(end), "\(line)")
    }
  }

  @Test func `refuses each part that this version does not carry out`() {
    for key in ["credit", "badges"] {
      for text in [sample(top: "\(key): {},"), sample(stage: "\(key): true,")] {
        let lines = told(text)
        #expect(lines.count == 1)
        #expect(lines.first?.hasSuffix("yet") == true, "\(lines)")
      }
    }
    #expect(
      told(sample(intake: "\"email\"")).first?.hasSuffix("stands in \"mailIntake\"") == true)
  }

  @Test func `says where intake by e-mail is wrong`() {
    #expect(told(sample(top: "mailIntake: { address: \"mc@d.org\" },")) == [])
    let lines = told(
      sample(
        top: """
          mailIntake: { address: "mc+a@d.org", accepts: ["pdf", "pdfs"], mebibytes: 257, \
          mailsPerDay: 0, emil: 1 },
          """))
    let expected = [
      ("mailIntake.address: ", "the catalog's codes stand there"),
      ("mailIntake.accepts[1]: ", "pdf"), ("mailIntake.mebibytes: ", "from 1 to 256"),
      ("mailIntake.mailsPerDay: ", "from 1 to 500"), ("emil", "the unknown key"),
    ]
    #expect(lines.count == expected.count, "\(lines)")
    for (line, (place, end)) in zip(lines, expected) {
      #expect(line.contains(place) && line.contains(end), "\(line)")
    }
    #expect(told(sample(top: "mailIntake: {},")).first?.contains("\"address\"") == true)
  }

  @Test func `holds every number to its range, on both sides`() {
    let ranges: [(String, ClosedRange<Int>, (String) -> String)] = [
      ("answerMonths", 1...12, { sample(stage: $0) }),
      ("evaluatorMarginDays", 0...27, { sample(stage: $0) }),
      ("graceMinutes", 0...1_440, { sample(stage: $0) }),
      ("returnDays", 1...90, { sample(stage: $0) }),
      ("announceDays", 0...90, { sample(stage: $0) }),
      ("closingDays", 0...60, { sample(stage: $0) }),
      ("months", 1...60, { sample(top: "completion: { \($0) },") }),
      ("guaranteedResubmissions", 0...10, { sample(top: "completion: { \($0) },") }),
      ("openReviewsMax", 1...500, { sample(top: "evaluators: { \($0) },") }),
      ("reassignedDaysMin", 1...60, { sample(top: "evaluators: { \($0) },") }),
      ("holdMinutes", 0...1_440, { sample(top: "mail: { \($0) },") }),
      ("delayDays", 1...60, { sample(top: "mail: { \($0) },") }),
    ]
    for (key, range, text) in ranges {
      for good in [range.lowerBound, range.upperBound] {
        #expect(told(text("\(key): \(good)")) == [], "\(key) \(good)")
      }
      for wrong in [range.lowerBound - 1, range.upperBound + 1] {
        #expect(told(text("\(key): \(wrong)")).count == 1, "\(key) \(wrong)")
      }
    }
  }

  @Test func `gives evaluators a rubric, and nobody else one`() {
    #expect(told(sample(judging: "\"oneEvaluator\"", stage: "rubric: \"r\"")) == [])
    #expect(told(sample(judging: "\"twoEvaluatorsAndAdjudicator\"", stage: "rubric: \"r\"")) == [])
    for (judging, stage) in [
      ("oneEvaluator", ""), ("twoEvaluatorsAndAdjudicator", ""), ("clerk", "rubric: \"r\""),
      ("issuer", "rubric: \"r\""), ("oneEvaluator", "rubric: \"R r\""),
    ] {
      #expect(told(sample(judging: "\"\(judging)\"", stage: stage)).count == 1, "\(judging)")
    }
    #expect(
      told(sample(top: "proposals: { intake: \"always\", judging: \"issuer\", purpose: \"p\" },"))
        .count == 1)
  }

  @Test func `has windows that never share a day, in any year`() {
    func windows(_ second: String, days: Int = 14, month: String = "July") -> [String] {
      told(
        sample(
          top: "schoolYearFirstMonth: \"\(month)\",",
          intake: """
            { windows: [{ label: "A", opens: "second Monday of September", days: \(days) },
                        { label: "B", opens: "\(second)" }] }
            """))
    }
    // Fourteen days from the second Monday end as the fourth begins.
    #expect(windows("fourth Monday of September") == [])
    #expect(windows("fourth Monday of September", days: 15).count == 1)
    // The third Sunday lies within them in every year, the last Monday in none.
    #expect(windows("third Sunday of September").count == 1)
    #expect(windows("last Monday of September") == [])
    // A long window reaches into the next school year's.
    #expect(windows("second Monday of January", days: 100) == [])
    #expect(windows("second Monday of January", days: 130).count == 1)
    #expect(windows("2031-09-10").count == 1)
    #expect(windows("2031-08-25") == [])
    #expect(windows("2101-09-14").count == 1)
    // The second Monday of September 2031 is the eighth.
    #expect(
      windows("2031-09-10").first?.contains(#""A" and "B", which both have 2031-09-10"#) == true)
    #expect(windows("fifth Monday of March").count == 1)
    #expect(windows("last Friday of May", month: "September") == [])
  }

  @Test func `has labels once only, one kind of intake, and a reminder while a window is open`() {
    #expect(told(sample(intake: "{}")).count == 1)
    #expect(told(sample(intake: "{ windows: [], cutOffs: [] }")).count == 1)
    #expect(told(sample(intake: "{ windows: [] }")).count == 1)
    #expect(told(sample(intake: "\"sometimes\"")).count == 1)
    #expect(told(sample(intake: "7")).count == 1)
    func cutOffs(_ one: String, _ two: String) -> Int {
      told(
        sample(
          intake: "{ cutOffs: [{ label: \"\(one)\", lastDay: \"last Friday of May\" }, "
            + "{ label: \"\(two)\", lastDay: \"second Friday of June\" }] }")
      ).count
    }
    #expect(cutOffs("A", "B") == 0)
    #expect(cutOffs("A", "A") == 1)
    let same =
      #"{ cutOffs: [{ label: "A", lastDay: "last Friday of May" }, { label: "B", lastDay: "fourth Friday of May" }] }"#
    #expect(told(sample(intake: same)).count == 1)
    let short = #"{ windows: [{ label: "A", opens: "last Friday of May", days: 4 }] }"#
    #expect(told(sample(intake: short)) == [])
    #expect(told(sample(intake: short, stage: "closingDays: 4")).count == 1)
  }

  @Test func `maps each column to one thing`() {
    func form(_ text: String) -> [String] {
      told(sample(top: "intake: { evidenceForm: { recognizedBy: \"r\", \(text) } },"))
    }
    #expect(form(#"title: "T", answers: { a: "A" }"#) == [])
    #expect(form(#"title: "timestamp""#).count == 1)
    #expect(form(#"title: "T", answers: { a: "A", b: "a" }"#).count == 1)
    #expect(form(#"title: "T", answers: { "Not a slug": "A" }"#).count == 1)
    #expect(form(#"title: "T", skillOptions: ["x"]"#).count == 1)
    #expect(form(#"title: "T", skills: "S", skillOptions: ["x", "y"]"#) == [])
    #expect(form(#"title: "T", skills: "S", skillOptions: ["x", "x"]"#).count == 1)
    #expect(
      told(sample(top: #"intake: { proposalForm: { recognizedBy: "r", title: "T" } },"#)).count == 1
    )
    func columns(_ text: String) -> [String] {
      told(sample(top: "intake: { columns: { \(text) } },"))
    }
    #expect(columns(#"people: { email: ["E-Mail", "Mail"] }"#) == [])
    #expect(columns(#"people: { email: ["E-Mail"], name: ["e-mail"] }"#).count == 1)
    #expect(
      columns(#"peple: { email: ["E-Mail"] }"#).first?.hasSuffix(#"expected "people""#) == true)
    #expect(columns(#"people: { email: [] }"#).count == 1)
  }

  @Test func `takes plain addresses and zones only`() {
    func email(_ text: String) -> Int {
      told(sample().replacingOccurrences(of: "o@d.org", with: text)).count
    }
    for good in ["a@b.co", "first.last+tag@mail.example.org"] {
      #expect(email(good) == 0, "\(good)")
    }
    for wrong in [
      "a", "a@b", "@b.co", "a@", "a@.co", "a@b.", "a b@c.de", "a@b@c.de", "A <a@b.co>", "é@b.co",
      "a,b@c.de",
    ] {
      #expect(email(wrong) == 1, "\(wrong)")
    }
    #expect(told(sample(zone: "America/Indiana/Knox")) == [])
    for wrong in ["", "/etc/passwd", "America/../x", "a/b/c/d"] {
      #expect(told(sample(zone: wrong)).count == 1, "\(wrong)")
    }
  }

  @Test func `means the stated defaults where it is silent`() throws {
    let program = try program(sample())
    #expect(program.completion == CompletionPolicy())
    #expect(program.evaluators == EvaluatorPolicy())
    #expect(program.mail == MailPolicy())
    #expect(program.intake == IntakePolicy())
    #expect(program.schoolYearFirstMonth == 7)
    #expect(
      program.evidence == Stage(intake: .always, judging: .clerk, rubric: nil, purpose: "Hand in."))
  }
}
