import CivilTime
import Office
import Testing
import Web
import Workflow

@Suite struct `The rehearsal of a year` {
  @Test func `shows its windows, its mails and what clashes, in words`() throws {
    let scene = try OfficeScene.windows()
    let room = PromptRoom()
    let browser = try Browser(scene.district, as: "100", rehearsals: room)
    let begun = try browser.get("/rehearsal?year=2026").text
    #expect(begun.contains("The year is being rehearsed") && begun.contains("Look again"))
    let page = try browser.get("/rehearsal?year=2026")
    #expect(page.text.contains("6 windows"))
    #expect(page.text.contains("mails would go out"))
    #expect(page.text.contains("Evidence, Fall 2026"))
    #expect(page.html.contains("role=\"img\""))
    #expect(!page.text.contains("notice."))
    // The calendar of this district ends in June 2027.
    #expect(!page.text.contains("does not know this year"))
    let order = try #require(room.orders.first)
    #expect(order.staff == 10 && order.evaluators == 3)
  }

  @Test func `goes by the district's own dates, and is done anew once they have changed`() throws {
    let scene = try OfficeScene.windows()
    let room = PromptRoom()
    let browser = try Browser(scene.district, as: "100", rehearsals: room)
    let window = try scene.window(.evidence, "Spring 2027")
    let monday = try #require(CivilDate(iso: "2027-03-29"))
    let administrator = try scene.district.administrator
    try scene.office.perform(
      .changeWindow(window.id, opensOn: monday, endsOn: monday.adding(days: 14), reason: ""),
      by: administrator)
    let other = try scene.window(.evidence, "Winter 2027")
    try scene.office.perform(.cancelWindow(other.id, reason: ""), by: administrator)
    _ = try browser.get("/rehearsal?year=2026")
    let page = try browser.get("/rehearsal?year=2026").text
    #expect(room.orders.count == 1)
    #expect(page.contains("Evidence, Spring 2027 opens on Monday, March 29"))
    #expect(page.contains("No school: Spring break"))
    #expect(page.contains("5 windows") && page.contains("fall on weekends"))
    // Whoever changes the calendar gets another answer.
    room.answer(.refused("Not now."))
    try scene.office.perform(.setCalendar(.empty), by: administrator)
    #expect(try browser.get("/rehearsal?year=2026").text.contains("Not now."))
  }

  @Test func `says what is lacking, and what can't be`() throws {
    let scene = try OfficeScene.windows()
    let room = PromptRoom()
    let browser = try Browser(scene.district, as: "100", rehearsals: room)
    room.answer(.done(RehearsedYear(windows: [], mails: [], clashes: [])))
    let empty = try browser.get("/rehearsal").text
    #expect(empty.contains("does not know this year yet"))
    #expect(empty.contains("No window opens") && empty.contains("No mail would go out"))
    room.answer(.refused("The program needs a rubric."))
    let failed = try browser.get("/rehearsal?year=2028")
    #expect(failed.status == 200 && failed.text.contains("The program needs a rubric."))
    room.answer(.failed)
    let broken = try browser.get("/rehearsal?year=2028")
    #expect(broken.status == 200 && broken.text.contains("did not get through the year"))
    #expect(broken.html.contains("href=\"/rehearsal?year=2028\""))
    // A year that is not offered is the coming one.
    #expect(try browser.get("/rehearsal?year=1999").text.contains("2027–28"))
    #expect(
      try scene.browser().get("/rehearsal").text.contains("No year is rehearsed here"))
    #expect(try scene.browser("1000").get("/rehearsal").status == 403)
  }
}
