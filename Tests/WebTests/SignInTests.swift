import CivilTime
import Crypto
import HTTPServer
import Office
import Store
import Testing
import Web
import Workflow

@Suite struct `Signing in` {
  /// The secret that an answer's cookie holds.
  private func cookie(_ shown: Shown) throws -> String {
    let header = try #require(shown.answer.headers["Set-Cookie"])
    #expect(header.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax") || header.contains("Max-"))
    return String(
      try #require(header.split(separator: "=", maxSplits: 1).last).prefix { $0 != ";" })
  }

  private func link(_ district: District, _ number: String) throws -> String {
    let whole = try district.office.makeSignInLink(for: district.person(number))
    return String(whole.dropFirst(district.office.settings.publicAddress.count))
  }

  @Test func `says the same whether or not the address is somebody's, and mails only if it is`()
    throws
  {
    let district = try District.begun()
    let nobody = try Browser(district)
    func planned() throws -> Int {
      try district.office.read { records in
        try records.peopleToTell(at: district.clock.now(), limit: 1_000).people.count
      }
    }
    let before = try planned()
    let known = try nobody.post("/sign-in", [("address", "T0@kmsd.example.org ")])
    let after = try planned()
    let unknown = try nobody.post("/sign-in", [("address", "stranger@kmsd.example.org")])
    #expect(known.status == 303 && known.location == "/sign-in/sent")
    #expect(unknown.status == known.status && unknown.location == known.location)
    #expect(after == before + 1)
    #expect(try planned() == after)
  }

  @Test func `makes one transaction durable whoever is asked for, so that its time tells nothing`()
    throws
  {
    let district = try District.begun()
    let nobody = try Browser(district)
    func written() throws -> [Int] {
      try district.office.read { records in
        let mails = try records.plannedNotices(
          for: district.person("1000"), dueBy: .distantFuture, limit: 100
        ).filter { $0.template == "sign-in" }.count
        return [mails, try records.signInsInVain()]
      }
    }
    for count in 1...5 {
      _ = try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")])
      #expect(try written() == [count, 0])
    }
    // The sixth is one too many.
    _ = try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")])
    #expect(try written() == [5, 1])
    _ = try nobody.post("/sign-in", [("address", "stranger@kmsd.example.org")])
    #expect(try written() == [5, 2])
  }

  @Test(arguments: ["", "nobody", "a@b", "a@@b.org", "@b.org"])
  func `asks for a whole address`(address: String) throws {
    let shown = try Browser(try District.begun()).post("/sign-in", [("address", address)])
    #expect(shown.status == 422)
    #expect(shown.text.contains("Write the whole address"))
  }

  @Test func `mails five links an hour to one address, and more in the next`() throws {
    let district = try District.begun()
    let nobody = try Browser(district)
    func count() throws -> Int {
      try district.office.read { records in
        try records.plannedNotices(
          for: district.person("1000"), dueBy: .distantFuture, limit: 100
        ).filter { $0.template == "sign-in" }.count
      }
    }
    for _ in 0..<8 { _ = try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")]) }
    #expect(try count() == 5)
    district.clock.pass(until: district.clock.now().adding(hours: 1))
    _ = try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")])
    #expect(try count() == 6)
  }

  @Test func `still mails only five after thousands of invented addresses, however one is typed`()
    throws
  {
    let district = try District.begun()
    func count() throws -> Int {
      try district.office.read { records in
        try records.plannedNotices(
          for: district.person("1000"), dueBy: .distantFuture, limit: 100
        ).filter { $0.template == "sign-in" }.count
      }
    }
    let nobody = try Browser(district)
    for typed in ["t0@kmsd.example.org", " t0@kmsd.example.org", "T0@kmsd.example.org "] {
      for _ in 0..<3 { _ = try nobody.post("/sign-in", [("address", typed)]) }
    }
    for number in 0..<591 - 1 {
      let sent = try nobody.post("/sign-in", [("address", "x\(number)@evil.example")])
      #expect(sent.status == 303)
    }
    #expect(try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")]).status == 303)
    #expect(try count() == 5)
    // From one place no more than six hundred in an hour, and it is told.
    #expect(try nobody.post("/sign-in", [("address", "t0@kmsd.example.org")]).status == 429)
  }

  @Test func `takes a button: looking at a link does nothing, and its second use neither`() throws {
    let district = try District.begun()
    let nobody = try Browser(district)
    let path = try link(district, "1000")
    for _ in 0..<3 {
      let looked = try nobody.get(path)
      #expect(looked.status == 200 && looked.text.contains("Teacher0"))
      #expect(looked.answer.headers["Set-Cookie"] == nil)
    }
    let pressed = try nobody.post(path, [("stay", "on")])
    #expect(pressed.status == 303 && pressed.location == "/home")
    #expect(try cookie(pressed).count == 32)
    let again = try nobody.post(path)
    #expect(again.status == 410 && again.answer.headers["Set-Cookie"] == nil)
    #expect(again.text.contains("run out"))
  }

  @Test func `gives another cookie than the browser had, and ends the old one`() throws {
    let district = try District.begun()
    let before = try Browser(district, as: "1001")
    #expect(try before.get("/home").status == 200)
    let pressed = try before.post(try link(district, "1000"))
    #expect(pressed.status == 303)
    // Whoever planted the old cookie has nothing by it.
    #expect(try before.get("/home").status == 303)
  }

  @Test func `lasts twelve hours unused on a shared computer, and thirty days on one's own`()
    throws
  {
    for (stay, hours) in [(false, 12), (true, 30 * 24)] as [(Bool, Int64)] {
      for early: Int64 in [1, 0] {
        let district = try District.begun()
        let token = String(try #require(link(district, "1000").split(separator: "/").last))
        let entrance = try #require(
          try district.office.enter(token, device: "Test", stays: stay))
        let end = district.clock.now().adding(hours: hours)
        district.clock.pass(until: end.adding(milliseconds: -early))
        #expect(try (district.office.session(entrance.secret) != nil) == (early == 1))
      }
    }
  }

  @Test(arguments: [(false, 24), (true, 30 * 24)] as [(Bool, Int64)])
  func `does not end while it is used, before a day is over, or a month on one's own computer`(
    stays: Bool, hours: Int64
  ) throws {
    let district = try District.begun()
    let token = String(try #require(link(district, "1000").split(separator: "/").last))
    let entrance = try #require(try district.office.enter(token, device: "Test", stays: stays))
    let end = district.clock.now().adding(hours: hours)
    while district.clock.now().adding(hours: 11) < end {
      district.clock.pass(until: district.clock.now().adding(hours: 11))
      #expect(try district.office.session(entrance.secret) != nil)
    }
    district.clock.pass(until: end.adding(milliseconds: -1))
    #expect(try district.office.session(entrance.secret) != nil)
    district.clock.pass(until: end)
    #expect(try district.office.session(entrance.secret) == nil)
  }

  @Test func `ends with the link that it came from, however much it is used`() throws {
    let district = try District.begun()
    let token = "0000000000000000000000000C"
    let end = district.clock.now().adding(hours: 20)
    try district.office.store.write { records in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(token.utf8)), person: district.person("1000"),
          scopeKind: "window", scopeID: 1, expires: end))
    }
    let entrance = try #require(try district.office.enter(token, device: "Test", stays: false))
    for milliseconds: Int64 in [10 * 3_600_000, 20 * 3_600_000 - 1] {
      district.clock.pass(
        until: end.adding(milliseconds: milliseconds - 20 * 3_600_000))
      #expect(try district.office.session(entrance.secret) != nil)
    }
    district.clock.pass(until: end)
    #expect(try district.office.session(entrance.secret) == nil)
  }

