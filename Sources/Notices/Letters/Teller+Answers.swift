import CivilTime
import Programs
import Workflow

// Notices 35 to 37: what answers a person at once.

extension Teller {
  func signIn(_ notice: PlannedNotice) throws -> Told {
    let expires = notice.instant(.expires) ?? notice.notAfter
    var told = Told(
      .signIn, .standard,
      [
        "asked_from": .text(notice[.device] ?? "a browser"),
        "scope_line": .block(
          try submission(of: notice).map { [.opens(try title($0))] } ?? []),
      ])
    guard let expires else { return told }
    // Whole minutes, counted from the asking: a mail that waited says when, not for how long.
    let seconds = max(60, expires.milliseconds(since: notice.due) / 1_000)
    told.values["minutes"] = .counted(Int(seconds / 60), .minute)
    told.values["expires"] = .end(expires)
    return told
  }

  func mailTaken(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice) else { return Told(.mailTaken) }
    var cutoff: [BlockLine] = []
    if let warrant = warrant(of: notice) {
      cutoff = [.inTime(warrant: warrant)]
    } else if let window = try submission.window.flatMap(facts.window(_:)),
      submission.receivedAt < window.times.ends
    {
      let day = wording.day(wording.shownEnd(window.times.ends).date)
      cutoff = [.line("It is in time for the due date of \(day).")]
    }
    let ignored = notice.count(.ignored)
    var leftOut: [BlockLine] = ignored > 0 ? [.picturesLeftOut(ignored)] : []
    for code in (notice[.missing] ?? "").split(separator: ",") {
      if let shortcoming = MailShortcoming(code: code) { leftOut.append(.line(shortcoming.words)) }
    }
    let contents = ContentCounts(submission.content.value)
    return Told(
      .mailTaken, .standard,
      [
        "title": .text(try title(submission)),
        "contents_line": .text(notice[.contents] ?? contents.words),
        "received_at": .moment(submission.receivedAt), "cutoff_line": .block(cutoff),
        "receipt_code": .text(try receiptCode(of: submission, notice)),
        "ignored_line": .block(leftOut),
        "notify_by": .promise(submission.times.notifyBy),
      ])
  }

  /// The warrant of a pay date, as people know it.
  private func warrant(of notice: PlannedNotice) -> String? {
    notice[.warrant].flatMap(CivilDate.init(iso:)).map(wording.warrant)
  }

  func mailMissing(_ notice: PlannedNotice) throws -> Told {
    let submission = try submission(of: notice)
    let isOurs = letter.name.notice == .mailMissing
    var told = Told(.mailMissing, isOurs ? letter.name.variant : .standard)
    var end = notice.instant(.handInBy) ?? notice.notAfter
    var kept = notice[.contents]
    var missing: [BlockLine] = []
    if let submission {
      told.values["title"] = .text(try title(submission))
      let contents = ContentCounts(submission.content.value)
      if kept == nil, !contents.isEmpty { kept = contents.words }
      if case .returned(let back) = submission.state {
        end = back.handInBy
        missing = try missingLines(back.missing, of: submission)
      }
    }
    let short = (notice[.missing] ?? "").split(separator: ",").compactMap {
      MailShortcoming(code: $0)
    }
    if !short.isEmpty { missing = short.map { .item($0.words) } }
    let until = end ?? zone.startOfDay(today.adding(days: program.evidence.returnDays + 1))
    var likely: [BlockLine] = []
    for number in (notice[.likely] ?? "").split(separator: ",").compactMap({ Int64($0) }) {
      if let offering = try facts.offering(OfferingID(number)) {
        likely.append(.entry(Shortening.title(offering.title)))
      }
    }
    // What is asked for goes by the catalog's title where nothing is there yet.
    if submission == nil, told.text.variant != .notRecognized, likely.count == 1,
      let number = Int64(notice[.likely] ?? ""),
      let offering = try facts.offering(OfferingID(number))
    {
      told.values["title"] = .text(Shortening.singleLine(offering.title))
    }
    told.values = told.values.merging([
      "missing_lines": .block(
        missing.isEmpty ? [.item("Your page says what is missing.")] : missing),
      "kept_line": .block(kept.map { [.kept($0)] } ?? []), "likely_lines": .block(likely),
      "hand_in_by": .end(until),
      "warrant_line": .block(warrant(of: notice).map { [.laterCountsFor(warrant: $0)] } ?? []),
      "intake_email": .text(notice[.intake] ?? program.district.officeEmail),
      "mark": .text(notice[.mark] ?? submission.map { "S\($0.id)" } ?? "P\(recipient.id)"),
    ])
    if ![.unknownSender, .notTaken].contains(told.text.variant) {
      told.date = CalendarDate(
        name: submission.map { "submission-\($0.id)-return" } ?? "mail-\(recipient.id)-return",
        ends: until, summary: "Due: what is missing", details: ends(until, "It can be sent"))
    }
    return told
  }
}
