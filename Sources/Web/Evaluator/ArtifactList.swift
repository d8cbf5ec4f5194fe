import HTML
import HTTPServer
import Office
import Workflow

/// Links and files of somebody's work, with a way to say that one could not be opened.
enum ArtifactList {
  static func markup(
    _ artifacts: [(place: Int, artifact: Artifact)], of sheet: ReviewSheet, _ visit: Visit
  ) -> Markup {
    Markup {
      if !artifacts.isEmpty {
        ul(.class("artifacts")) {
          for (place, artifact) in artifacts { row(place, artifact, sheet, visit) }
        }
      }
    }
  }

  private static func row(
    _ place: Int, _ artifact: Artifact, _ sheet: ReviewSheet, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let shown = Shown(artifact, of: sheet.submission.id, visit)
    return li {
      shown.symbol.icon
      div {
        shown.name(words)
        p(.class("fine")) {
          shown.kind(words)
          if let changed = sheet.changed, changed.isNew(artifact) {
            " "
            state(words("changed.new-here"), .now, .dot)
          }
        }
        shown.preview(words)
      }
      if sheet.review.isOpen {
        button(
          .class("button button-plain button-small"), .form("scorecard"),
          .formaction(Path("reviews", "\(sheet.review.id)", "unopenable")), .name("unopened"),
          .value("\(place)")
        ) {
          words("artifact.unopened")
          span(.class("unseen")) { ": " + shown.title }
        }
      }
    }
  }

  /// One artifact as it is shown.
  struct Shown {
    let title: String
    let symbol: Symbol
    private let place: Artifact.Place
    private let path: Path?
    /// What its own bytes tell; `nil` for a link, and for a file that is not there.
    private let file: FileKind?

    init(_ artifact: Artifact, of submission: SubmissionID, _ visit: Visit) {
      place = artifact.place
      switch artifact.place {
      case .link(let link):
        title = link
        symbol = .link
        path = nil
        file = nil
      case .file(let sha256, _, _, let name):
        title = name
        // As it is served: what somebody said of the type is not believed.
        let head = try? visit.office.keptFile(sha256)?.head()
        file = head.map { FileKind(head: $0, named: name) }
        symbol = file?.family == .video ? .video : .file
        path = Path("files", "\(submission)", sha256)
      }
    }

    /// The link that opens it beside the page; the bare words where an address can't be one.
    func name(_ words: Words) -> Markup {
      let beside = span(.class("unseen")) { words("artifact.new-tab") }
      if let path {
        return a(href: .path(path), .newTab) {
          bdi { title }
          beside
        }
      }
      guard let link = try? WebLink(title) else { return bdi { title } }
      return a(href: .web(link), .foreign, .newTab) {
        bdi { Self.short(title) }
        beside
      }
    }

    func kind(_ words: Words) -> String {
      switch place {
      case .link(let link):
        return (try? WebLink(link)) == nil ? words("artifact.no-link") : words("artifact.elsewhere")
      case .file(_, let bytes, _, _):
        guard let file else { return words("artifact.not-there") }
        let kind = words("artifact.kind.\(file.family.rawValue)") + ", " + FileSize.words(bytes)
        return file.isMisnamed ? kind + ". " + words("artifact.misnamed") : kind
      }
    }

    /// Pictures, films and sound are shown in place; a PDF or a text is read in place, once that is wanted.
    func preview(_ words: Words) -> Markup {
      guard let path, let file else { return Markup() }
      return switch file.family {
      case .image where file.isPicture:
        a(href: .path(path), .newTab, .class("artifact-picture")) {
          img(src: .path(path), alt: words("artifact.picture", ["name": title]), .lazy)
        }
      case .video: video(src: path, .class("artifact-film"), .aria(label: title), .loadsNothing)
      case .audio: audio(src: path, .class("artifact-film"), .aria(label: title), .loadsNothing)
      case .pdf: reader(path, words, .class("artifact-reader artifact-pages"))
      case .text: reader(path, words, .class("artifact-reader"))
      case .image, .file: Markup()
      }
    }

    /// Closed, it fetches nothing.
    private func reader(_ path: Path, _ words: Words, _ classes: Attribute) -> Markup {
      details(classes) {
        HTML.summary {
          words("artifact.read")
          span(.class("unseen")) { ": " + title }
        }
        iframe(src: path, title: title, .lazy)
      }
    }

    /// An address without its scheme, and not longer than a line or two.
    private static func short(_ link: String) -> String {
      let bare = link.dropFirst("https://".count)
      return bare.count > 80 ? bare.prefix(79) + "…" : String(bare)
    }
  }
}
