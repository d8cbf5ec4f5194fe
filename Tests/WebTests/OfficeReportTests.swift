import CivilTime
import HTTPServer
import Office
import Programs
import Store
import Testing
import Workflow

@Suite struct `The reports` {
  /// Two schools; one submission earned on its first day, one on its fourth.
  private func decided() throws -> OfficeScene {
    let scene = try OfficeScene.always()
    let first = try scene.ready(teacher: 0, "Reading conferences")
    let second = try scene.ready(teacher: 1, "Number talks")
    let administrator = try scene.district.administrator
    try scene.office.perform(.releaseDecisions([first]), by: administrator)
    scene.district.clock.pass(until: try scene.district.zone.at("2026-09-17 16:00"))
    try scene.office.perform(.releaseDecisions([second]), by: administrator)
    return scene
  }

  @Test func `count what was decided by days, window, school and skill`() throws {
    let scene = try decided()
    let page = try scene.browser().get("/reports").text
    #expect(page.contains("2 decisions, half of them within 0 days"))
    #expect(page.contains("Every teacher heard by the promised day."))
    #expect(page.contains("North Elementary") && page.contains("South Elementary"))
    #expect(page.contains("Without a window"))
    let skill = try #require(scene.district.program.intake.evidenceForm?.skillOptions.first)
    #expect(page.contains(skill))
    let html = try scene.browser().get("/reports").html
    #expect(html.contains("2 within 0–6 days"))
    #expect(html.contains("North Elementary: 1 Earned, 0 Not yet"))
  }

  @Test func `give each table as a file that a spreadsheet opens`() throws {
    let scene = try decided()
    let browser = try scene.browser()
    let days = try browser.get("/reports/turnaround.csv")
    #expect(days.status == 200)
    #expect(days.answer.headers["Content-Type"] == "text/csv; charset=utf-8")
    #expect(
      days.answer.headers["Content-Disposition"]?.contains("turnaround-evidence-2026") == true)
    #expect(days.bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(days.html.hasSuffix("Days,Decided\r\n0,1\r\n3,1\r\n"))
    let schools = try browser.get("/reports/school.csv").html
    #expect(
      schools.hasSuffix(
        "School,Decided,Earned,Not yet,Half within days,Heard in time\r\n"
          + "North Elementary,1,1,0,0,1\r\nSouth Elementary,1,1,0,3,1\r\n"))
    #expect(try browser.get("/reports/skill.csv").status == 200)
    #expect(try browser.get("/reports/window.csv").html.contains("Without a window,2,2,0,0,2"))
    for name in ["else.csv", "school", "school.txt", ".csv"] {
      #expect(try browser.get("/reports/\(name)").status == 404)
    }
  }

  @Test func `defuse what a spreadsheet would take for a formula`() throws {
    let scene = try OfficeScene.always()
    try scene.office.drop(
      Array(
        """
        Employee Number,First Name,Last Name,Email,School,Supervisor,Hire Date\r
        1000,Teacher0,Zeugnis0,\(District.address(0)),"=HYPERLINK(""x"")",100,2018-07-01\r

        """.utf8), named: "people2.csv")
    try scene.office.beat()
    let id = try scene.ready(teacher: 0, "Reading conferences")
    try scene.office.perform(.releaseDecisions([id]), by: try scene.district.administrator)
    let browser = try scene.browser()
    #expect(try browser.get("/reports/school.csv").html.contains("\"'=HYPERLINK(\"\"x\"\")\",1"))
    #expect(try browser.get("/reports").html.contains("=HYPERLINK(\"x\")"))
  }

  @Test func `begin a school year at the first second of its first day`() throws {
    let scene = try OfficeScene.always(at: "2026-06-30 16:00")
    let first = try scene.ready(teacher: 0, "Reading conferences")
    let second = try scene.ready(teacher: 1, "Number talks")
    let administrator = try scene.district.administrator
    scene.district.clock.pass(until: try scene.district.zone.at("2026-06-30 23:59:59"))
    try scene.office.perform(.releaseDecisions([first]), by: administrator)
    scene.district.clock.pass(until: try scene.district.zone.at("2026-07-01 00:00"))
    let browser = try scene.browser()
    #expect(try browser.get("/reports").text.contains("Nothing has been decided in this year"))
    try scene.office.perform(.releaseDecisions([second]), by: administrator)
    #expect(try browser.get("/reports/school.csv?year=2026").html.contains("South Elementary,1"))
    let before = try browser.get("/reports/school.csv?year=2025").html
    #expect(before.contains("North Elementary,1") && !before.contains("South"))
    #expect(try browser.get("/reports?year=2025").text.contains("1 decision, on day 0"))
    // What is no year that there is shows the present one.
    #expect(try browser.get("/reports?year=1&stage=none").text.contains("1 decision"))
  }

  @Test func `don't count what was taken back, reopened or handed in again`() throws {
    let scene = try decided()
    let id = try #require(
      try scene.office.read { try $0.submissions(.all, limit: 1).first?.id })
    try scene.office.perform(
      .reopenDecision(id, reason: "An appeal"), by: try scene.district.administrator)
    #expect(try scene.browser().get("/reports").text.contains("1 decision, on day 3"))
  }

  @Test func `tell how many teachers heard later than promised`() throws {
    let scene = try OfficeScene.always()
    let id = try scene.ready(teacher: 0, "Reading conferences")
    let hears = try scene.submission(id).times.notifyBy
    scene.district.clock.pass(until: hears)
    try scene.office.perform(.releaseDecisions([id]), by: try scene.district.administrator)
    #expect(
      try scene.browser().get("/reports").text.contains("1 teacher heard later than promised."))
  }

  @Test func `are the office's`() throws {
    let scene = try OfficeScene.always()
    for path in ["/reports", "/reports/school.csv"] {
      #expect(try scene.browser("1000").get(path).status == 403)
      #expect(try scene.browser("500").get(path).status == 403)
      #expect(try scene.browser(nil).get(path).status == 303)
    }
  }
}
