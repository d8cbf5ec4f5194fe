import HTML
import Notices
import Rubrics
import Workflow

// What evaluators said, criterion by criterion, and what was handed in.

extension WorkView {
  /// What needs more first; what is met is shorter.
  @MarkupBuilder var feedback: Markup {
    if let judged = work.judged, case .decided(let outcome) = work.standing {
      if !judged.open.isEmpty, outcome != .earned, outcome != .approvedToBegin {
        section(.class("part"), .aria(labelledBy: "open")) {
          h2(.id("open")) { words("work.open") }
          for line in judged.open { open(line) }
        }
      }
      notes(judged.notes)
      let met = outcome == .earned || outcome == .approvedToBegin ? judged.lines : judged.met
      if !met.isEmpty {
        section(.class("part"), .aria(labelledBy: "met")) {
          h2(.id("met")) { words(outcome.asksForMore ? "work.met-stays" : "work.met") }
          for line in met { self.met(line) }
        }
      }
    }
  }

  private func open(_ line: Judged.Line) -> Markup {
    let id = "open-\(line.criterion.id)"
    return section(.class("criterion criterion-short"), .aria(labelledBy: id)) {
      div(.class("criterion-head")) {
        h3(.id(id)) { line.criterion.title }
        for level in line.levels { state(level, .short, .half) }
      }
      div(.class("criterion-body")) {
        div {
          p(.class("label")) { words("work.feedback") }
          div(.class("prose")) {
            if line.words.isEmpty { p { words("work.no-feedback") } }
            for text in line.words { prose(text) }
          }
        }
        div {
          p(.class("label")) { words("work.would-meet") }
          div(.class("prose")) {
            p {
              line.bar?.descriptor ?? line.criterion.levels.first?.descriptor ?? line.criterion.asks
            }
          }
        }
      }
    }
  }

  private func met(_ line: Judged.Line) -> Markup {
    let id = "met-\(line.criterion.id)"
    // What decides nothing is neither met nor short.
    let counts = line.criterion.counts
    return section(
      counts ? .class("criterion criterion-met") : .class("criterion"), .aria(labelledBy: id)
    ) {
      div(.class("criterion-head")) {
        h3(.id(id)) { line.criterion.title }
        if line.levels.isEmpty, counts { state(words("part.met"), .met, .check) }
        for level in line.levels {
          counts ? state(level, .met, .check) : state(level, .plain, .dot)
        }
        for text in line.words { p { q { text } } }
      }
    }
  }

  @MarkupBuilder private func notes(_ notes: [String]) -> Markup {
    if !notes.isEmpty {
      section(.class("part"), .aria(labelledBy: "notes")) {
        h2(.id("notes")) { words("writing.note") }
        for text in notes { blockquote(.class("quote prose")) { prose(text) } }
      }
    }
  }

  /// What was handed in, each part closed until it is wanted; what changed since the round before says so.
  var handedIn: Markup {
    HTML.section(.aria(labelledBy: "handed-in")) {
      h2(.id("handed-in")) { words("work.handed-in") }
      if let content = submission.content.value {
        let parts = work.rubric?.criteria.map { ($0.id, $0.title) } ?? []
        let known = Set(parts.map(\.0))
        for (part, title) in parts {
          self.part(
            title, content.text(part), content.artifacts.filter { $0.part == part },
            before: work.before.map { before in
              (before.text(part), before.artifacts.filter { $0.part == part })
            })
        }
        for answer in content.answers where !known.contains(answer.part) {
          self.part(words("writing.whole"), answer.text, [], before: nil)
        }
        let rest = content.artifacts.filter { artifact in
          artifact.part.map { !known.contains($0) } ?? true
        }
        if !rest.isEmpty { part(words("writing.whole-files"), "", rest, before: nil) }
      } else {
        p { words("teacher.erased") }
      }
    }
  }

  private func part(
    _ title: String, _ text: String, _ artifacts: [Artifact],
    before: (text: String, artifacts: [Artifact])?
  ) -> Markup {
    let isBlank = text.allSatisfy(\.isWhitespace) && artifacts.isEmpty
    let isChanged = before.map { $0.text != text || $0.artifacts != artifacts } ?? false
    return details(.class("card handed-in")) {
      summary {
        b { title }
        " "
        if isBlank {
          state(words("part.empty"), .plain, .circle)
        } else if isChanged {
          state(words("part.changed"), .now, .dot)
        } else if before != nil {
          state(words("part.unchanged"), .plain, .circle)
        }
      }
      div(.class("prose")) { prose(text) }
      if let before, isChanged, !before.text.isEmpty, before.text != text {
        details {
          summary { words("work.before") }
          blockquote(.class("quote prose")) { prose(before.text) }
        }
      }
      if !artifacts.isEmpty {
        ul(.class("artifacts")) {
          for artifact in artifacts {
            li {
              ArtifactWords.symbol(artifact).icon
              div {
                name(artifact)
                p(.class("fine")) {
                  ArtifactWords.kind(artifact, words)
                  if let before, !before.artifacts.contains(artifact) { " \(words("part.new"))" }
                }
              }
            }
          }
        }
      }
    }
  }

  /// A link that can be followed, if it is one; a file is opened where the evaluators' pages serve it.
  private func name(_ artifact: Artifact) -> Markup {
    switch artifact.place {
    case .link(let link):
      if let web = try? WebLink(link) {
        return a(href: .web(web), .class("artifact-name")) { link }
      }
      return b(.class("artifact-name")) { link }
    case .file(let sha256, _, _, let name):
      return a(
        href: .path(Path("files", "\(submission.id)", sha256)), .class("artifact-name")
      ) { name }
    }
  }
}
