import Workflow

/// How files and links are named.
enum ArtifactWords {
  static func symbol(_ artifact: Artifact) -> Symbol {
    switch artifact.place {
    case .link: .link
    case .file(_, _, let type, _): type.hasPrefix("video/") ? .video : .file
    }
  }

  static func name(_ artifact: Artifact) -> String {
    switch artifact.place {
    case .link(let link): link
    case .file(_, _, _, let name): name
    }
  }

  static func kind(_ artifact: Artifact, _ words: Words) -> String {
    switch artifact.place {
    case .link: words("artifact.link")
    case .file(_, let bytes, let type, _):
      words("artifact.\(family(type))", ["size": FileSize.words(bytes)])
    }
  }

  private static func family(_ type: String) -> String {
    for family in ["image", "video", "audio"] where type.hasPrefix(family + "/") { return family }
    return type == "application/pdf" ? "pdf" : "file"
  }
}
