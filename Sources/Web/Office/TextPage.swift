import Documents
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Workflow

/// `/texts/:text`: one wording with example values, as people read it; and its words, to be changed.
enum TextPage: Page {
  static let pattern: StaticString = "/texts/:text"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  /// What somebody typed, and what is wrong with it.
  struct Typed {
    var source: String
    var mistakes: [String] = []
    var filled: FilledNotice?
  }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    try leaf(call.text(), call.context, told: call.context.told(call.request))
  }

  static func leaf(
    _ name: TemplateName, _ visit: Visit, told: Markup? = nil, typed: Typed? = nil
  ) throws -> Leaf {
    let words = visit.words
    let (catalog, mistakes) = try Wordings.read(visit)
    let wording = try visit.office.wording(of: name)
    let filled =
      try typed?.filled
      ?? catalog.preview(name, in: visit.zone, with: .office(of: visit.program.district))
    let notice = NoticeText.named(name.notice)
    return Leaf(words("notice.\(name.notice.rawValue)"), at: .more) {
      if let told { told }
      p(.class("eyebrow")) {
        a(href: .path(Path("texts"))) { words("texts.title") }
        " · " + Wordings.variant(name, words)
      }
      h1 { words("notice.\(name.notice.rawValue)") }
      p(.class("lead")) {
        words(
          "text.lead",
          [
            "who": words("texts.to.\(notice.audience.rawValue)"),
            "when": words("texts.class.\(notice.mailClass.rawValue)"),
          ])
        " "
        words(wording.isOwn ? "text.own" : "text.ours")
      }
      if !mistakes.isEmpty { Wordings.told(mistakes, words) }
      div(.class("split part")) {
        div {
          preview(filled, of: name, typed: typed?.filled == nil ? nil : typed?.source, visit)
          edit(wording.source, of: name, isOwn: wording.isOwn, typed, visit)
        }
        aside(.class("aside"), .aria(label: words("text.aside"))) {
          test(name, visit)
          placeholders(notice, words)
        }
      }
    }
  }

  private static func preview(
    _ filled: FilledNotice, of name: TemplateName, typed: String?, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let mail = Path("texts", "\(name)", "mail")
    return section(.aria(labelledBy: "preview")) {
      h2(.id("preview")) { words(typed != nil ? "text.preview-typed" : "text.preview") }
      p(.class("meta")) { words("text.preview-text") }
      div(.class("card")) {
        dl(.class("facts facts-stacked")) {
          div {
            dt { words("text.subject") }
            dd { b { filled.subject } }
          }
          div {
            dt { words("text.preheader") }
            dd { filled.preheader }
          }
        }
        pre(.class("letter")) { filled.text }
      }
      details(.class("part-in")) {
        summary { words("text.html") }
        if let typed {
          // Not saved, so no address shows it: it is sent along, and comes back into the frame.
          visit.form(mail, .into(frame: "letter")) {
            input(type: .hidden, name: "source", .value(typed))
            p(.class("actions")) {
              button(.class("button button-quiet button-small")) { words("text.html-show") }
            }
          }
          iframe(
            name: "letter", title: words("text.html"), .sandboxed, .class("letter-frame"))
        } else {
          iframe(
            src: mail, title: words("text.html"), .sandboxed, .lazy, .class("letter-frame"))
        }
      }
    }
  }

  private static func edit(
    _ source: String, of name: TemplateName, isOwn: Bool, _ typed: Typed?, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let problem =
      typed.flatMap { $0.mistakes.isEmpty ? nil : $0.mistakes.joined(separator: "\n") }
    return section(.class("part"), .aria(labelledBy: "words")) {
      h2(.id("words")) { words("text.change") }
      p(.class("meta")) { words("text.change-text") }
      visit.form(Path("texts", "\(name)")) {
        field("source", words("text.source"), hint: words("text.source-hint"), problem: problem) {
          described in
          textarea(
            name: "source", text: typed?.source ?? source, .id("source"), .rows(18),
            .class("letter-source"), .required(), .maxlength(TextAction.lettersMax), described,
            .when(problem != nil, .aria(invalid: true)))
        }
        p(.class("actions")) {
          button(.class("button button-quiet"), .name("do"), .value("preview")) {
            words("text.show")
          }
          button(.class("button button-quiet"), .name("do"), .value("save")) {
            words("text.save")
          }
          if isOwn {
            button(
              .class("button button-plain"), .name("do"), .value("reset"), .formnovalidate()
            ) { words("text.reset") }
          }
        }
      }
    }
  }

  private static func test(_ name: TemplateName, _ visit: Visit) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words("text.test") }
      p(.class("meta")) { words("text.test-text") }
      visit.form(Path("texts", "\(name)", "test")) {
        p(.class("actions")) { button(.class("button")) { words("text.test-go") } }
      }
    }
  }

  /// What a wording may name.
  private static func placeholders(_ notice: NoticeText, _ words: Words) -> Markup {
    section(.class("card")) {
      h2 { words("text.placeholders") }
      p(.class("meta")) { words("text.placeholders-text") }
      ul(.class("rows")) {
        for placeholder in notice.placeholders {
          li {
            span(.class("hash")) { "{\(placeholder.name)}" }
            if placeholder.isRequired { span(.class("under")) { words("text.needed") } }
          }
        }
      }
    }
  }
}

