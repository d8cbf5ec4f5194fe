public import CivilTime

extension NoticeText {
  /// 6: The evidence has arrived.
  static let evidenceReceived = NoticeText(
    .evidenceReceived, to: .teacher, .interactive, thread: .submission,
    exampleSent: "2026-09-26T21:42",
    placeholders: [
      .instant("received_at", .moment("2026-09-26T21:42")),
      .neededText("contents_line", limit: 100, Wording.contents(texts: 4, files: 3, links: 2)),
      .neededText("receipt_code", limit: 20, "7f3a 91c0 5de2"),
      .optionalBlock("met_line", .staysMet(["your learning", "your reflection"])),
      .optionalBlock("links_line", .leaveOpen(links: 2)),
      .optionalBlock("change_line") {
        $0.mayAdd(until: $0.instant(ofExample: "2026-09-28T00:00"))
      },
      .day("notify_by", .promise("2026-10-28T00:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Received: evidence for {title_short}
        Preheader: All of it has arrived. You do not need to send anything else.
        Reply-To: {office_email}

        Hello {first_name},

        Your evidence has arrived, all of it. You do not need to send anything
        else.

          Title:    {title}
          Holds:    {contents_line}
          Arrived:  {received_at}
          Receipt:  {receipt_code}

        {met_line}

        {links_line}

        {change_line}

        See what you handed in:
        {link}

        This link is only for you. No password is needed.

        What comes next: an evaluator looks at it beside the rubric, and you
        hear from us by {notify_by}.

        {office_name}
        {district_name}, {office_phone}
        """)
    ])
}

extension Wording {
  /// Until when evidence can be added to.
  public func mayAdd(until end: Instant) -> BlockLine {
    .line("You can add to it or change it until \(self.end(end)).")
  }

  /// Counts and kinds of what was handed in, never a file's name: `4 texts, 3 files, 2 links`.
  public static func contents(texts: Int, files: Int, links: Int) -> String {
    let counts = [(texts, Noun("text")), (files, Noun("file")), (links, Noun("link"))]
    return counts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }.joined(separator: ", ")
  }
}

extension BlockLine {
  /// What need not be shown again after a "not yet".
  public static func staysMet(_ criteria: [String]) -> BlockLine {
    .line(
      "What was met before stays met: \(criteria.joined(separator: ", ")). "
        + "Only the rest is looked at again.")
  }

  /// A request for links that readers can follow.
  public static func leaveOpen(links: Int) -> BlockLine {
    let which = links == 1 ? "the link" : "the \(Wording.number(links)) links"
    return .line("Please leave \(which) open for readers in the district until you hear from us.")
  }
}
