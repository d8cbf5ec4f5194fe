import HTML
import HTTPServer
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
    let shown = Shown(artifact, of: sheet.submission.id)
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
    private let type: MediaType

    init(_ artifact: Artifact, of submission: SubmissionID) {
      place = artifact.place
      switch artifact.place {
      case .link(let link):
        title = link
        symbol = .link
        path = nil
        type = .bytes
      case .file(let sha256, _, _, let name):
        title = name
        // By its name, as it is served: what somebody said of the type is not believed.
        type = MediaType(forFileName: name)
        symbol = type.text.hasPrefix("video/") ? .video : .file
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
        return words("artifact.kind.\(kindKey)") + ", " + Self.size(bytes)
      }
    }

    private var kindKey: String {
      if type == .pdf { return "pdf" }
      for kind in ["image", "video", "audio"] where type.text.hasPrefix(kind + "/") { return kind }
      return "file"
    }

    /// Pictures, films and sound are shown in place.
    func preview(_ words: Words) -> Markup {
      guard let path else { return Markup() }
      return switch kindKey {
      case "image" where type.text != "image/heic":
        a(href: .path(path), .newTab, .class("artifact-picture")) {
          img(src: .path(path), alt: words("artifact.picture", ["name": title]), .lazy)
        }
      case "video": video(src: path, .class("artifact-film"), .aria(label: title), .loadsNothing)
      case "audio": audio(src: path, .class("artifact-film"), .aria(label: title), .loadsNothing)
      default: Markup()
      }
    }

    /// An address without its scheme, and not longer than a line or two.
    private static func short(_ link: String) -> String {
      let bare = link.dropFirst("https://".count)
      return bare.count > 80 ? bare.prefix(79) + "…" : String(bare)
    }

    /// `214 kB`, `1.2 MB`.
    static func size(_ bytes: Int64) -> String {
      switch bytes {
      case ..<1_000: return "\(bytes)\u{A0}bytes"
      case ..<1_000_000: return "\((bytes + 500) / 1_000)\u{A0}kB"
      case ..<1_000_000_000:
        let tenths = (bytes + 50_000) / 100_000
        return tenths >= 100 || tenths % 10 == 0
          ? "\((tenths + 5) / 10)\u{A0}MB" : "\(tenths / 10).\(tenths % 10)\u{A0}MB"
      default:
        let tenths = (bytes + 50_000_000) / 100_000_000
        return "\(tenths / 10).\(tenths % 10)\u{A0}GB"
      }
    }
  }
}
