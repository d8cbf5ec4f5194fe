import CivilTime
import Programs
import Workflow

// Notices 30 to 33: pay, files, addresses, the mail itself.

/// Most mails that did not reach somebody that are named one by one.
private let missedMax = 3

extension Teller {
  func payrollReady(_ notice: PlannedNotice) -> Told {
    var told = Told(
      .payrollReady, notice[.stage] == "risk" ? .atRisk : .standard,
      [
        "open_count": .counted(notice.count(.open), .decision),
        "late_line": .block(notice.count(.late) > 0 ? [.expectedLater(notice.count(.late))] : []),
        "line_count": .counted(notice.count(.lines), .line),
        "correction_count": .counted(notice.count(.corrections), .correction),
        "open_line": .block(notice.count(.open) > 0 ? [.stillOpen(notice.count(.open))] : []),
      ])
    told.values["warrant"] = notice[.warrant].map { name in
      .text(CivilDate(iso: name).map(wording.warrant) ?? name)
    }
    told.values["total"] = notice[.cents].flatMap { Int64($0) }.map { .money(cents: $0) }
    told.values["lock"] = notice.instant(.lock).map { .end($0) }
    return told
  }

  // MARK: Files

  func intakeReport(_ notice: PlannedNotice) throws -> Told {
    let notices = listed(.intakeReport)
    let unreadable = notices.compactMap { $0[.unreadable] }
    let kinds = notices.map { Self.words(ofFileKind: $0[.kind] ?? "") }
    var told = Told(
      .intakeReport, unreadable.count == notices.count ? .notTaken : .standard,
      [
        "file_kind": .text(Array(Set(kinds)).sorted().joined(separator: ", ")),
        "taken_at": .moment(notices.compactMap { $0.instant(.since) }.min() ?? notice.due),
        "row_total": .number(notices.reduce(0) { $0 + $1.count(.rows) }),
        "taken_total": .number(notices.reduce(0) { $0 + $1.count(.taken) }),
        "aside_count": .counted(notices.reduce(0) { $0 + $1.count(.setAside) }, .row),
      ])
    var lines: [BlockLine] = []
    for notice in notices {
      let rows = try notice[.file].map(facts.setAside(file:)) ?? []
      lines += rows.map { row in
        var problem = Shortening.singleLine(row.problem)
        while problem.hasSuffix(".") { problem.removeLast() }
        return row.column.isEmpty
          ? .entry("Row \(row.row): \(problem).")
          : .row(row.row, column: row.column, problem)
      }
    }
    let shown = lines.prefix(BlockLine.rowsMaximum)
    let all = notices.reduce(0) { $0 + $1.count(.setAside) }
    lines = Array(shown)
    // A mail that names fewer than it could names all that are not settled yet.
    if shown.count == BlockLine.rowsMaximum, all > shown.count {
      let more = Wording.counted(all - shown.count, Noun(one: "more row", many: "more rows"))
      lines.append(.line("And \(more), on the page."))
    }
    for words in unreadable where lines.count < 2 * BlockLine.rowsMaximum {
      // Of many files that are in the same way closed it is said once.
      if !lines.contains(.line(words)) { lines.append(.line(words)) }
    }
    told.values["row_lines"] = .block(lines)
    return told
  }

  /// `people` → `People`, as a subject begins.
  private static func words(ofFileKind kind: String) -> String {
    kind.isEmpty ? "File" : kind.prefix(1).uppercased() + kind.dropFirst()
  }

  // MARK: Addresses

  func addressBounced(_ notice: PlannedNotice) throws -> Told {
    let since = notice.instant(.since) ?? .distantPast
    let bounced = try facts.bounced(since: since).filter { $0.person != recipient.id }
    var lines: [BlockLine] = []
    for address in bounced {
      let person = try facts.person(address.person)
      let email = person?.details.value?.email ?? ""
      var details: [String] = []
      let missed = missed(address.missed)
      if !missed.isEmpty { details.append("did not get: \(Wording.list(missed))") }
      if !address.serverWords.isEmpty {
        details.append("the server says: \(Shortening.serverWords(address.serverWords))")
      }
      let name = person?.fullName ?? TitleWords.erased
      lines.append(.entry(email.isEmpty ? name : "\(name), \(email)", details: details))
    }
    return Told(
      .addressBounced, .standard,
      [
        "address_count": .counted(bounced.count, .address), "address_lines": .block(lines),
      ])
  }

  /// What did not reach somebody, the latest first, each said once: "the decision of October 22".
  private func missed(_ mails: [ToldMail]) -> [String] {
    var words: [String] = []
    for mail in mails.reversed() {
      let what = "\(mail.name.missedWords) of \(wording.shortDay(zone.date(at: mail.at)))"
      if !words.contains(what) { words.append(what) }
    }
    let rest = words.count - missedMax
    return rest > 0 ? words.prefix(missedMax) + ["\(Wording.number(rest)) more"] : words
  }

  // MARK: The relay

  func relayTrouble(_ notice: PlannedNotice) -> Told {
    let waiting = notice.count(.waiting)
    var late: [BlockLine] = []
    if notice.count(.expired) > 0 { late.append(.linksHadRunOut(notice.count(.expired))) }
    if notice.count(.reminders) > 1 {
      late.append(
        .putTogether(reminders: notice.count(.reminders), into: notice.count(.reminderMails)))
    }
    let passed = notice.count(.passed)
    var told = Told(
      .relayTrouble, notice[.stage] == "over" ? .over : .standard,
      [
        "waiting_count": .counted(waiting, .message),
        "messages_wait": .counted(waiting, .messageWaits),
        "messages_have": .counted(waiting, .messageHas),
        "server_words": .text(Shortening.serverWords(notice[.server] ?? "")),
        "meaning": .text(notice[.meaning] ?? ""), "late_lines": .block(late),
        "moved_line": .block(passed > 0 ? [.passedMeanwhile(passed)] : []),
        "until": .moment(notice.instant(.until) ?? notice.due),
      ])
    told.values["since"] = notice.instant(.since).map { .moment($0) }
    return told
  }
}
