import CivilTime
import HTML
import HTTPServer
import Office
import Rubrics
import Store
import Workflow

// What an evaluator does with a review. Every one of these forms carries the whole scorecard, and keeps it before
// it does anything else: nothing that was written is lost, whatever comes of it.

/// A review that its evaluator has open, as an action finds it.
struct OpenReview {
  let visit: Visit
  let sheet: ReviewSheet
  let rubric: Rubric

  var id: ReviewID { sheet.review.id }
  var path: Path { Path("reviews", "\(id)") }

  /// The review that the call is about.
  ///
  /// - Throws: ``HTTPServer/HTTPProblem`` with 404 for whoever is not its evaluator: administrators look at a review,
  ///   and don't write into it.
  init(_ call: Call<Visit>) throws {
    visit = call.context
    guard let sheet = try ReviewSheet.read(ReviewID(try call.number("review")), by: visit),
      sheet.review.evaluator == (try visit.person().id), let rubric = sheet.rubric
    else { throw HTTPProblem(.notFound, "no review of theirs") }
    self.sheet = sheet
    self.rubric = rubric
  }

  /// Keeps the scorecard that a form holds, unless another tab has kept a newer one meanwhile.
  ///
  /// - Returns: The sheet with it, as it was sent.
  func keeping(
    _ form: FormData, changed: (inout Scorecard) -> Void = { _ in }
  ) throws -> ReviewSheet {
    var sheet = sheet
    sheet.card = ScorecardForm.read(form, rubric)
    changed(&sheet.card)
    var base = sheet.savedAt
    if let sent = form[ScorecardForm.base] { base = Int64(sent).map(Instant.init(milliseconds:)) }
    switch try visit.office.keep(sheet.card, of: id, madeFrom: base) {
    case .kept(let at): sheet.savedAt = at
    case .newer(let at):
      // Whoever has seen that sends it once more, and then it counts.
      sheet.savedAt = at
      sheet.newerAt = at
    case .over: break
    }
    return sheet
  }

  /// Where to go on once the review is done with: the queue, or this page for whom a link has brought to it alone.
  func goOn(_ done: String) throws -> HTTPResponse {
    let isAlone = visit.signedIn?.scope == .review(id)
    return try .done(done, at: isAlone ? path : Path("queue"))
  }
}

/// Keeps a scorecard that is not finished: by a button, or while somebody writes.
enum SaveScorecard: Action {
  static let pattern: StaticString = "/reviews/:review/draft"
  static func sight(_ call: Call<Visit>) throws -> Sight {
    .review(ReviewID(try call.number("review")))
  }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let open = try OpenReview(call)
    let visit = open.visit
    let isByScript = call.request.headers["Accept"] == "text/plain"
    guard open.sheet.review.isOpen else {
      if isByScript {
        return .text(visit.words("review.over"), status: .conflict)
      }
      return try .seeOther(open.path.string)
    }
    let snippet = form["insert"].flatMap { ScorecardForm.snippet($0, open.rubric) }
    let sheet = try open.keeping(form) { card in
      if let snippet { card.add(snippet.text, to: snippet.criterion) }
    }
    if isByScript {
      guard sheet.newerAt == nil, let at = sheet.savedAt else {
        return .text(visit.words("review.saved-elsewhere"), status: .conflict)
      }
      return try .text(visit.words("review.saved", ["time": visit.clock(at)]))
        .with("Saved-As", "\(at.milliseconds)")
    }
    if sheet.newerAt != nil { return visit.framed(ReviewPage.leaf(sheet, visit)) }
    if let snippet {
      let path = open.path.query("open", snippet.criterion.rawValue).string
      return try .seeOther(path + "#" + ReviewPage.anchor(snippet.criterion))
    }
    return try .done("review-saved", at: open.path)
  }
}

