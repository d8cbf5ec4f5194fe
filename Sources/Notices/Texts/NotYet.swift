extension NoticeText {
  /// 26: Part is met, part needs more.
  static let notYet = NoticeText(
    .notYet, to: .teacher, .deadline, calendar: .attachment, thread: .submission,
    exampleSent: "2026-10-22T12:00",
    placeholders: [
      .optionalBlock("met_lines", .met("Your own learning"), .met("Your reflection")),
      .block(
        "feedback_lines",
        .feedback(
          criterion: "How students learned, and how you measured it",
          text:
            "You describe three lessons clearly. Add how you saw a change: a short check before "
            + "and after, or your notes on one group over time."),
        .feedback(
          criterion: "Samples of student work, with reflections",
          text: "The posters show the result. Add one sample of the way there, such as a first "
            + "sketch, and a few words from students on what changed.")),
      .optionalBlock(
        "evaluator_note",
        .line("The interviews with families were a strong idea. Build on them.")),
      .text("resubmit_from", limit: 60, "today"),
      .instant("resubmit_by", .end("2027-01-25T00:00")),
      .text("answer_within", limit: 40, "within a month"),
      .optionalBlock("kept_line", .staysAside),
    ],
    headings: ["resubmit_by": "How to hand in again"],
    texts: [
      BuiltInText(
        """
        Subject: Not yet: {title_short}
        Preheader: What you met stays met. Here is what to add, and by when.
        Reply-To: {office_email}
        Calendar: Last day to hand in again

        Hello {first_name},

        Your evaluator looked at your evidence. It is a "not yet": part of it is
        met, and part needs more.

        Met, and stays met:

        {met_lines}

        What to add:

        {feedback_lines}

        {evaluator_note}

        You can hand in again from {resubmit_from} until
        {resubmit_by}.
        Only the parts above are looked at again. You add to what is there, and
        you do not need to send anything twice.

        See the feedback beside your evidence:
        {link}

        This link is only for you. No password is needed.

        You hear from us {answer_within} after you hand in.

        {kept_line}

        Would you like to talk it over? Reply to this mail. If you think we
        overlooked something, tell us the same way.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .nothingMet,
        """
        Subject: Not yet: {title_short}
        Preheader: Here is what would make it complete, and by when to hand it in.
        Reply-To: {office_email}
        Calendar: Last day to hand in again

        Hello {first_name},

        Your evaluator looked at your evidence. It is a "not yet": here is what
        would make it complete.

        What to add:

        {feedback_lines}

        {evaluator_note}

        You can hand in again from {resubmit_from} until
        {resubmit_by}.
        Only the parts above are looked at again. You add to what is there, and
        you do not need to send anything twice.

        See the feedback beside your evidence:
        {link}

        This link is only for you. No password is needed.

        You hear from us {answer_within} after you hand in.

        {kept_line}

        Would you like to talk it over? Reply to this mail. If you think we
        overlooked something, tell us the same way.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Where there is pay, after a "not yet".
  public static let staysAside = BlockLine.line(
    "The amount set aside for you stays set aside.")
}
