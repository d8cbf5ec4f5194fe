extension NoticeText {
  /// 9: A proposal to revise before it begins.
  static let proposalRevise = NoticeText(
    .proposalRevise, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2026-10-22T12:00",
    placeholders: [
      .optionalBlock(
        "met_lines", .met("Helps students"), .met("Fits the district's mission")),
      .block(
        "feedback_lines",
        .feedback(
          criterion: "Need shown by data",
          text: "Which data show the need in your grade? Last spring's science results would do.")),
      .instant("resubmit_by", .end("2027-01-25T00:00")),
    ],
    headings: ["resubmit_by": "How to send it again"],
    texts: [
      BuiltInText(
        """
        Subject: Revise: your proposal {title_short}
        Preheader: Most of it stands. Here is what to add, and by when.
        Reply-To: {office_email}
        Calendar: Due: revised proposal

        Hello {first_name},

        Your proposal is a good start, and your evaluator asks you to revise it
        before you begin.

        What stands and stays as it is:

        {met_lines}

        What to work on:

        {feedback_lines}

        You can send the revised proposal from today until
        {resubmit_by}.
        Your text is there; you change only what you want to change.

        Revise your proposal:
        {link}

        This link is only for you. No password is needed.

        Would you like to talk it over first? Reply to this mail.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}
