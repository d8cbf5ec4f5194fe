extension NoticeText {
  /// 31: Rows of a file were set aside, or the file was not taken.
  static let intakeReport = NoticeText(
    .intakeReport, to: .administrator, .deadline, thread: .none, exampleSent: "2026-09-28T08:00",
    placeholders: [
      .neededText("file_kind", limit: 40, "Form export"),
      .instant("taken_at", .moment("2026-09-28T07:05")),
      .number("row_total", 142),
      .number("taken_total", 139),
      .counted("aside_count", 3, .row),
      .block(
        "row_lines",
        .row(17, column: "Employee number", "nobody has this number"),
        .row(58, column: "Micro-credential", "two in the catalog have this title"),
        .row(103, column: "Timestamp", "not a date and time")),
    ],
    texts: [
      BuiltInText(
        """
        Subject: Set aside: {aside_count} of {row_total}
        Preheader: The others are in. Nobody in these rows has been told yet.
        Reply-To: {office_email}

        Hello {first_name},

        A file came in, and most of it was taken. Set aside for you: {aside_count}.

          File:       {file_kind}
          Came in:    {taken_at}
          Rows:       {row_total}
          Taken:      {taken_total}
          Set aside:  {aside_count}

        {row_lines}

        A teacher whose row was set aside has had no receipt yet. Once a row is
        settled, it counts from the moment it was first handed in.

        Settle them:
        {link}

        {office_name}
        {district_name}, {office_phone}
        """),
      BuiltInText(
        .notTaken,
        examples: [
          "row_lines": .block([
            .line(
              "Row 1: found the column \"Employee no\", expected \"Employee number\". "
                + "Nothing was taken from the other rows either.")
          ])
        ],
        """
        Subject: Not taken: {file_kind}
        Preheader: The file could not be read. Nothing was changed, nobody was told.
        Reply-To: {office_email}

        Hello {first_name},

        A file came in that could not be read, so nothing was changed.

          File:     {file_kind}
          Came in:  {taken_at}

        What we found:

        {row_lines}

        See it, or send it again:
        {link}

        {office_name}
        {district_name}, {office_phone}
        """),
    ])
}

extension BlockLine {
  /// Most rows that a mail names; the page has all.
  public static let rowsMaximum = 20

  /// A row's problem, by its number and column, never with the cell's content.
  public static func row(_ number: Int, column: String, _ problem: String) -> BlockLine {
    .entry("Row \(number), \"\(column)\": \(problem).")
  }

  /// The rows that a mail names, and how many there are beyond them.
  public static func rows(_ rows: [BlockLine]) -> [BlockLine] {
    guard rows.count > rowsMaximum else { return rows }
    let more = Wording.counted(rows.count - rowsMaximum, Noun(one: "more row", many: "more rows"))
    return rows.prefix(rowsMaximum) + [.line("And \(more), on the page.")]
  }
}