  @Test
  func `comes out at the page that was asked for, in the same browser, and at no other site's`()
    throws
  {
    let district = try District.begun()
    let nobody = try Browser(district)
    let sent = try nobody.get("/settings")
    #expect(sent.location == "/sign-in?next=%2Fsettings")
    func remembered(_ path: String) throws -> String? {
      try nobody.get(path).answer.headers["Set-Cookie"].map { String($0.prefix { $0 != ";" }) }
    }
    let cookie = try #require(try remembered("/sign-in?next=%2Fsettings"))
    #expect(cookie == "__Host-rubricd-next=/settings")
    for foreign in ["//evil.example", "https://evil.example", "/s/0", "/sign-out", "/%5Cevil", ""] {
      #expect(try remembered("/sign-in?next=\(foreign)") == nil)
    }
    let pressed = try nobody.post(try link(district, "1000"), [], [("Cookie", cookie)])
    #expect(pressed.location == "/settings")
    // What is another's, or is not there, is not where anybody comes out.
    for (number, place) in [("1000", "/home"), ("500", "/queue"), ("100", "/office")] {
      for path in ["/people", "/queue/past", "/people/9999", "/nowhere", "/work/1"] {
        let wanted = try #require(try remembered("/sign-in?next=\(path)"))
        let theirs = try nobody.post(try link(district, number), [], [("Cookie", wanted)])
        let isTheirs =
          (path == "/people" && number == "100") || (path == "/queue/past" && number == "500")
        #expect(theirs.location == (isTheirs ? path : place), "\(number): \(path)")
        #expect(theirs.status == 303)
      }
    }
    let planted = try nobody.post(
      try link(district, "1000"), [], [("Cookie", "__Host-rubricd-next=//evil.example")])
    #expect(planted.location == "/home")
  }

