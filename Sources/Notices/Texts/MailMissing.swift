extension NoticeText {
  /// 37: Something is missing in what came by mail.
  static let mailMissing = NoticeText(
    .mailMissing, to: .teacher, .interactive, calendar: .attachment, thread: .submission,
    exampleSent: "2026-12-22T16:47",
    placeholders: [
      .block(
        "missing_lines",
        .item(
          "The certificate, or a picture of it. We found no attachment of that kind.")),
      .optionalBlock("kept_line", .kept("1 reflection")),
      .optionalBlock(
        "likely_lines", .entry("Design thinking in grade 4 science"),
        .entry("Podcasts for the school library")),
      .instant("hand_in_by", .end("2026-12-30T00:00")),
      .optionalBlock("warrant_line", .laterCountsFor(warrant: "June 2027")),
      Placeholder(
        "intake_email", .address, isRequired: true, .text("mc+s812@maplehollow.example")),
      .neededText("mark", limit: 12, "S812"),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Missing: {title_short} [{mark}]
        Preheader: One document is needed. Reply to this mail and attach it.
        Reply-To: {intake_email}
        Calendar: Due: what is missing

        Hello {first_name},

        Your mail has arrived. Something is missing before we can take it.

        {missing_lines}

        {kept_line}

        Reply to this mail and attach it by
        {hand_in_by}.
        You do not need to send the rest again.

        {warrant_line}

        Or upload it here:
        {link}

        This link is only for you. No password is needed.

        If you cannot get the document in time, say so in your reply. A person
        reads it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .notRecognized,
        """
        Subject: Missing: the micro-credential's name [{mark}]
        Preheader: Your documents are here. Reply and tell us what they are for.
        Reply-To: {intake_email}
        Calendar: Due: what is missing

        Hello {first_name},

        Your mail has arrived. We could not tell which micro-credential it is
        for.

        It may be one of these:

        {likely_lines}

        {kept_line}

        Reply to this mail with its name by
        {hand_in_by}.
        You do not need to send the rest again.

        {warrant_line}

        Or choose it here:
        {link}

        This link is only for you. No password is needed.

        If none of this fits, say so in your reply. A person reads it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .tooLarge,
        """
        Subject: Missing: {title_short} [{mark}]
        Preheader: The attachments were too large for mail. Please upload them.
        Reply-To: {intake_email}
        Calendar: Due: what is missing

        Hello {first_name},

        Your mail has arrived. The attachments are larger than mail can carry.
        Please upload them instead.

        {kept_line}

        There is time until
        {hand_in_by}.
        You do not need to send the rest again.

        {warrant_line}

        Upload them here:
        {link}

        This link is only for you. No password is needed.

        If the upload does not work, say so in your reply. A person reads it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .notTaken,
        """
        Subject: Not handed in: {title_short} [{mark}]
        Preheader: Your mail is here, but its documents are not handed in yet.
        Reply-To: {intake_email}

        Hello {first_name},

        Your mail has arrived. Its documents could not be handed in.

        {missing_lines}

        {kept_line}

        {warrant_line}

        See your work, and hand it in when it can be:
        {link}

        This link is only for you. No password is needed.

        If something else is needed, say so in your reply. A person reads it.

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .unknownSender,
        """
        Subject: Not matched: your mail to us
        Preheader: Please write from your district address, so that we know you.
        Reply-To: {office_email}

        Hello,

        We could not match this address to a member of staff. Please write from
        your district address.

        If you have none, call us at the number below.

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// What of a mail was taken, in counts and kinds.
  public static func kept(_ contents: String) -> BlockLine {
    .line("We have kept: \(contents).")
  }

  /// The pay warrant for what comes too late for this one.
  public static func laterCountsFor(warrant: String) -> BlockLine {
    .line("What comes later counts for the \(warrant) warrant.")
  }
}
