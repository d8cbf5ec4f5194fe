extension NoticeText {
  /// 22: A review that another evaluator could not do.
  static let nowYours = NoticeText(
    .nowYours, to: .evaluator, .deadline, calendar: .invitation, thread: .assignment,
    exampleSent: "2026-10-23T15:00",
    placeholders: [
      .weekday("due_short", .end("2026-10-30T16:00")),
      .instant("due", .end("2026-10-30T16:00")),
      .inDays("days_left", .end("2026-10-30T16:00")),
      .block(
        "submission_lines",
        .submission(
          "Podcasts for the school library", person: "Noor Hazel", school: "Linden High School",
          fields: .outside(["media"]))),
      .counted("more_count", 1, .moreReview),
      .counted("review_count", 2, .review),
      .text("all_line", NoticeText.openReviews(2, new: 1)),
    ],
    texts: [
      BuiltInText(
        """
        Subject: New, due {due_short}: {more_count}
        Preheader: Another evaluator could not do it. Can you? You may say no.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        Another evaluator could not do this one, and you are the best match of
        those who have room:

        {submission_lines}

          Due:  {due}

        That is {days_left}. {all_line}

        Open it, or give it back:
        {link}

        This link is only for you. No password is needed.

        If that is too soon, tell us today, and we look further or find you more
        time. Thank you for stepping in.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .several,
        examples: [
          "submission_lines": .block([
            .submission(
              "Podcasts for the school library", person: "Noor Hazel",
              school: "Linden High School", fields: .outside(["media"])),
            .submission(
              "Choice boards in middle school math", person: "Ines Cedar",
              school: "Rowan Middle School", fields: .yours(["personalized learning"])),
          ]),
          "more_count": .counted(2, .moreReview),
          "review_count": .counted(3, .review),
          "all_line": .text(NoticeText.openReviews(3, new: 2)),
        ],
        """
        Subject: New, due {due_short}: {more_count}
        Preheader: Another evaluator could not do them. Can you? You may say no.
        Reply-To: {office_email}
        Calendar: Due: {review_count}

        Hello {first_name},

        Another evaluator could not do these, and you are the best match of
        those who have room:

        {submission_lines}

          Due:  {due}

        That is {days_left}. {all_line}

        Open them, or give them back:
        {link}

        This link is only for you. No password is needed.

        If that is too soon, tell us today, and we look further or find you more
        time. Thank you for stepping in.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension NoticeText {
  /// How many reviews an evaluator has now, with the new ones.
  ///
  /// - Parameters:
  ///   - count: All that are open.
  ///   - new: How many of them came with this mail.
  /// - Returns: One sentence.
  public static func openReviews(_ count: Int, new: Int) -> String {
    let these = new == 1 ? "this one" : "these"
    return "With \(these) you have \(Wording.counted(count, Noun("open review")))."
  }
}
