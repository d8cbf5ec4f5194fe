public import CivilTime

extension NoticeText {
  /// 34: The administrator's week, with the check code of the record.
  static let digest = NoticeText(
    .digest, to: .administrator, .bulk, thread: .none, exampleSent: "2026-10-23T07:00",
    placeholders: [
      .text("week", limit: 40, "October 17 to October 23"),
      Placeholder(
        "todo_lines", .block, isRequired: true,
        .worded { wording in
          [
            wording.toDo(
              "Release 58 decisions", by: wording.instant(ofExample: "2026-10-26T16:00")),
            .entry("Settle 3 rows of the form export"),
          ]
        }),
      .optionalBlock(
        "stand_lines", .entry("Handed in: 142"), .entry("Under review: 4"), .entry("Decided: 80"),
        .entry("Returned: 6, of which 5 are in again")),
      .optionalBlock(
        "ahead_lines", .entry("October 27: last day by which teachers hear"),
        .entry("November 2: report on turnaround")),
      .optionalBlock(
        "quiet_lines", .line("Mail: all of it went out."),
        .line("Backup: each night, last one checked on Thursday.")),
      .block(
        "head", .code("9b1c4e77a0d25f3c88e1602b7d94aa13"),
        .code("c5f0287e6b3d91f44a7e0c52d81936be")),
      .instant("head_at", .moment("2026-10-23T07:00")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Your week: {week}
        Preheader: What waits for you, where things stand, and the week's check code.
        Reply-To: {office_email}

        Hello {first_name},

        What waits for you:

        {todo_lines}

        Where things stand:

        {stand_lines}

        What lies ahead:

        {ahead_lines}

        {quiet_lines}

        Open your page:
        {link}

        Please keep this mail. This is the check code of the record as of
        {head_at}:

        {head}

        If anybody ever asks whether the record was cut or changed, your
        technician compares it with: rubricctl verify --head CODE

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .nothingWaits,
        """
        Subject: Your week: {week}
        Preheader: Nothing waits for you. Where things stand, and the week's check code.
        Reply-To: {office_email}

        Hello {first_name},

        Nothing waits for you this week.

        Where things stand:

        {stand_lines}

        What lies ahead:

        {ahead_lines}

        {quiet_lines}

        Open your page:
        {link}

        Please keep this mail. This is the check code of the record as of
        {head_at}:

        {head}

        If anybody ever asks whether the record was cut or changed, your
        technician compares it with: rubricctl verify --head CODE

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension Wording {
  /// Something that waits for the administrator.
  public func toDo(_ what: String, by end: Instant) -> BlockLine {
    .entry("\(what), by \(self.end(end))")
  }

  /// Something that lies ahead: `October 27: last day by which teachers hear`.
  public func ahead(_ date: CivilDate, _ what: String) -> BlockLine {
    .entry("\(shortDay(date)): \(what)")
  }
}

extension BlockLine {
  /// The record's check code: 64 hexadecimal digits in two lines, which `verify --head` takes with
  /// or without the break.
  public static func checkCode(_ hexadecimal: String) -> [BlockLine] {
    let half =
      hexadecimal.index(
        hexadecimal.startIndex, offsetBy: 32, limitedBy: hexadecimal.endIndex)
      ?? hexadecimal.endIndex
    let halves = [hexadecimal[..<half], hexadecimal[half...]]
    return halves.filter { !$0.isEmpty }.map { .code(String($0)) }
  }
}
