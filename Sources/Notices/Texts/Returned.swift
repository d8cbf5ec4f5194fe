public import CivilTime

extension NoticeText {
  /// 7: Something is missing; nothing was judged.
  static let returned = NoticeText(
    .returned, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2026-10-06T07:00",
    placeholders: [
      .block("missing_lines", .closedLink(in: "Samples of student work")),
      .instant("hand_in_by", .end("2026-10-14T00:00")),
      .inDays("days_left", .end("2026-10-14T00:00")),
      .optionalBlock("notify_by_line") {
        $0.stillHear(by: $0.instant(ofExample: "2026-10-28T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        """
        Subject: Something is missing: {title_short}
        Preheader: Nothing was judged. What you handed in is kept. One thing is needed.
        Reply-To: {office_email}
        Calendar: Due: add what is missing

        Hello {first_name},

        We would like to look at your work, and something is missing. Nothing
        was judged, and everything you handed in is kept.

        What is missing:

        {missing_lines}

        Please add it by {hand_in_by}.
        That is {days_left}.

        Add what is missing:
        {link}

        This link is only for you. No password is needed.

        {notify_by_line}

        If you need more time, or the list does not make sense, reply to this
        mail. We will help.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// A promised day that holds although something was returned.
  public func stillHear(by notifyBy: Instant) -> BlockLine {
    .line("You still hear from us by \(promise(notifyBy)).")
  }
}

extension BlockLine {
  /// A link that only its owner can open.
  public static func closedLink(in part: String) -> BlockLine {
    .item(
      "\(part): the link asks the reader to sign in. Share it with the district, "
        + "or upload the file.")
  }

  /// A link that leads nowhere.
  public static func deadLink(in part: String) -> BlockLine {
    .item("\(part): the link leads to no page. Check the address, or upload the file.")
  }

  /// A file that no reader could open.
  public static func closedFile(in part: String) -> BlockLine {
    .item(
      "\(part): a file could not be opened. Save it as a PDF or a picture, and upload it again.")
  }

  /// A part in which there is nothing.
  public static func emptyPart(_ part: String) -> BlockLine {
    .item("\(part): nothing was handed in here.")
  }
}