/// The HTML of a wording with example values, by itself: without script, without any right, in a frame of the page.
enum TextMail {
  static let pattern: StaticString = "/texts/:text/mail"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    try visit.require(.office)
    let name = try call.text()
    let (catalog, _) = try Wordings.read(visit)
    return shown(
      try catalog.preview(name, in: visit.zone, with: .office(of: visit.program.district)))
  }

  fileprivate static func shown(_ filled: FilledNotice) -> HTTPResponse {
    var response = HTTPResponse.html(filled.html)
    response.contentSecurityPolicy =
      "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
    return response
  }
}

/// The same of a wording that is not saved, and is sent along.
enum TypedTextMail: Action {
  static let pattern: StaticString = "/texts/:text/mail"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let name = try call.text()
    let source = try form.wording()
    do {
      return TextMail.shown(try visit.filled(name, from: source))
    } catch is Mistakes {
      throw HTTPProblem(.badRequest, "a wording that its page did not show")
    }
  }
}

/// Shows what a wording would look like, puts it in the place of ours, or goes back to ours.
enum TextAction: Action {
  static let pattern: StaticString = "/texts/:text"
  static func sight(_ call: Call<Visit>) -> Sight { .office }
  static let lettersMax = 20_000

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let name = try call.text()
    let back = Path("texts", "\(name)")
    let actor = Actor.person(try visit.person().id)
    if form["do"] == "reset" {
      return try visit.attempt(back: back) {
        try visit.office.reword(name, as: nil, by: actor)
        visit.desk.textsChanged()
        return try .done("text-reset", at: back)
      }
    }
    let source = try form.wording()
    var typed = TextPage.Typed(source: source)
    do {
      guard form["do"] == "save" else {
        typed.filled = try visit.filled(name, from: source)
        return visit.framed(try TextPage.leaf(name, visit, typed: typed))
      }
      _ = try Template(source, file: "\(name).txt", for: name)
    } catch let mistakes as Mistakes {
      typed.mistakes = mistakes.told.map(\.description)
      var leaf = try TextPage.leaf(name, visit, typed: typed)
      leaf.status = .unprocessableContent
      return visit.framed(leaf)
    }
    return try visit.attempt(back: back) {
      try visit.office.reword(name, as: source, by: actor)
      visit.desk.textsChanged()
      return try .done("text-saved", at: back)
    }
  }
}

/// Sends whoever is signed in a notice with example values, through the outbox.
enum TextTestAction: Action {
  static let pattern: StaticString = "/texts/:text/test"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let name = try call.text()
    let person = try visit.person()
    let back = Path("texts", "\(name)")
    return try visit.attempt(back: back) {
      _ = try visit.office.queueTest(
        of: name, to: person, marked: visit.words("text.test-mark"), by: .person(person.id))
      return try .done("text-tested", at: back)
    }
  }
}

extension FormData {
  /// A whole wording as somebody typed it. Browsers send lines ended by CR LF.
  fileprivate func wording() throws(HTTPProblem) -> String {
    let source = (self["source"] ?? "").replacing("\r\n", with: "\n")
    guard source.count <= TextAction.lettersMax else {
      throw HTTPProblem(.contentTooLarge, "a wording that is too long")
    }
    return source
  }
}

extension Visit {
  /// What a wording says that is not saved, with example values.
  ///
  /// - Throws: ``Documents/Mistakes`` with everything that is wrong in it.
  fileprivate func filled(_ name: TemplateName, from source: String) throws -> FilledNotice {
    let template = try Template(source, file: "\(name).txt", for: name)
    return try Wordings.read(self).0.overriding(with: [template]).preview(
      name, in: zone, with: .office(of: program.district))
  }
}

extension Call<Visit> {
  /// Which wording the address names.
  fileprivate func text() throws -> TemplateName {
    let text = try text("text")
    guard let name = NoticeCatalog.templateName(file: text), name.description == text else {
      throw HTTPProblem(.notFound, "no such notice")
    }
    return name
  }
}
