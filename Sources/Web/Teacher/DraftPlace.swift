import HTML
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Workflow

/// Which draft an address is about: `/drafts/evidence/submission-12`.
struct DraftPlace: Hashable {
  /// What a draft goes on from, as its key in the store says it.
  enum Origin: Hashable {
    /// Something new: the first to the tenth at once, and 0 for the one that has no number.
    case new(Int)
    /// Another round, or a change, of what was handed in.
    case submission(SubmissionID)
    /// Evidence for a proposal in progress.
    case proposal(SubmissionID)
  }

  var stage: StageKind
  var origin: Origin

  /// Most new ideas at once.
  static let newMax = 10

  init(_ stage: StageKind, _ origin: Origin) {
    self.stage = stage
    self.origin = origin
  }

  /// The draft of an address; 404 for what is none.
  init(_ call: Call<Visit>) throws(HTTPProblem) {
    let key = try call.text("key")
    guard let stage = StageKind(rawValue: try call.text("stage")), let origin = Origin(key) else {
      throw HTTPProblem(.notFound, "no such draft")
    }
    self.init(stage, origin)
  }

  init?(_ draft: Draft) {
    let key = draft.key.isEmpty ? "new" : draft.key.replacing("/", with: "-")
    guard let origin = Origin(key) else { return nil }
    self.init(draft.stage, origin)
  }

  /// The key in the store.
  var key: String {
    switch origin {
    case .new(0): ""
    case .new(let number): "new/\(number)"
    case .submission(let id): "submission/\(id)"
    case .proposal(let id): "proposal/\(id)"
    }
  }

  /// Where it is written, or one of its actions.
  func path(_ action: String? = nil) -> Path {
    let name = key.isEmpty ? "new" : key.replacing("/", with: "-")
    return Path(segments: ["drafts", stage.rawValue, name] + (action.map { [$0] } ?? []))
  }

  /// Who may see it: what continues a submission belongs to whoever sees that.
  var sight: Sight {
    switch origin {
    case .new: .writing(stage)
    case .proposal: .writing(stage)
    case .submission(let id): .work(id)
    }
  }

  var submission: SubmissionID? {
    if case .submission(let id) = origin { id } else { nil }
  }
}

extension DraftPlace.Origin {
  /// `new`, `new-3`, `submission-12`, `proposal-12`.
  fileprivate init?(_ text: String) {
    if text == "new" {
      self = .new(0)
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int64(parts[1]), number > 0, !parts[1].hasPrefix("0")
    else { return nil }
    switch parts[0] {
    case "new" where number <= DraftPlace.newMax: self = .new(Int(number))
    case "submission": self = .submission(SubmissionID(number))
    case "proposal": self = .proposal(SubmissionID(number))
    default: return nil
    }
  }
}
