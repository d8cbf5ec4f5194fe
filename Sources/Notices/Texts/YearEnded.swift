extension NoticeText {
  /// 13: The year has ended without evidence.
  static let yearEnded = NoticeText(
    .yearEnded, to: .teacher, .deadline, thread: .submission, exampleSent: "2027-10-25T07:00",
    placeholders: [
      .day("year_end", .end("2027-10-23T00:00")),
      .optionalBlock("next_window_line") {
        $0.nextWindow("proposal", opens: $0.instant(ofExample: "2028-01-10T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        """
        Subject: Year ended: {title_short}
        Preheader: Your notes are kept, and there are two ways to go on.
        Reply-To: {office_email}

        Hello {first_name},

        The year for this micro-credential ended on {year_end}, and no evidence
        has come in.

          Title:  {title}

        It is closed now. Whatever was set aside for it is free for your next
        one. Your proposal and your draft are kept.

        There are two ways to go on: propose it again, with your text already
        filled in, or ask us to open it once more if something got in the way.

        Choose one:
        {link}

        This link is only for you. No password is needed.

        {next_window_line}

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}
