extension NoticeText {
  /// 35: A link to sign in, for whoever asked.
  static let signIn = NoticeText(
    .signIn, to: .teacher, .interactive, thread: .none, exampleSent: "2026-10-26T10:16",
    placeholders: [
      .counted("minutes", 15, .minute),
      .instant("expires", .end("2026-10-26T10:31")),
      .text("asked_from", limit: 60, "Firefox on Windows"),
      .optionalBlock("scope_line", .opens("Design thinking in grade 4 science")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Sign in: your link for {minutes}
        Preheader: Works once. If you did not ask for it, you can leave it unread.
        Reply-To: {office_email}

        Hello {first_name},

        Here is your link to sign in. It works once, until
        {expires}.

        {scope_line}

        Sign in:
        {link}

        Asked for from: {asked_from}

        You did not ask for it? Then somebody probably mistyped an address.
        Nothing happens as long as nobody uses the link. We never ask for a
        password, because there is none.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension BlockLine {
  /// What a renewed link leads to.
  public static func opens(_ title: String) -> BlockLine {
    .line("It opens: \(Shortening.title(title)).")
  }
}
