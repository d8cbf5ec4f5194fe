import HTML
import HTTPServer
import Notices
import Rubrics
import Store
import Workflow

// The criteria of a writing page, each beside its text, files and links.

extension WritingView {
  /// One criterion of the rubric.
  func section(_ criterion: Criterion) -> Markup {
    let id = criterion.id.rawValue
    if writing.met.contains(criterion.id) { return metSection(criterion) }
    return HTML.section(.class("criterion"), .aria(labelledBy: "part-\(id)")) {
      div(.class("criterion-head")) {
        h2(.id("part-\(id)")) { criterion.title }
        partState(criterion.id)
      }
      div(.class("criterion-body criterion-writing")) {
        div { asked(criterion) }
        div {
          textField(criterion.id, describedBy: "ask-\(id)")
          filesAndLinks(criterion.id, name: criterion.title)
        }
      }
    }
  }

  private func metSection(_ criterion: Criterion) -> Markup {
    HTML.section(.class("criterion criterion-met"), .aria(labelledBy: "part-\(criterion.id)")) {
      div(.class("criterion-head")) {
        h2(.id("part-\(criterion.id)")) { criterion.title }
        state(words("part.met"), .met, .check)
        p(.class("meta")) { words("part.met-stays") }
      }
    }
  }

  /// Where nothing is scored, one text for the whole.
  var wholeSection: Markup {
    HTML.section(.class("criterion"), .aria(labelledBy: "part-about")) {
      div(.class("criterion-head")) {
        h2(.id("part-about")) { words("writing.whole") }
      }
      div(.class("criterion-body criterion-plain")) {
        div { textField(Writing.whole, describedBy: nil) }
      }
    }
  }

  /// Files and links that belong to no criterion: of a form's upload question, or where there are no criteria.
  var furtherFiles: Markup {
    let known = writing.artifacts(nil)
    guard writing.rubric == nil || !known.isEmpty else { return Markup() }
    return HTML.section(.class("criterion"), .aria(labelledBy: "part-\(DraftForm.wholeName)")) {
      div(.class("criterion-head")) {
        h2(.id("part-\(DraftForm.wholeName)")) { words("writing.whole-files") }
      }
      div(.class("criterion-body criterion-plain")) {
        div { filesAndLinks(nil, name: words("writing.whole-files")) }
      }
    }
  }

  private func partState(_ part: CriterionID) -> Markup {
    let text = writing.text(part)
    if text.count > Content.textCharactersMax {
      return state(words("part.too-long"), .short, .alert)
    }
    let isBlank = text.allSatisfy(\.isWhitespace)
    if writing.isAsBefore(part), !isBlank { return state(words("part.unchanged"), .plain, .circle) }
    if !isBlank { return state(words("part.written"), .now, .check) }
    if !writing.artifacts(part).isEmpty { return state(words("part.files"), .now, .file) }
    return state(words("part.empty"), .plain, .circle)
  }

  /// What the rubric asks, what meets it, and what was missing.
  private func asked(_ criterion: Criterion) -> Markup {
    div(.class("stay stack")) {
      for missing in writing.missing where missing.part == criterion.id {
        note(.short, .back) {
          p { b { words("part.missing") } }
          p { words.missing(missing) }
        }
      }
      if let line = writing.judged?.line(criterion.id), !line.isMet, !line.words.isEmpty {
        note(.short, .back) {
          p { b { words("part.feedback") } }
          for text in line.words { prose(text) }
        }
      }
      p(.class("label")) { words("part.asks") }
      p(.id("ask-\(criterion.id)")) { criterion.asks }
      if let bar = writing.rubric?.bar(of: criterion) {
        p(.class("label")) { words("part.bar") }
        p { bar.descriptor }
      }
      if !criterion.guidance.isEmpty {
        details {
          summary { words("part.guidance") }
          prose(criterion.guidance)
        }
      }
      details {
        summary { words("part.levels", count: criterion.levels.count) }
        dl(.class("facts facts-stacked")) {
          for level in criterion.levels {
            div {
              dt { level.title }
              dd { level.descriptor }
            }
          }
        }
      }
    }
  }

