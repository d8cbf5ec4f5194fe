import HTML

/// The look of a mail, in one place.
///
/// Mail readers drop style sheets, so every element carries its style; the sheets only add what
/// some readers can do: dark colors and a narrow screen. Classes exist for those. Contrast is at
/// least 4.5 to 1 in both. The font is the reader's own: nothing is fetched.
enum MailStyle {
  static let font: StaticString =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
  static let ink: StaticString = "color:#1f2933"
  static let faint: StaticString = "color:#4b5a68"

  static let page = Attribute.style("margin:0", "padding:0", "background:#eef1f4")
  /// Without a tiny font: filters count that as invisible text (SpamAssassin's FONT_INVIS).
  static let hiddenText = Attribute.style(
    "display:none", "max-height:0", "overflow:hidden", "mso-hide:all")
  static let frame = Attribute.style("padding:24px 12px", "background:#eef1f4")
  static let sheet = Attribute.style(
    "max-width:600px", "box-sizing:border-box", "margin:0 auto", "padding:32px",
    "background:#ffffff", "border-radius:8px", "overflow-wrap:break-word")
  static let district = Attribute.style(
    "margin:0 0 18px", font, "font-size:14px", "line-height:20px", faint)
  static let bar = Attribute.style(
    "display:block", "width:40px", "height:4px", "margin:10px 0 0", "background:#0b5394",
    "font-size:0", "line-height:0", "mso-hide:all")
  static let headline = Attribute.style(
    "margin:0 0 20px", font, "font-size:24px", "line-height:31px", "font-weight:700", ink)
  static let heading = Attribute.style(
    "margin:28px 0 10px", font, "font-size:18px", "line-height:24px", "font-weight:700", ink)
  static let paragraph = Attribute.style(
    "margin:0 0 16px", font, "font-size:16px", "line-height:24px", ink)
  /// A paragraph after the cards, the button or the note, which leave less room below them.
  static let paragraphApart = Attribute.style(
    "margin:20px 0 16px", font, "font-size:16px", "line-height:24px", ink)
  static let footing = Attribute.style(
    "margin:0", font, "font-size:16px", "line-height:24px", ink)
  static let footnote = Attribute.style(
    "margin:12px 0 0", font, "font-size:14px", "line-height:21px", faint)
  static let note = Attribute.style(
    "margin:0 0 8px", font, "font-size:14px", "line-height:21px", faint)
  static let rule = Attribute.style(
    "margin:28px 0 0", "padding:16px 0 0", "border-top:1px solid #cfd6dd")

  static let box = Attribute.style("margin:0 0 20px", "border-collapse:separate")
  static let cardBox = Attribute.style("margin:0 0 12px", "border-collapse:separate")
  static let due = Attribute.style(
    "padding:14px 18px", "border-radius:6px", "background:#f3f7fb", "border:1px solid #c9d8e6")
  static let dueLabel = Attribute.style(
    "margin:0", font, "font-size:15px", "line-height:22px", faint)
  static let dueDate = Attribute.style(
    "margin:2px 0 0", font, "font-size:18px", "line-height:25px", "font-weight:700", ink)
  static let rowLabel = Attribute.style(
    "padding:3px 16px 3px 0", "vertical-align:top", font, "font-size:15px", "line-height:23px",
    faint)
  static let rowValue = Attribute.style(
    "padding:3px 0", "vertical-align:top", font, "font-size:16px", "line-height:23px", ink)
  static let add = Attribute.style(
    "padding:14px 18px", "border-radius:6px", "background:#f7f9fb", "border:1px solid #d5dde5",
    "border-left:4px solid #b36b00")
  static let met = Attribute.style(
    "padding:14px 18px", "border-radius:6px", "background:#f7f9fb", "border:1px solid #d5dde5",
    "border-left:4px solid #1e7a46")
  static let cardTitle = Attribute.style(
    "margin:0 0 4px", font, "font-size:16px", "line-height:24px", "font-weight:700", ink)
  static let cardText = Attribute.style(
    "margin:0", font, "font-size:16px", "line-height:24px", ink)

  static let numbered = Attribute.style("margin:0 0 16px", "padding:0 0 0 26px")
  static let listed = Attribute.style("margin:0 0 16px", "padding:0 0 0 20px")
  static let metList = Attribute.style("margin:0", "padding:0 0 0 20px")
  static let item = Attribute.style(
    "margin:0 0 14px", font, "font-size:16px", "line-height:24px", ink)
  static let entry = Attribute.style(
    "margin:0 0 6px", font, "font-size:16px", "line-height:24px", ink)
  static let metItem = Attribute.style(
    "margin:0", font, "font-size:16px", "line-height:26px", ink)
  static let quiet = Attribute.style("font-size:15px", "line-height:23px", faint)
  static let tag = Attribute.style(
    "display:inline-block", "padding:2px 8px", "border-radius:4px", font, "font-size:14px",
    "line-height:20px", "background:#fdf0d0", "color:#6b4700")
  static let code = Attribute.style(
    "margin:0 0 16px", "font-family:Menlo,Consolas,'Liberation Mono',monospace",
    "font-size:15px", "line-height:23px", ink)

  static let buttonLine = Attribute.style("margin:24px 0 8px")
  static let button = Attribute.style(
    "display:inline-block", "padding:14px 26px", "background:#0b5394",
    "border:1px solid #0b5394", "border-radius:6px", font, "font-size:17px", "line-height:22px",
    "font-weight:700", "color:#ffffff", "text-decoration:none", "mso-padding-alt:0")

  static let sheetForAll: StaticString = """

    :root { color-scheme: light dark; supported-color-schemes: light dark; }
    body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; -ms-text-size-adjust: 100%; }
    @media (max-width: 480px) {
      .sheet { padding: 24px 20px 20px !important; border-radius: 0 !important; }
      .page { padding: 0 !important; }
      .go { display: block !important; text-align: center !important; }
    }

    """

  /// By itself, because a reader that stumbles over the media query drops the whole element.
  static let sheetForDark: StaticString = """

    @media (prefers-color-scheme: dark) {
      .page { background: #12181f !important; } .sheet { background: #1b232c !important; }
      .ink { color: #eef2f6 !important; } .quiet { color: #b4c0cc !important; }
      .card { background: #232d38 !important; border-color: #46576a !important; }
      .met { border-left-color: #6fcf97 !important; }
      .add { border-left-color: #f2b84b !important; }
      .tag { background: #3a2f14 !important; color: #f7d486 !important; }
      .go { background: #9cc7f5 !important; border-color: #9cc7f5 !important; }
      .go { color: #0b1a2a !important; }
      .rule { border-top-color: #46576a !important; } .bar { background: #9cc7f5 !important; }
    }

    """
}
