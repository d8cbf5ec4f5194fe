extension NoticeText {
  /// 30: The file for a pay warrant is ready.
  static let payrollReady = NoticeText(
    .payrollReady, to: .clerk, .deadline, thread: .none, exampleSent: "2026-12-18T12:00",
    placeholders: [
      .neededText("warrant", limit: 20, "January 2027"),
      .counted("line_count", 61, .line),
      .counted("correction_count", 2, .correction),
      .money("total", cents: 30_250_00),
      .instant("lock", .end("2027-01-08T16:00")),
      .optionalBlock("open_line", .stillOpen(3)),
      .counted("open_count", 3, .decision),
      .optionalBlock("late_line", .expectedLater(1)),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Ready: payroll file for the {warrant} warrant
        Preheader: Preview it, then export it. It is sealed once you export it.
        Reply-To: {office_email}

        Hello {first_name},

        The payroll file for the {warrant} warrant is ready.

          Lines:        {line_count}
          Of these:     {correction_count} to earlier files
          Total:        {total}
          Export by:    {lock}

        {open_line}

        Preview and export:
        {link}

        The page asks for a sign-in link first, which comes by mail at once. The
        file is not attached, because it holds pay data. Each line opens into
        who decided it and when.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .atRisk,
        """
        Subject: Before payroll locks: {open_count} for {warrant}
        Preheader: What is released by then is paid with it. What comes later waits.
        Reply-To: {office_email}

        Hello {first_name},

        Payroll locks for the {warrant} warrant on
        {lock}.

          Not released yet:  {open_count}

        {late_line}

        This work was handed in in time for it. What is released by then is
        paid with it; what comes later waits for the next pay date.

        See what is open, and with whom:
        {link}

        The page asks for a sign-in link first, which comes by mail at once.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Decisions that are expected after payroll's lock.
  public static func expectedLater(_ count: Int) -> BlockLine {
    let these =
      count == 1 ? "Of these, 1 is" : "Of these, \(Wording.number(count)) are"
    return .line("\(these) expected after the lock, by the dates of their reviews.")
  }

  /// Decisions that may still come into a payroll file.
  public static func stillOpen(_ count: Int) -> BlockLine {
    let these =
      count == 1
      ? "1 decision is open. If it comes"
      : "\(Wording.number(count)) decisions are open. If they come"
    return .line("\(these) in by the lock, the file is made again, and you get one more mail.")
  }
}
