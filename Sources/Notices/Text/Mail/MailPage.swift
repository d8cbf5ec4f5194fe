import HTML

/// A mail as HTML: one column that reads on a phone, in the dark, in a screen reader and in
/// Outlook.
///
/// The same words as the plain text in the same order. The headline is the subject; a date by which
/// something is due stands in a box, numbered items are a list, feedback and what is met are
/// cards, and the words before the link are its button.
struct MailPage {
  let subject: String
  let preheader: String
  let district: String
  private let parts: [MailPart]

  /// - Returns: Nil if the mail's link is none that a page may hold.
  init?(subject: String, preheader: String, district: String, paragraphs: [FilledParagraph]) {
    guard let parts = MailPart.parts(of: paragraphs) else { return nil }
    self.subject = subject
    self.preheader = preheader
    self.district = district
    self.parts = parts
  }

  var markup: Markup {
    document(.lang("en"), .dir(.leftToRight)) {
      "\n"
      pageHead
      "\n"
      body(.class("page"), MailStyle.page) {
        "\n"
        div(MailStyle.hiddenText) {
          preheader
          // What follows the preheader in a list of mails is blank, not the mail's first words.
          String(repeating: "\u{34F}\u{200C}\u{A0}", count: 40)
        }
        "\n"
        div(
          .class("page"), .role("article"), .aria(roleDescription: "email"),
          .aria(label: subject), .lang("en"), MailStyle.frame
        ) {
          "\n"
          comment(
            """
            [if mso]><table role="presentation" align="center" width="600" cellpadding="0" \
            cellspacing="0" border="0"><tr><td bgcolor="#ffffff" style="padding:32px;"><![endif]
            """)
          "\n"
          sheet
          "\n"
          comment("[if mso]></td></tr></table><![endif]")
          "\n"
        }
        "\n"
      }
      "\n"
    }
  }

  private var pageHead: Markup {
    head {
      "\n"
      metaCharset()
      "\n"
      meta(name: "viewport", content: "width=device-width, initial-scale=1")
      "\n"
      meta(name: "color-scheme", content: "light dark")
      "\n"
      meta(name: "supported-color-schemes", content: "light dark")
      "\n"
      meta(name: "format-detection", content: "telephone=no, date=no, address=no, email=no")
      "\n"
      HTML.title(subject)
      "\n"
      comment(
        """
        [if mso]><xml xmlns:o="urn:schemas-microsoft-com:office:office"><o:OfficeDocumentSettings>\
        <o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>body, p, h1, \
        h2, h3, li, td, a { font-family: 'Segoe UI', Arial, sans-serif !important; }</style>\
        <![endif]
        """)
      "\n"
      style(css: MailStyle.sheetForAll)
      "\n"
      style(css: MailStyle.sheetForDark)
      "\n"
    }
  }

  private var sheet: Markup {
    div(.class("sheet"), MailStyle.sheet) {
      "\n"
      p(.class("quiet"), MailStyle.district) {
        district
        span(.class("bar"), .aria(hidden: true), MailStyle.bar) { "\u{A0}" }
      }
      "\n"
      h1(.class("ink"), MailStyle.headline) { Self.bound(subject) }
      "\n"
      for part in bodyParts {
        part
        "\n"
      }
      div(.class("rule"), MailStyle.rule) {
        "\n"
        for part in footParts {
          part
          "\n"
        }
      }
      "\n"
    }
  }

  private var bodyParts: [Markup] {
    var apart = false
    return parts.filter { !$0.isFoot }.map { part in
      defer { apart = part.leavesLittleRoom }
      return part.markup(apart: apart)
    }
  }

  private var footParts: [Markup] {
    parts.filter(\.isFoot).map { $0.markup(apart: false) }
  }

  /// The text with no-break spaces where a line may not end: in times, days of a month, zones.
  static func bound(_ text: String) -> String {
    var bound = ""
    var before: Substring = ""
    for (index, word) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      if index > 0 {
        let isZone = before.hasPrefix("(") && word.hasSuffix("Time)")
        bound += isZone || Wrapping.binds(before, word) ? "\u{A0}" : " "
      }
      bound += word
      before = word
    }
    return bound
  }
}
