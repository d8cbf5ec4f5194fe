import CivilTime
import Programs
import Rubrics
import Workflow

// Notices 5 to 7, 11 and 15: work arrived, came back, was taken back, waits for its decision.

extension Teller {
  func received(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice) else { return Told(notice.name) }
    let contents = ContentCounts(submission.content.value)
    let rubric = try rubric(submission.rubric)
    let changes = try changeEnd(of: submission)
    var values: NoticeValues = [
      "title": .text(try title(submission)), "received_at": .moment(submission.receivedAt),
      "receipt_code": .text(try receiptCode(of: submission, notice)),
      "notify_by": .promise(submission.times.notifyBy),
      "contents_line": .text(contents.words),
      "links_line": .block(contents.links > 0 ? [.leaveOpen(links: contents.links)] : []),
    ]
    let name: NoticeName
    switch submission.stage {
    case .proposal:
      name = .proposalReceived
      values["change_line"] = .block(changes.map { [wording.mayChange(until: $0)] } ?? [])
    case .evidence:
      name = .evidenceReceived
      values["change_line"] = .block(changes.map { [wording.mayAdd(until: $0)] } ?? [])
      let met = submission.round > 1 ? titles(of: submission.met, in: rubric) : []
      // Titles may hold commas themselves.
      values["met_line"] = .block(
        met.isEmpty ? [] : [.staysMet([met.joined(separator: "; ")])])
    }
    return Told(name, .standard, values)
  }

  /// Until when what has arrived can still be changed; `nil` once that is past.
  private func changeEnd(of submission: Submission) throws -> Instant? {
    guard case .submitted = submission.state,
      let window = try submission.window.flatMap(facts.window(_:)), window.state != .cancelled,
      now < window.times.ends
    else { return nil }
    return window.times.ends
  }

  /// `7f3a 91c0 5de2`: short enough to read out on the telephone.
  func receiptCode(of submission: Submission, _ notice: PlannedNotice) throws -> String {
    let code = try notice[.receipt] ?? facts.receiptCode(of: submission.id)
    var grouped = ""
    for (index, digit) in code.filter({ $0.isHexDigit }).prefix(12).enumerated() {
      if index > 0, index % 4 == 0 { grouped.append(" ") }
      grouped.append(digit)
    }
    return grouped
  }

  /// The titles of criteria, in the rubric's order.
  func titles(of criteria: [CriterionID], in rubric: Rubric?) -> [String] {
    guard let rubric else { return criteria.map(\.rawValue) }
    return rubric.criteria.filter { criteria.contains($0.id) }.map(\.title)
  }

  // MARK: Returned

  func returned(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice) else { return Told(.returned) }
    var told = Told(.returned, .standard, ["title": .text(try title(submission))])
    guard case .returned(let back) = submission.state else { return told }
    let promise = submission.times.notifyBy
    // Who takes all the time there is may be judged later than was promised.
    let holds = back.handInBy < promise
    told.values = told.values.merging([
      "missing_lines": .block(try missingLines(back.missing, of: submission)),
      "hand_in_by": .end(back.handInBy), "days_left": .end(back.handInBy),
      "notify_by_line": .block(holds ? [wording.stillHear(by: promise)] : []),
    ])
    told.date = CalendarDate(
      name: "submission-\(submission.id)-return", ends: back.handInBy,
      summary: "Due: add what is missing",
      details: ends(back.handInBy, "What is missing can be added"))
    return told
  }

  /// What is missing, a numbered line each.
  func missingLines(_ missing: [MissingPart], of submission: Submission) throws -> [BlockLine] {
    let rubric = try rubric(submission.rubric)
    if missing.isEmpty { return [.item("Your page says what is missing.")] }
    return missing.map { part in
      let title =
        part.part.map { rubric?[$0]?.title ?? $0.rawValue } ?? "Your \(submission.stage.rawValue)"
      let words = Shortening.atSentence(
        Shortening.singleLine(part.words.value ?? ""), maximum: Shortening.textMaximum)
      let line: BlockLine
      switch part.kind {
      case .linkClosed: line = .closedLink(in: title)
      case .fileUnreadable: line = .closedFile(in: title)
      case .partEmpty: line = .emptyPart(title)
      case .documentMissing: line = .item("\(title): a document that is asked for is not here yet.")
      case .other:
        let isErased = part.words.value == nil
        return .item(
          "\(title): \(words.isEmpty ? (isErased ? TitleWords.erased : "see your page.") : words)")
      }
      guard !words.isEmpty, case .item(let text, let details) = line else { return line }
      return .item(text, details: details + [BlockLine.Detail(words)])
    }
  }

  // MARK: Taken back, delayed

  func withdrawn(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice) else { return Told(.withdrawn) }
    let at = if case .withdrawn(let at) = submission.state { at } else { notice.due }
    var back: [BlockLine] = []
    let window = try submission.window.flatMap(facts.window(_:))
    if let window, window.state != .cancelled, now < window.times.ends {
      back = [wording.mayHandInAgain(until: window.times.ends)]
    } else if let next = try nextWindow(submission.stage, after: now) {
      back = [wording.nextWindow(submission.stage.rawValue, opens: next.times.opens)]
    }
    return Told(
      .withdrawn, .standard,
      [
        "title": .text(try title(submission)), "work_kind": .text(submission.stage.rawValue),
        "withdrawn_at": .moment(at), "back_line": .block(back),
      ])
  }

  func delayed(_ notice: PlannedNotice) throws -> Told {
    guard let submission = try submission(of: notice), let before = notice.instant(.before) else {
      return Told(.decisionDelayed)
    }
    let new = submission.times.notifyBy
    let reason = notice[.reason] ?? ""
    return Told(
      .decisionDelayed, .standard,
      [
        "title": .text(try title(submission)), "promised": .promise(before),
        "new_day": .promise(new), "new_day_short": .promise(new),
        "work_kind": .text(submission.stage.rawValue),
        "reason_line": .block(reason.isEmpty ? [] : [.line(reason)]),
      ])
  }

  /// A sentence for a calendar entry, which names neither titles nor people.
  func ends(_ end: Instant, _ what: String) -> String { "\(what) until \(wording.end(end))." }
}

/// How much was handed in, in counts and kinds: file names hold children's names, and are never
/// told.
struct ContentCounts {
  var texts = 0
  var files = 0
  var links = 0
  private let isErased: Bool

  init(_ content: Content?) {
    isErased = content == nil
    guard let content else { return }
    texts = content.answers.count { answer in !answer.text.allSatisfy(\.isWhitespace) }
    for artifact in content.artifacts {
      switch artifact.place {
      case .file: files += 1
      case .link: links += 1
      }
    }
  }

  var isEmpty: Bool { texts + files + links == 0 }

  var words: String {
    if isErased { return TitleWords.erased }
    return isEmpty ? "a title" : Wording.contents(texts: texts, files: files, links: links)
  }
}
