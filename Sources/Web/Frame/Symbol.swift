import HTML

/// Small drawings beside words: a state is a shape and a word before it is a colour.
enum Symbol: String, CaseIterable {
  case check, circle, dot, half, clock, alert, back, file, video, link, lock, mail, search, plus
  case arrow, person, calendar, menu

  /// The drawing, hidden from readers that have the word beside it.
  var icon: Markup {
    SVG.svg(.class("icon"), .aria(hidden: true)) { use }
  }

  private var use: Markup {
    switch self {
    case .check: SVG.use("i-check")
    case .circle: SVG.use("i-circle")
    case .dot: SVG.use("i-dot")
    case .half: SVG.use("i-half")
    case .clock: SVG.use("i-clock")
    case .alert: SVG.use("i-alert")
    case .back: SVG.use("i-back")
    case .file: SVG.use("i-file")
    case .video: SVG.use("i-video")
    case .link: SVG.use("i-link")
    case .lock: SVG.use("i-lock")
    case .mail: SVG.use("i-mail")
    case .search: SVG.use("i-search")
    case .plus: SVG.use("i-plus")
    case .arrow: SVG.use("i-arrow")
    case .person: SVG.use("i-person")
    case .calendar: SVG.use("i-calendar")
    case .menu: SVG.use("i-menu")
    }
  }

  /// All drawings, once at the top of a page.
  static let sheet = SVG.svg(.aria(hidden: true), .notFocusable, .hidden) {
    SVG.symbol(id: "i-check", .viewBox(width: 24, height: 24)) {
      SVG.path("m5 12.5 4.5 4.5L19 7.5")
    }
    SVG.symbol(id: "i-circle", .viewBox(width: 24, height: 24)) { SVG.circle(cx: 12, cy: 12, r: 8) }
    SVG.symbol(id: "i-dot", .viewBox(width: 24, height: 24)) {
      SVG.circle(cx: 12, cy: 12, r: 8)
      SVG.circle(cx: 12, cy: 12, r: 3)
    }
    SVG.symbol(id: "i-half", .viewBox(width: 24, height: 24)) {
      SVG.circle(cx: 12, cy: 12, r: 8)
      SVG.path("M12 4v16M12 8l5-1.5M12 12h8M12 16l5 1.5")
    }
    SVG.symbol(id: "i-clock", .viewBox(width: 24, height: 24)) {
      SVG.circle(cx: 12, cy: 12, r: 9)
      SVG.path("M12 7v5l3 2")
    }
    SVG.symbol(id: "i-alert", .viewBox(width: 24, height: 24)) {
      SVG.path("M12 4 2.5 20h19zM12 10v4.5M12 17.25v.25")
    }
    SVG.symbol(id: "i-back", .viewBox(width: 24, height: 24)) {
      SVG.path("M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3")
    }
    SVG.symbol(id: "i-file", .viewBox(width: 24, height: 24)) {
      SVG.path("M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6")
    }
    SVG.symbol(id: "i-video", .viewBox(width: 24, height: 24)) {
      SVG.path("M3 6h12v12H3zM15 11l6-4v10l-6-4")
    }
    SVG.symbol(id: "i-link", .viewBox(width: 24, height: 24)) {
      SVG.path(
        "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1")
    }
    SVG.symbol(id: "i-lock", .viewBox(width: 24, height: 24)) {
      SVG.path("M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3")
    }
    SVG.symbol(id: "i-mail", .viewBox(width: 24, height: 24)) {
      SVG.path("M3 6h18v13H3zM3 7l9 7 9-7")
    }
    SVG.symbol(id: "i-search", .viewBox(width: 24, height: 24)) {
      SVG.circle(cx: 11, cy: 11, r: 6)
      SVG.path("m15.5 15.5 5 5")
    }
    SVG.symbol(id: "i-plus", .viewBox(width: 24, height: 24)) { SVG.path("M12 5v14M5 12h14") }
    SVG.symbol(id: "i-arrow", .viewBox(width: 24, height: 24)) { SVG.path("M4 12h15M13 6l6 6-6 6") }
    SVG.symbol(id: "i-person", .viewBox(width: 24, height: 24)) {
      SVG.circle(cx: 12, cy: 8, r: 4)
      SVG.path("M4.5 20a7.5 7.5 0 0 1 15 0")
    }
    SVG.symbol(id: "i-calendar", .viewBox(width: 24, height: 24)) {
      SVG.path("M4 6h16v14H4zM4 10h16M8 3v5M16 3v5")
    }
    SVG.symbol(id: "i-menu", .viewBox(width: 24, height: 24)) {
      SVG.path("M4 7h16M4 12h16M4 17h16")
    }
  }

  /// The program's sign.
  static let brand = SVG.svg(.viewBox(width: 32, height: 32), .aria(hidden: true)) {
    SVG.rect(x: 2, y: 2, width: 28, height: 28, .rx(7), .fill("currentColor"), .opacity(0.14))
    SVG.path(
      "M8 10h8M8 16h6M8 22h5", .stroke("currentColor"), .strokeWidth(2.5),
      .strokeLinecap("round"), .fill("none"))
    SVG.path(
      "m17 19 4 4 6-11", .stroke("currentColor"), .strokeWidth(3), .strokeLinecap("round"),
      .strokeLinejoin("round"), .fill("none"))
  }
}
