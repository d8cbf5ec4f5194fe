import CivilTime
import Crypto
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Rubrics
import Store
import Workflow

/// Saves what a writing page sends: texts, links and files in one form, so that no button loses what is in the fields.
enum DraftSaved {
  static let pattern: StaticString = "/drafts/:stage/:key"
  /// Most files of one sending, and room for the fields beside them.
  static let filesMax = 20
  static let fieldsBytesMax = 2 << 20

  static func handle(_ call: Call<Visit>) throws -> Handling {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    guard !call.request.isFromAnotherSite else {
      throw HTTPProblem(.forbidden, "a form of another site")
    }
    let limits = MultipartLimits(
      bodyBytesMax: visit.desk.settings.uploadBytesMax + Int64(fieldsBytesMax),
      filesMax: filesMax, fieldsBytesMax: fieldsBytesMax)
    let blobs = visit.blobs
    return .multipart(limits) { _ in
      try UploadSink(blobs)
    } then: { request, form in
      var whole = call
      whole.request = request
      try visit.check(form.fields, of: request)
      return try act(whole, place, form)
    }
  }

  private static func act(
    _ call: Call<Visit>, _ place: DraftPlace, _ form: MultipartForm
  ) throws -> HTTPResponse {
    let visit = call.context
    let sent = DraftForm(form.fields)
    var problems = WritingProblems()
    let files = try taken(form.files, &problems)
    if sent.isAmountUnclear { problems.amount = sent.amount }
    var added: [Artifact] = files
    for (part, text) in sent.links {
      if let link = Artifact.link(typed: text) {
        added.append(Artifact(part: part, place: .link(link)))
      } else {
        problems.links[part?.rawValue ?? DraftForm.wholeName] = text
      }
    }
    let change = try visit.office.changeDraft(
      of: visit.person().id, stage: place.stage, key: place.key
    ) { draft in
      let isNewer = sent.base != draft.savedAt.milliseconds && sent.differs(from: draft)
      // Files and links are added and taken away one by one, so they never stand in each other's way.
      if case .remove(let mark) = sent.wish {
        draft.content.artifacts.removeAll { $0.mark == mark }
      }
      for artifact in added where !draft.content.artifacts.contains(artifact) {
        guard draft.content.artifacts.count < visit.artifactsMax else {
          problems.isFull = true
          break
        }
        draft.content.artifacts.append(artifact)
      }
      if isNewer {
        problems.typed = sent
      } else {
        sent.write(into: &draft, isTitleOpen: place.isTitleOpen)
      }
      return true
    }
    if case .gone = change { return try DraftGone.answer(visit, place) }
    if !problems.isEmpty {
      guard let writing = try Writing.read(place, visit) else {
        return try DraftGone.answer(visit, place)
      }
      return visit.framed(WritingPage.leaf(visit, writing, problems: problems, told: nil))
    }
    switch sent.wish {
    case .check: return try .seeOther(place.path("check").string)
    case .save where files.isEmpty: return try .done("saved", at: place.path())
    case .save: return try landing("added", place, files.first?.part)
    case .addLink(let part): return try landing(added.isEmpty ? "saved" : "added", place, part)
    case .remove: return try .done("removed", at: place.path())
    }
  }

  /// Back to the page, at the part where something was added.
  private static func landing(
    _ what: String, _ place: DraftPlace, _ part: CriterionID?
  ) throws -> HTTPResponse {
    let path = place.path().query("done", what)
    return try .seeOther(path.string + "#part-\(part?.rawValue ?? DraftForm.wholeName)")
  }

