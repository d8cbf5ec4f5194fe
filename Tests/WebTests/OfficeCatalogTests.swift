import HTTPServer
import Office
import Store
import Testing
import Workflow

@Suite struct `The catalog as the office keeps it` {
  private let fields = [
    ("code", "DT-101"), ("title", "Design thinking"), ("issuer", "Kettle Moraine"),
    ("skills", "Design thinking; STEM"), ("hours", "12.5"), ("leaders", "500"),
    ("summary", "Begin with a question."), ("link", "https://example.org/dt"),
  ]

  private func with(_ changes: (String, String)...) -> [(String, String)] {
    fields.map { field in changes.first { $0.0 == field.0 } ?? field }
  }

  private func offering(_ scene: OfficeScene, _ code: String = "DT-101") throws -> Offering {
    try #require(try scene.office.read { try $0.offering(code: code) })
  }

  @Test func `takes a new one, shows it, and changes it`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    #expect(try browser.get("/offerings/new").text.contains("Add a micro-credential"))
    let added = try browser.post("/offerings", fields)
    let one = try offering(scene)
    #expect(added.location == "/offerings/\(one.id)?done=offering-added")
    #expect(one.skills == ["Design thinking", "STEM"] && one.hoursHundredths == 1_250)
    #expect(try Array(one.leaders) == [scene.district.person("500")])
    // Sent twice, it has done its work.
    #expect(try browser.post("/offerings", fields).location == added.location)
    let page = try browser.get("/offerings/\(one.id)").html
    #expect(page.contains("value=\"Design thinking; STEM\"") && page.contains("value=\"12.5\""))
    #expect(page.contains("value=\"500\""))
    let changed = try browser.post(
      "/offerings/\(one.id)", with(("title", "Design thinking II"), ("skills", "Reading, writing;"))
    )
    #expect(changed.location == "/offerings/\(one.id)?done=offering-changed")
    #expect(try offering(scene).title == "Design thinking II")
    #expect(try offering(scene).skills == ["Reading, writing"])
    #expect(
      try browser.get("/offerings/\(one.id)").html.contains("value=\"Reading, writing;\""))
    // The code stays, whatever is sent.
    _ = try browser.post("/offerings/\(one.id)", with(("code", "OTHER")))
    #expect(try scene.office.read { try $0.offering(code: "OTHER") } == nil)
    #expect(try browser.get("/history").status == 200)
  }

  @Test func `tells beside each field what is wrong, and saves nothing`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    let page = try browser.post(
      "/offerings",
      with(("title", ""), ("hours", "about ten"), ("link", "javascript:alert(1)")))
    #expect(page.status == 422)
    #expect(page.text.contains("3 fields need another look"))
    for field in ["title", "hours", "link"] {
      #expect(page.html.contains("id=\"\(field)-problem\""), "\(field)")
    }
    #expect(page.html.contains("value=\"about ten\""))
    #expect(try scene.office.read { try $0.offering(code: "DT-101") } == nil)
    let nobody = try browser.post("/offerings", with(("leaders", "500; 4711")))
    #expect(nobody.status == 422 && nobody.html.contains("id=\"leaders-problem\""))
    #expect(try scene.office.read { try $0.offering(code: "DT-101") } == nil)
    _ = try browser.post("/offerings", fields)
    let taken = try browser.post("/offerings", with(("title", "Another")))
    #expect(taken.status == 422 && taken.text.contains("“Design thinking” has this code already."))
    #expect(try offering(scene).title == "Design thinking")
    let id = try offering(scene).id
    #expect(try browser.post("/offerings/\(id)", with(("title", " "))).status == 422)
    #expect(try offering(scene).title == "Design thinking")
  }

  @Test func `retires one and brings it back`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    _ = try browser.post("/offerings", fields)
    let id = try offering(scene).id
    let path = "/offerings/\(id)/standing"
    #expect(
      try browser.post(path, [("active", "no")]).location
        == "/offerings/\(id)?done=offering-retired")
    #expect(try !offering(scene).isActive)
    #expect(try offering(scene).leaders.count == 1)
    #expect(try !browser.get("/offerings").text.contains("DT-101"))
    #expect(try browser.get("/offerings?show=retired").text.contains("DT-101"))
    #expect(try !scene.browser("1000").get("/catalog").text.contains("Design thinking"))
    // A change of its words does not bring it back.
    _ = try browser.post("/offerings/\(id)", with(("title", "Designing")))
    #expect(try !offering(scene).isActive)
    _ = try browser.post(path, [("active", "yes")])
    #expect(try offering(scene).isActive)
    #expect(try browser.post(path, [("active", "perhaps")]).status == 400)
  }

  @Test func `is searched, and shows text as text`() throws {
    let scene = try OfficeScene.always()
    let browser = try scene.browser()
    let mark = "<script>alert(1)</script>"
    _ = try browser.post(
      "/offerings",
      with(("code", "S-1"), ("title", mark), ("issuer", mark), ("skills", mark), ("summary", mark)))
    _ = try browser.post("/offerings", fields)
    let found = try browser.get("/offerings?q=design").text
    #expect(found.contains("DT-101") && !found.contains("S-1"))
    #expect(try browser.get("/offerings?q=zzz").text.contains("Nothing here"))
    let id = try offering(scene, "S-1").id
    for path in ["/offerings", "/offerings/\(id)"] {
      #expect(try !browser.get(path).html.contains(mark))
    }
  }

  @Test func `is the office's to change`() throws {
    let scene = try OfficeScene.always()
    _ = try scene.browser().post("/offerings", fields)
    let id = try offering(scene).id
    for number in ["1000", "500"] {
      let browser = try scene.browser(number)
      for path in ["/offerings", "/offerings/new", "/offerings/\(id)"] {
        #expect(try browser.get(path).status == 403)
      }
      #expect(try browser.post("/offerings", fields).status == 403)
      #expect(try browser.post("/offerings/\(id)", fields).status == 403)
      #expect(try browser.post("/offerings/\(id)/standing", [("active", "no")]).status == 403)
    }
    #expect(try scene.browser().get("/offerings/999").status == 404)
    var other = try scene.browser()
    other.forget()
    #expect(try other.post("/offerings", with(("code", "X"))).status == 403)
  }
}