/// Hands a scorecard in. What is missing is told beside its field, all of it at once.
enum HandInReview: Action {
  static let pattern: StaticString = "/reviews/:review/scores"
  static func sight(_ call: Call<Visit>) throws -> Sight { try SaveScorecard.sight(call) }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let open = try OpenReview(call)
    let visit = open.visit
    // A second click, or a page that was left open: what was handed in counts, and is shown.
    guard open.sheet.review.isOpen else { return try .seeOther(open.path.string) }
    let sheet = try open.keeping(form)
    let problems = sheet.problems
    guard problems.isEmpty, sheet.newerAt == nil else {
      return visit.framed(ReviewPage.leaf(sheet, visit, problems: problems))
    }
    return try visit.attempt(back: open.path) {
      try visit.perform(.handInScorecard(open.id, sheet.whole))
      try visit.office.removeScorecard(of: open.id)
      return try open.goOn("review-in")
    }
  }
}

/// Gives a review back.
enum DeclineReview: Action {
  static let pattern: StaticString = "/reviews/:review/decline"
  static func sight(_ call: Call<Visit>) throws -> Sight { try SaveScorecard.sight(call) }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let open = try OpenReview(call)
    let visit = open.visit
    guard open.sheet.review.isOpen else { return try .seeOther(open.path.string) }
    let sheet = try open.keeping(form)
    guard let reason = form["reason"].flatMap(DeclineReason.init(rawValue:)) else {
      return visit.framed(ReviewPage.leaf(sheet, visit, reasonMissing: true))
    }
    return try visit.attempt(back: open.path) {
      let words = String(ScorecardForm.text(form["decline-words"]).prefix(Scorecard.feedbackMax))
      try visit.perform(.declineReview(open.id, reason, words: words))
      return try open.goOn("declined")
    }
  }
}

/// "I could not open it": the work goes back to its teacher, who is told which link or file it is. It is no judgement.
enum ReturnUnopened: Action {
  static let pattern: StaticString = "/reviews/:review/unopenable"
  static func sight(_ call: Call<Visit>) throws -> Sight { try SaveScorecard.sight(call) }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let open = try OpenReview(call)
    let visit = open.visit
    guard open.sheet.review.isOpen else { return try .seeOther(open.path.string) }
    _ = try open.keeping(form)
    let artifacts = open.sheet.submission.content.value?.artifacts ?? []
    guard let place = form["unopened"].flatMap({ Int($0) }), artifacts.indices.contains(place)
    else { throw HTTPProblem(.badRequest, "no artifact of this work") }
    let artifact = artifacts[place]
    let missing =
      switch artifact.place {
      case .link(let link):
        MissingPart(part: artifact.part, kind: .linkClosed, words: Personal(link))
      case .file(_, _, _, let name):
        MissingPart(part: artifact.part, kind: .fileUnreadable, words: Personal(name))
      }
    return try visit.attempt(back: open.path) {
      try visit.perform(.returnSubmission(open.sheet.submission.id, [missing]))
      return try open.goOn("returned")
    }
  }
}

/// Looks again at what an earlier round met, with a reason that the teacher reads.
enum ReopenMet: Action {
  static let pattern: StaticString = "/reviews/:review/reopen"
  static func sight(_ call: Call<Visit>) throws -> Sight { try SaveScorecard.sight(call) }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let open = try OpenReview(call)
    let visit = open.visit
    guard open.sheet.review.isOpen else { return try .seeOther(open.path.string) }
    let sheet = try open.keeping(form)
    guard let criterion = form["reopen"].flatMap({ open.rubric[CriterionID(rawValue: $0)] }),
      sheet.kept.contains(criterion.id)
    else { throw HTTPProblem(.badRequest, "no criterion that was met before") }
    let sent = ScorecardForm.text(form[ScorecardForm.reopening(criterion.id)])
    let reason = String(sent.prefix(Scorecard.feedbackMax))
    guard !reason.isEmpty else {
      return visit.framed(ReviewPage.leaf(sheet, visit, reopeningWithoutReason: criterion.id))
    }
    return try visit.attempt(back: open.path) {
      try visit.perform(.reopenCriterion(open.id, criterion.id, reason: reason))
      let path = open.path.query("open", criterion.id.rawValue).string
      return try .seeOther(path + "#" + ReviewPage.anchor(criterion.id))
    }
  }
}