  private func textField(_ part: CriterionID, describedBy: String?) -> Markup {
    let text = typed(part)
    let over = text.count - Content.textCharactersMax
    let ids = [describedBy, "count-\(part)", over > 0 ? "long-\(part)" : nil].compactMap(\.self)
    return div(.class("field")) {
      label(for: "text-\(part)") { words("part.text") }
      p(.class("hint"), .id("count-\(part)")) { count(text) }
      if over > 0 {
        p(.class("problem"), .id("long-\(part)")) { words("part.over", count: over) }
      }
      if problems.typed != nil, text != writing.text(part) { other(writing.text(part)) }
      textarea(
        name: "text.\(part)", text: text, .id("text-\(part)"), .rows(8), .spellcheck(true),
        .aria(describedBy: ids.joined(separator: " ")), .when(over > 0, .aria(invalid: true)))
    }
  }

  private func count(_ text: String) -> String {
    let most = Words.number(Content.textCharactersMax)
    let count = text.split(whereSeparator: \.isWhitespace).count
    return words("part.words", count: count, ["most": most])
  }

  /// What is there already, each with a button that takes it away, and room for more.
  private func filesAndLinks(_ part: CriterionID?, name: String) -> Markup {
    let key = part?.rawValue ?? DraftForm.wholeName
    let known = writing.artifacts(part)
    let wrong = problems.links[key]
    return div(.class("stack part-in")) {
      h3 { words("part.artifacts") }
      if known.isEmpty {
        p(.class("meta")) { words("part.no-artifacts") }
      } else {
        ul(.class("artifacts")) {
          for artifact in known { item(artifact) }
        }
      }
      div(.class("drop field")) {
        label(for: "file-\(key)") { words("part.add-files") }
        p(.class("hint"), .id("file-\(key)-hint")) {
          words("part.add-files-hint", ["most": FileSize.words(visit.desk.settings.uploadBytesMax)])
          span(.class("drop-here"), .hidden) { " " + words("part.drop") }
        }
        input(
          type: .file, name: "file.\(key)", .id("file-\(key)"), .multiple(),
          .accept("image/*,video/*,audio/*,.pdf,.doc,.docx,.ppt,.pptx,.xls,.xlsx,.odt,.txt,.zip"),
          .aria(describedBy: "file-\(key)-hint"))
        // For fingers: straight to the camera, without a detour through what is kept on the phone.
        div(.class("only-touch")) {
          label(for: "camera-\(key)") { words("part.camera") }
          input(
            type: .file, name: "file.\(key)", .id("camera-\(key)"), .accept("image/*"),
            .capturesEnvironment)
        }
      }
      div(.class("inline")) {
        field(
          "link-\(key)", words("part.add-link"),
          problem: wrong.map { _ in words("writing.link-problem") }
        ) { described in
          input(
            type: .text, name: "link.\(key)", .id("link-\(key)"), .inputmode("url"),
            .autocomplete("off"), .spellcheck(false), .placeholder("https://"),
            .value(wrong ?? ""), described, .when(wrong != nil, .aria(invalid: true)))
        }
        button(.class("button button-quiet"), .name("do"), .value("link.\(key)")) {
          words("part.add")
          span(.class("unseen")) { words("part.add-to", ["part": name]) }
        }
      }
    }
  }

  /// How far the files have come that are on their way: where script runs, and only then.
  var sending: Markup {
    div(
      .class("sending card"), .hidden, .dataSending(words("sending.percent")),
      .dataFailed(words("sending.failed"))
    ) {
      p(.aria(live: .polite)) {}
      progress(max: 100, .aria(label: words("sending.label")))
      button(type: .button, .class("button button-plain button-small")) { words("sending.stop") }
    }
  }

  private func item(_ artifact: Artifact) -> Markup {
    li {
      ArtifactWords.symbol(artifact).icon
      div {
        b(.class("artifact-name")) { ArtifactWords.name(artifact) }
        p(.class("fine")) { ArtifactWords.kind(artifact, words) }
      }
      button(
        .class("button button-plain button-small"), .name("do"), .value("remove.\(artifact.mark)")
      ) {
        words("part.remove")
        span(.class("unseen")) { " " + ArtifactWords.name(artifact) }
      }
    }
  }
}
