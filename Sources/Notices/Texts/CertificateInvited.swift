public import CivilTime

extension NoticeText {
  /// 28: A badge or certificate is still to be uploaded.
  static let certificateInvited = NoticeText(
    .certificateInvited, to: .teacher, .deadline, thread: .submission,
    exampleSent: "2026-12-11T07:00",
    placeholders: [
      .text("credit_range", limit: 40, "3 to 5 credits"),
      .optionalBlock("upload_by_line") {
        $0.uploadBy($0.instant(ofExample: "2027-05-29T00:00"))
      },
    ],
    texts: [
      BuiltInText(
        """
        Subject: One step left: credit for {title_short}
        Preheader: Upload your badge or certificate. It takes about two minutes.
        Reply-To: {office_email}

        Hello {first_name},

        You have earned this micro-credential. One step is left before it counts
        as in-service credit, typically {credit_range}:

          {title}

        Upload your badge or certificate. A photo from your phone is fine.

        {upload_by_line}

        Upload it:
        {link}

        This link is only for you. No password is needed.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// Until when a certificate counts this school year.
  public func uploadBy(_ end: Instant) -> BlockLine {
    .line("Please do it by \(day(shownEnd(end).date)), so that it counts this school year.")
  }
}