  @Test func `ends with signing out, here and everywhere else`() throws {
    let district = try District.begun()
    let one = try Browser(district, as: "1000")
    let two = try Browser(district, as: "1000")
    #expect(try one.post("/sign-out").status == 303)
    #expect(try one.get("/home").status == 303)
    #expect(try two.get("/home").status == 200)
    try district.office.leaveAll(of: district.person("1000"), except: nil)
    #expect(try two.get("/home").status == 303)
  }

  @Test func `sends to the sign-in page whoever asks for a page without it`() throws {
    let shown = try Browser(try District.begun()).get("/home")
    #expect(shown.status == 303)
    #expect(shown.location?.hasPrefix("/sign-in") == true)
  }

  @Test func `never takes a link for a cookie, nor a cookie for a link`() throws {
    let district = try District.begun()
    let path = try link(district, "1000")
    let token = String(try #require(path.split(separator: "/").last))
    #expect(try district.office.session(token) == nil)
    let entrance = try #require(try district.office.enter(token, device: "Test", stays: true))
    #expect(try district.office.openedLink(entrance.secret) == .unknown)
  }
}

@Suite struct `A form` {
  @Test func `of another site, or without its token, changes nothing`() throws {
    let district = try District.begun()
    var browser = try Browser(district, as: "1000")
    let elsewhere = [
      ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"),
      ("Origin", "https://evil.example"),
    ]
    for field in elsewhere {
      #expect(try browser.post("/sign-out", [], [field]).status == 403)
    }
    #expect(try browser.get("/home").status == 200)
    browser.forget()
    #expect(try browser.post("/sign-out").status == 403)
    #expect(try browser.get("/home").status == 200)
  }

  @Test func `that is sent on leads nowhere but to this site`() throws {
    let district = try District.begun()
    let nobody = try Browser(district)
    for path in ["//evil.example/", "/\\evil.example", "/%2F%2Fevil.example/", "/sign-in/"] {
      guard let shown = try? nobody.get(path) else { continue }
      if let location = shown.location {
        #expect(location.hasPrefix("/") && !location.hasPrefix("//") && !location.contains("\\"))
      }
    }
  }
}

@Suite struct `Unsubscribing` {
  @Test func `works by a mail program's one click, with no page and no cookie`() throws {
    let district = try District.begun()
    let person = try district.person("1000")
    let token = "0000000000000000000000000C"
    try district.office.store.write { records in
      try records.add(
        LinkToken(
          hash: SHA256.hash(Array(token.utf8)), person: person, scopeKind: "window", scopeID: 1,
          expires: district.clock.now().adding(hours: 1)))
    }
    let nobody = try Browser(district)
    #expect(try nobody.get("/u/\(token)/announcements").text.contains("No more announcements"))
    func muted() throws -> [String] {
      try #require(try district.office.read { try $0.person(person) }).muted.map(\.self)
    }
    #expect(try muted().isEmpty)
    #expect(
      try nobody.post("/u/\(token)/announcements", [("List-Unsubscribe", "One-Click")]).status
        == 200)
    #expect(try muted() == ["announcements"])
    #expect(try nobody.post("/u/0000000000000000000000000G/announcements").status == 404)
    #expect(try nobody.post("/u/\(token)/everything").status == 404)
  }
}