  /// Keeps the files that came, under their hashes.
  private static func taken(
    _ files: [MultipartForm.File], _ problems: inout WritingProblems
  ) throws -> [Artifact] {
    var artifacts: [Artifact] = []
    for file in files {
      guard let sink = file.sink as? UploadSink, file.part.field.hasPrefix("file.") else {
        file.sink.cancel()
        continue
      }
      guard file.length > 0 else {
        sink.cancel()
        problems.emptyFiles.append(file.part.fileName)
        continue
      }
      guard let digest = try sink.take() else { continue }
      artifacts.append(
        Artifact(
          part: DraftForm.part(file.part.field.dropFirst(5)),
          place: .file(
            sha256: digest.hex, bytes: file.length,
            // What it is, its name says; what the browser claims is proven by nothing.
            mediaType: MediaType(forFileName: file.part.fileName).text, name: file.part.fileName)))
    }
    return artifacts
  }
}

/// Saves the texts while somebody writes: the script's way.
enum DraftKept {
  static let pattern: StaticString = "/drafts/:stage/:key/text"

  static func act(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    let form = try call.request.form()
    try visit.check(form, of: call.request)
    let sent = DraftForm(form)
    let change = try visit.office.changeDraft(
      of: visit.person().id, stage: place.stage, key: place.key
    ) { draft in
      if sent.base != draft.savedAt.milliseconds, sent.differs(from: draft) { return false }
      sent.write(into: &draft, isTitleOpen: place.isTitleOpen)
      return true
    }
    switch change {
    case .kept(let draft):
      return try HTTPResponse.text(
        visit.words("writing.saved-now", ["at": visit.savedAt(draft.savedAt)])
      )
      .with("Saved-As", "\(draft.savedAt.milliseconds)")
    case .newer: return .text(visit.words("writing.saved-elsewhere"), status: .conflict)
    case .gone: return .text(visit.words("writing.saved-gone"), status: .gone)
    }
  }
}

/// Gives a draft up, after a page that asks.
enum DraftGivenUp: Action {
  static let pattern: StaticString = "/drafts/:stage/:key/give-up"
  static func sight(_ call: Call<Visit>) throws -> Sight { try DraftPlace(call).sight }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let place = try DraftPlace(call)
    try visit.requireOwn(place)
    try visit.office.removeDraft(of: visit.person().id, stage: place.stage, key: place.key)
    return try .done("given-up", at: visit.startPath(place))
  }
}

/// Where somebody goes whose draft is there no more: to its receipt, if it was handed in a moment ago.
enum DraftGone {
  static func answer(_ visit: Visit, _ place: DraftPlace) throws -> HTTPResponse {
    let person = try visit.person()
    let recent = visit.now.adding(hours: -24)
    let arrived = try visit.read { records -> SubmissionID? in
      let own = try records.submissions(of: person.id).filter {
        $0.stage == place.stage && $0.receivedAt > recent
      }
      switch place.origin {
      case .submission(let id): return own.contains { $0.id == id } ? id : nil
      case .proposal(let id): return own.last { $0.proposal == id }?.id
      case .new: return own.max { $0.receivedAt < $1.receivedAt }?.id
      }
    }
    guard let arrived else { return try .done("no-draft", at: visit.startPath(place)) }
    return try DraftHandedIn.receipt(visit, arrived, "already")
  }
}

extension DraftPlace {
  /// Whether its title is the teacher's to write: evidence bears the title of its proposal, and keeps it.
  var isTitleOpen: Bool {
    if case .new = origin { true } else { stage == .proposal }
  }
}

extension Visit {
  /// Most files and links of one submission.
  var artifactsMax: Int { min(desk.settings.artifactsMax, Content.artifactsMax) }

  /// Lets its owner through to a draft, and nobody else: not even an administrator writes in it.
  func requireOwn(_ place: DraftPlace) throws {
    try require(place.sight)
    guard try capacities(toSee: place.sight).contains(.owner) else {
      throw HTTPProblem(.notFound, "not theirs")
    }
  }

  /// Where somebody begins: their own page, or what their link is about.
  func startPath(_ place: DraftPlace? = nil) -> Path {
    switch signedIn?.scope {
    case .submission(let id): Path("work", "\(id)")
    case .window(let id): Path("windows", "\(id)", "open")
    case .review(let id): Path("reviews", "\(id)")
    case .reviews: Path("queue")
    case .everything, nil: Path("home")
    }
  }
}
