extension NoticeText {
  /// 10: A proposal that was not approved.
  static let proposalNotApproved = NoticeText(
    .proposalNotApproved, to: .teacher, .deadline, thread: .submission,
    exampleSent: "2026-10-22T12:00",
    placeholders: [
      .block(
        "feedback_lines",
        .feedback(
          criterion: "Fits the district's mission",
          text: "The course is for adult learners outside our schools. "
            + "We could not see how our students would gain from it.")),
      .optionalBlock("next_window_line") {
        $0.nextWindow("proposal", opens: $0.instant(ofExample: "2027-01-11T00:00"))
      },
      .day("appeal_by", .promise("2026-11-21T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Not approved: {title_short}
        Preheader: Here is why, what you can do, and whom to ask.
        Reply-To: {office_email}

        Hello {first_name},

        Your proposal was not approved this time. Here is why:

        {feedback_lines}

        Thank you for the thought you gave it. It does not count against you,
        and nothing stays set aside for it.

        Read the whole decision:
        {link}

        This link is only for you. No password is needed.

        What you can do: propose something else, or this idea in a new form.
        {next_window_line}

        If you think we overlooked something, reply to this mail by
        {appeal_by}. Somebody else will read it again.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}
