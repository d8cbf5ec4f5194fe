import HTML
import Testing

@Suite struct `The elements` {
  @Test func `make the frame of a page`() {
    let page = document(.lang("en"), .dir(.leftToRight)) {
      head {
        metaCharset()
        meta(name: "viewport", content: "width=device-width, initial-scale=1")
        title("Sign in · Kettle Lakes")
        stylesheet(Path("style.css"))
        icon(Path("icon.svg"))
      }
      body { main(.id("main"), .class("page"), .tabindex(-1)) { h1 { "Sign in by mail" } } }
    }
    #expect(
      page.string == """
        <!DOCTYPE html>
        <html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" \
        content="width=device-width, initial-scale=1"><title>Sign in · Kettle Lakes</title>\
        <link rel="stylesheet" href="/style.css"><link rel="icon" href="/icon.svg"></head>\
        <body><main id="main" class="page" tabindex="-1"><h1>Sign in by mail</h1></main></body></html>
        """)
  }

  @Test func `make a form that a phone fills in`() {
    let markup = form(action: Path("signin"), .novalidate(), .multipart) {
      label(for: "address") { "Your address" }
      input(
        type: .email, name: "address", .id("address"), .autocomplete("email"),
        .inputmode("email"), .spellcheck(false), .required(), .disabled(false))
      input(type: .checkbox, name: "a", .value("1"), .checked())
      select(name: "s") {
        option("One", value: "1", isSelected: true)
        option("Two")
      }
      button(.class("button"), .name("do"), .value("save"), .formnovalidate()) { "Save" }
    }
    #expect(
      markup.string == """
        <form method="post" action="/signin" novalidate enctype="multipart/form-data">\
        <label for="address">Your address</label><input type="email" name="address" id="address" \
        autocomplete="email" inputmode="email" spellcheck="false" required>\
        <input type="checkbox" name="a" value="1" checked><select name="s">\
        <option value="1" selected>One</option><option>Two</option></select>\
        <button type="submit" class="button" name="do" value="save" formnovalidate>Save</button></form>
        """)
    #expect(
      form(action: Path(), method: .get) {}.string == "<form method=\"get\" action=\"/\"></form>")
  }

  @Test func `show a file in place, and how far another has come`() {
    let shown = Markup {
      iframe(src: Path("files", "a b"), title: "Slips <1>", .lazy)
      progress(max: 100, .aria(label: "Sent"))
      input(type: .file, .accept("image/*"), .capturesEnvironment)
      button(type: .button, .dataCopy("address"), .dataCopied("Copied")) { "Copy" }
    }
    #expect(
      shown.string == """
        <iframe src="/files/a%20b" title="Slips &lt;1&gt;" loading="lazy"></iframe>\
        <progress max="100" aria-label="Sent"></progress>\
        <input type="file" accept="image/*" capture="environment">\
        <button type="button" data-copy="address" data-copied="Copied">Copy</button>
        """)
  }

  @Test func `make a table that keeps its roles`() {
    let markup = table(.class("table"), .role("table")) {
      caption { "Who has what" }
      thead(.role("rowgroup")) {
        tr(.role("row")) { th(.scope(.column), .role("columnheader")) { "Due" } }
      }
      tbody { tr { td(.dataLabel("Due"), .colspan(2)) { "Mon" } } }
    }
    #expect(
      markup.string == """
        <table class="table" role="table"><caption>Who has what</caption>\
        <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Due</th></tr></thead>\
        <tbody><tr><td data-label="Due" colspan="2">Mon</td></tr></tbody></table>
        """)
  }

  @Test func `draw with numbers`() {
    let markup = SVG.svg(
      .viewBox(width: 24, height: 24.5), .role("img"), .aria(label: "3 of 7"), .notFocusable
    ) {
      SVG.circle(cx: 12, cy: 12, r: 9, .fill("none"), .strokeDashes(3, 3))
      SVG.rect(x: .percent(12.3456), width: .percent(50), height: 4, .opacity(0.14))
      SVG.line(x1: -0.0004, y1: -1.5, x2: .pixels(.nan), y2: .pixels(.infinity))
      SVG.path("m8 12.5 2.75 2.75", .strokeWidth(2.5), .strokeLinecap("round"))
      SVG.use("i-check")
    }
    #expect(
      markup.string == """
        <svg viewBox="0 0 24 24.5" role="img" aria-label="3 of 7" focusable="false">\
        <circle cx="12" cy="12" r="9" fill="none" stroke-dasharray="3 3"></circle>\
        <rect x="12.346%" y="0" width="50%" height="4" opacity="0.14"></rect>\
        <line x1="0" y1="-1.5" x2="0" y2="0"></line>\
        <path d="m8 12.5 2.75 2.75" stroke-width="2.5" stroke-linecap="round"></path>\
        <use href="#i-check"></use></svg>
        """)
  }

  @Test(
    arguments: [
      (0.0, "0"), (1, "1"), (-1, "-1"), (0.001, "0.001"), (0.0004, "0"), (-0.0005, "-0.001"),
      (1.005, "1.005"), (99.9999, "100"), (123.45, "123.45"), (1e9, "1000000000"), (1.1e9, "0"),
      (-.infinity, "0"),
    ] as [(Double, String)])
  func `write a number without an exponent`(number: Double, expected: String) {
    #expect(td(.width(.pixels(number))) {}.string == "<td width=\"\(expected)\"></td>")
  }

  @Test func `lay out a mail as Outlook needs it`() throws {
    let link = try WebLink("https://credentials.example/s/K7QM")
    let markup = Markup {
      comment("[if mso]><table role=\"presentation\"><tr><td><![endif]")
      table(
        .role("presentation"), .width(.percent(100)), .cellpadding(0), .cellspacing(0), .border(0),
        .style("margin:0", "border-collapse:separate")
      ) {
        tr { td(.class("card", "due"), .bgcolor("#ffffff"), .align("center")) { "Due" } }
      }
      a(href: .web(link), .style("font-family:\"Segoe UI\"")) { "Open" }
      img(src: .inlinePart("logo@a.example"), alt: "Maple Hollow", .width(120))
    }
    #expect(
      markup.string == """
        <!--[if mso]><table role="presentation"><tr><td><![endif]-->\
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" \
        style="margin:0;border-collapse:separate"><tr><td class="card due" bgcolor="#ffffff" \
        align="center">Due</td></tr></table><a href="https://credentials.example/s/K7QM" \
        style="font-family:&quot;Segoe UI&quot;">Open</a>\
        <img src="cid:logo@a.example" alt="Maple Hollow" width="120">
        """)
  }
}

@Suite struct `A comment` {
  @Test func `ends only where it ends`() throws {
    let markup = Markup {
      comment("a-->b")
      comment("a--!>b")
      comment(">x")
      comment("->x")
      comment("x-")
      comment("x--!")
      comment("")
      p { "after" }
    }
    #expect(
      markup.string == """
        <!--a- ->b--><!--a- -!>b--><!-- >x--><!--- >x--><!--x- --><!--x- -!--><!-- -->\
        <p>after</p>
        """)
    let page = try #require(try ParsedPage.parse([markup.bytes]).first)
    #expect(page.comments == ["a- ->b", "a- -!>b", " >x", "- >x", "x- ", "x- -!", " "])
    #expect(page.tags.map(\.name) == ["p"])
  }
}
