import HTML
import Rubrics
import Store
import Workflow

/// What became of a piece of work since the round before, part by part.
struct WhatChanged {
  /// What became of a text.
  enum Text {
    case none, same
    /// There was none before.
    case new
    /// There is none any more.
    case gone(String)
    /// Too little of it stayed to be shown word by word.
    case anew(before: String)
    case changed(WordDifference, before: String)
  }

  /// The round that it is held against.
  let round: Int
  private let before: Content
  private let now: Content
  /// Compared once: a page asks several times.
  private let texts: [CriterionID: Text]

  /// - Returns: `nil` for a first round, and where one of the two has been erased.
  init?(_ submission: Submission, before: Content?) {
    guard let before, let now = submission.content.value, submission.round > 1 else { return nil }
    round = submission.round - 1
    self.before = before
    self.now = now
    texts = Dictionary(
      uniqueKeysWithValues: Set((before.answers + now.answers).map(\.part)).map { part in
        (part, Self.text(before.written(part), now.written(part)))
      })
  }

  /// What became of the text of a part.
  func text(_ part: CriterionID) -> Text { texts[part] ?? Text.none }

  private static func text(_ old: String?, _ new: String?) -> Text {
    switch (old, new) {
    case (nil, nil): return .none
    case (nil, _): return .new
    case (let old?, nil): return .gone(old)
    case (let old?, let new?):
      guard let difference = WordDifference(from: old, to: new) else { return .anew(before: old) }
      return difference.isEmpty ? .same : .changed(difference, before: old)
    }
  }

  /// Whether a link or file was not there before.
  func isNew(_ artifact: Artifact) -> Bool {
    !before.artifacts.contains { $0.isSame(as: artifact) }
  }

  /// Links and files that came, of a part or of the whole.
  func came(_ part: CriterionID?) -> [Artifact] {
    now.artifacts.filter { $0.part == part && isNew($0) }
  }

  /// Links and files that are not there any more.
  func went(_ part: CriterionID?) -> [Artifact] {
    before.artifacts.filter { old in
      old.part == part && !now.artifacts.contains { $0.isSame(as: old) }
    }
  }

  func isChanged(_ part: CriterionID) -> Bool {
    if !came(part).isEmpty || !went(part).isEmpty { return true }
    return switch text(part) {
    case .none, .same: false
    case .new, .gone, .anew, .changed: true
    }
  }
}

extension Content {
  /// What was handed in for the round before the present one; `nil` in the first, and once it is erased.
  static func before(_ submission: Submission, in history: [Entry]) -> Content? {
    guard submission.round > 1 else { return nil }
    var content: Content?
    var round = 0
    for entry in history {
      switch entry.event {
      case .handedIn(let event) where event.submission == submission.id:
        round = event.round
        if round < submission.round { content = event.content.value }
      case .contentChanged(let event) where event.submission == submission.id:
        if round < submission.round { content = event.content.value }
      default: break
      }
    }
    return content
  }

  /// The text for a part, if it holds anything.
  fileprivate func written(_ part: CriterionID) -> String? {
    answers.first { $0.part == part && !$0.text.allSatisfy(\.isWhitespace) }?.text
  }
}

extension Artifact {
  /// Whether two are the same link, or the same bytes under the same name.
  func isSame(as other: Artifact) -> Bool {
    switch (place, other.place) {
    case (.link(let one), .link(let two)): one == two
    case (.file(let one, _, _, let name), .file(let two, _, _, let called)):
      one == two && name == called
    case (.link, .file), (.file, .link): false
    }
  }
}

/// The same, as evaluators read it.
struct ChangeView {
  let sheet: ReviewSheet
  let changed: WhatChanged
  let words: Words

  init?(_ sheet: ReviewSheet, _ words: Words) {
    guard let changed = sheet.changed else { return nil }
    self.sheet = sheet
    self.changed = changed
    self.words = words
  }

  /// Whether something that was for the work as a whole is not there any more.
  var hasGone: Bool { !changed.went(nil).isEmpty }

  private var round: [String: String] { ["round": ReviewHead.roundName(changed.round, words)] }

