import HTML

extension MailPart {
  /// The part as HTML.
  ///
  /// - Parameter apart: Whether a paragraph needs more room above.
  /// - Returns: One element.
  func markup(apart: Bool) -> Markup {
    switch self {
    case .paragraph(let runs):
      p(.class("ink"), apart ? MailStyle.paragraphApart : MailStyle.paragraph) {
        MailPage.bound(runs.text)
      }
    case .standout(let runs):
      p(.class("ink"), MailStyle.paragraph) { strong { MailPage.bound(runs.text) } }
    case .heading(let text):
      h2(.class("ink"), MailStyle.heading) { text }
    case .due(let label, let date):
      card("due", MailStyle.box, MailStyle.due) {
        p(.class("quiet"), MailStyle.dueLabel) { Self.stressingCounts(label) }
        p(.class("ink"), MailStyle.dueDate) { MailPage.bound(date) }
      }
    case .rows(let rows):
      card("due", MailStyle.box, MailStyle.due) { Self.grid(rows) }
    case .numbered(let lines):
      ol(MailStyle.numbered) {
        "\n"
        for line in lines {
          li(.class("ink"), MailStyle.item) { Self.item(line) }
          "\n"
        }
      }
    case .listed(let lines):
      ul(MailStyle.listed) {
        "\n"
        for line in lines {
          li(.class("ink"), MailStyle.entry) { Self.item(line) }
          "\n"
        }
      }
    case .met(let criteria):
      card("met", MailStyle.cardBox, MailStyle.met) {
        ul(MailStyle.metList) {
          for criterion in criteria { li(.class("ink"), MailStyle.metItem) { criterion } }
        }
      }
    case .feedback(let criterion, let paragraphs):
      card("add", MailStyle.cardBox, MailStyle.add) {
        h3(.class("ink"), MailStyle.cardTitle) { criterion }
        for paragraph in paragraphs {
          p(.class("ink"), MailStyle.cardText) { MailPage.bound(paragraph) }
        }
      }
    case .code(let lines):
      p(.class("ink"), MailStyle.code) { Self.broken(lines) }
    case .button(let words, let link):
      p(MailStyle.buttonLine) { Self.button(words, link) }
    case .note(let runs):
      p(.class("quiet"), MailStyle.note) { MailPage.bound(runs.text) }
    case .signOff(let lines):
      p(.class("ink"), MailStyle.footing) { Self.broken(lines.map(\.text)) }
    case .footnote(let runs):
      p(.class("quiet"), MailStyle.footnote) { MailPage.bound(runs.text) }
    }
  }

  /// A box with a border; a table, because Outlook draws no borders around anything else.
  private func card(
    _ name: StaticString, _ outer: Attribute, _ inner: Attribute,
    @MarkupBuilder content: () -> Markup
  ) -> Markup {
    let inside = content()
    return table(
      .role("presentation"), .width(.percent(100)), .cellpadding(0), .cellspacing(0), .border(0),
      outer
    ) {
      tr { td(.class("card", name), inner) { inside } }
    }
  }

  private static func grid(_ rows: [(label: String, value: [Run])]) -> Markup {
    table(.role("presentation"), .cellpadding(0), .cellspacing(0), .border(0)) {
      for row in rows {
        tr {
          td(.class("quiet"), MailStyle.rowLabel) { row.label.replacingSpaces }
          td(.class("ink"), MailStyle.rowValue) { MailPage.bound(row.value.text) }
        }
      }
    }
  }

  private static func item(_ line: BlockLine) -> Markup {
    Markup {
      switch line {
      case .item(let title, let details):
        if details.isEmpty {
          MailPage.bound(Shortening.singleLine(title))
        } else {
          strong { MailPage.bound(Shortening.singleLine(title)) }
        }
        for detail in details {
          br()
          self.detail(detail)
        }
      case .entry(let text, let details):
        MailPage.bound(Shortening.singleLine(text))
        for text in details {
          br()
          self.detail(BlockLine.Detail(text, .quiet))
        }
      case .line(let text), .met(let text), .code(let text), .feedback(let text, _):
        text
      }
    }
  }

  private static func detail(_ detail: BlockLine.Detail) -> Markup {
    let text = MailPage.bound(Shortening.singleLine(detail.text))
    return Markup {
      switch detail.style {
      case .plain: text
      case .quiet: span(.class("quiet"), MailStyle.quiet) { text }
      case .label: span(.class("tag"), MailStyle.tag) { text }
      }
    }
  }

  private static func stressingCounts(_ runs: [Run]) -> Markup {
    Markup {
      for run in runs {
        if run.kind == .counted {
          strong { run.text.replacingSpaces }
        } else {
          MailPage.bound(run.text)
        }
      }
    }
  }

  /// The link as a button. Outlook knows no padding of a link: it gets blanks of that width.
  private static func button(_ words: String, _ link: WebLink) -> Markup {
    a(href: .web(link), .class("go"), MailStyle.button) {
      comment(
        """
        [if mso]><i style="mso-font-width:200%;mso-text-raise:22pt" hidden>&emsp;</i>\
        <span style="mso-text-raise:11pt;"><![endif]
        """)
      words
      comment(
        "[if mso]></span><i style=\"mso-font-width:200%\" hidden>&emsp;&#8203;</i><![endif]")
    }
  }

  private static func broken(_ lines: [String]) -> Markup {
    Markup {
      for (index, line) in lines.enumerated() {
        if index > 0 { br() }
        line
      }
    }
  }
}

extension String {
  /// The text on one line.
  fileprivate var replacingSpaces: String {
    String(map { $0 == " " ? "\u{A0}" : $0 })
  }
}
