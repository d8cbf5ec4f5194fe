public import CivilTime

extension NoticeText {
  /// 3: The window closes soon, and something of the teacher's is not in yet.
  static let windowClosing = NoticeText(
    .windowClosing, to: .teacher, .deadline, calendar: .attachment, thread: .window,
    exampleSent: "2026-09-24T07:00",
    placeholders: [
      .text("window_kind", limit: 20, "evidence"),
      .weekday("closes_short", .end("2026-09-28T00:00")),
      .instant("closes", .end("2026-09-28T00:00")),
      .inDays("days_left", .end("2026-09-28T00:00")),
      .optionalBlock(
        "state_line", .draftWaits("Design thinking in grade 4 science", partsWithText: 2, of: 4)),
      .optionalBlock("next_window_line") {
        $0.nextWindow("evidence", opens: $0.instant(ofExample: "2027-01-11T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        off: .thisWindow,
        """
        Subject: Closes {closes_short}: {window_kind} window
        Preheader: What you have written is saved. It is not handed in yet.
        Reply-To: {office_email}
        Calendar: Closes: {window_kind} window

        Hello {first_name},

        The {window_kind} window closes {days_left}:
        {closes}.

        {state_line}

        Finish and hand in:
        {link}

        This link is only for you. No password is needed.

        If you press "Hand in" before the window closes, it counts, even if the
        upload takes longer. If this is not the right time, choose "Not this
        time" on that page, and your draft stays a draft.

        {next_window_line}

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// When there is another chance: `The next evidence window opens on Monday, January 11, 2027.`
  public func nextWindow(_ kind: String, opens: Instant) -> BlockLine {
    .line("The next \(kind) window opens on \(start(opens)).")
  }
}

extension BlockLine {
  /// A draft that is not handed in.
  ///
  /// - Parameters:
  ///   - title: The micro-credential's title.
  ///   - partsWithText: How many of the rubric's parts have text.
  ///   - parts: How many parts there are; of one part nothing is said.
  /// - Returns: One or two sentences.
  public static func draftWaits(_ title: String, partsWithText: Int, of parts: Int) -> BlockLine {
    let state = "Your draft for \"\(Shortening.title(title))\" is saved, but not handed in yet."
    guard parts > 1 else { return .line(state) }
    let done = Wording.spelled(partsWithText, atBeginning: true)
    let have = partsWithText == 1 ? "has" : "have"
    return .line(
      "\(state) \(done) of \(Wording.spelled(parts)) parts \(have) text."
    )
  }

  /// Something that was returned and is not in again.
  public static func returnedWaits(_ title: String) -> BlockLine {
    .line(
      "\"\(Shortening.title(title))\" came back to you, because something is missing. "
        + "It is not handed in again yet.")
  }

  /// A year that ends before the next window.
  public static func lastWindow(_ title: String) -> BlockLine {
    .line("For \"\(Shortening.title(title))\" it is the last window in your year.")
  }
}