  /// At the head of the page: which criteria have something new, and which have nothing.
  func summary() -> Markup {
    let criteria = sheet.rubric?.criteria ?? []
    let new = criteria.filter { changed.isChanged($0.id) }
    let open = criteria.filter { !sheet.kept.contains($0.id) && !changed.isChanged($0.id) }
    let hasWhole = !changed.came(nil).isEmpty || !changed.went(nil).isEmpty
    return section(.class("card part-in"), .aria(labelledBy: "changed")) {
      h2(.id("changed")) { words("changed.heading", round) }
      if new.isEmpty, !hasWhole { p { words("changed.nothing") } }
      if !new.isEmpty || hasWhole {
        ul(.class("rows")) {
          for criterion in new {
            li {
              a(href: .fragment(ReviewPage.anchor(criterion.id))) { criterion.title }
              p(.class("meta")) { inShort(criterion.id) }
            }
          }
          if hasWhole {
            li {
              a(href: .fragment("whole")) { words("review.whole") }
              p(.class("meta")) { files(nil).joined(separator: " ") }
            }
          }
        }
      }
      for criterion in open {
        p(.class("part-in")) {
          state(words("changed.open-same", ["criterion": criterion.title]), .wait, .alert)
        }
      }
    }
  }

  private func inShort(_ part: CriterionID) -> String {
    var said: [String] = []
    switch changed.text(part) {
    case .none, .same: break
    case .new: said.append(words("changed.text-new"))
    case .gone: said.append(words("changed.text-gone"))
    case .anew: said.append(words("changed.text-anew"))
    case .changed(let difference, _): said.append(counts(difference))
    }
    return (said + files(part)).joined(separator: " ")
  }

  private func counts(_ difference: WordDifference) -> String {
    var said: [String] = []
    if difference.new > 0 { said.append(words("changed.added", count: difference.new)) }
    if difference.gone > 0 { said.append(words("changed.taken-out", count: difference.gone)) }
    return said.joined(separator: " ")
  }

  private func files(_ part: CriterionID?) -> [String] {
    let (came, went) = (changed.came(part).count, changed.went(part).count)
    return [
      came > 0 ? words("changed.came", count: came) : nil,
      went > 0 ? words("changed.went", count: went) : nil,
    ].compactMap(\.self)
  }

  /// Beside a criterion: what its answer was and is.
  ///
  /// - Parameters:
  ///   - part: The criterion.
  ///   - isOpen: Whether it is shown at once.
  /// - Returns: What changed in the text, and which files went; nothing where nothing did.
  func text(_ part: CriterionID, isOpen: Bool) -> Markup {
    Markup {
      switch changed.text(part) {
      case .none: Markup()
      case .same: p { state(words("changed.is-same", round), .plain, .circle) }
      case .new: p { state(words("changed.is-new", round), .now, .dot) }
      case .gone(let before):
        p { state(words("changed.is-gone", round), .now, .dot) }
        earlier(before)
      case .anew(let before):
        p { state(words("changed.is-anew", round), .now, .dot) }
        earlier(before)
      case .changed(let difference, let before):
        details(.class("changed"), .open(isOpen)) {
          HTML.summary {
            words("changed.heading", round)
            span(.class("meta")) { " " + counts(difference) }
          }
          lines(difference)
          earlier(before)
        }
        p(.class("label")) { words("changed.whole-text") }
      }
    }
  }

  /// Links and files that were there, and are not any more.
  func went(_ part: CriterionID?) -> Markup {
    let went = changed.went(part)
    return Markup {
      if !went.isEmpty {
        p(.class("label")) { words("changed.not-there", count: went.count) }
        ul(.class("artifacts artifacts-gone")) {
          for artifact in went {
            li {
              ArtifactWords.symbol(artifact).icon
              div { del { bdi { ArtifactWords.name(artifact) } } }
            }
          }
        }
      }
    }
  }

  /// The earlier text as it was: for whoever would rather read than compare.
  private func earlier(_ text: String) -> Markup {
    details {
      HTML.summary { words("changed.earlier", round) }
      blockquote(.class("quote prose")) { prose(text) }
    }
  }

  private func lines(_ difference: WordDifference) -> Markup {
    div(.class("prose difference")) {
      for line in difference.lines {
        p {
          for (place, piece) in line.enumerated() {
            if place > 0 { " " }
            self.piece(piece)
          }
        }
      }
    }
  }

  /// What is marked is also said, for those who don't see the marks.
  private func piece(_ piece: WordDifference.Piece) -> Markup {
    Markup {
      switch piece {
      case .same(let text): text
      case .gone(let text):
        del {
          span(.class("unseen")) { words("changed.del") }
          text
          span(.class("unseen")) { words("changed.end") }
        }
      case .new(let text):
        ins {
          span(.class("unseen")) { words("changed.ins") }
          text
          span(.class("unseen")) { words("changed.end") }
        }
      case .more:
        span(.aria(hidden: true)) { "…" }
        span(.class("unseen")) { words("changed.more") }
      }
    }
  }
}
