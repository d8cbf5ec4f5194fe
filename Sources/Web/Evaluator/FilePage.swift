import HTTPServer
import Office
import Store
import Workflow

/// `/files/:submission/:sha256`: a file that was handed in, for whoever may see it.
///
/// It is what a stranger sent: its own bytes tell what it is, a browser neither guesses anything else nor runs what is
/// in it, and only pictures, films, sound, PDF and plain text are shown in place (``FileKind``).
enum FilePage {
  static let pattern: StaticString = "/files/:submission/:sha256"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let id = SubmissionID(try call.number("submission"))
    let sha256 = try call.text("sha256")
    try visit.require(.file(id, sha256: sha256))
    let submission = try visit.read { try $0.submission(id) }
    guard let name = submission?.fileName(sha256), let file = try visit.office.keptFile(sha256)
    else { throw HTTPProblem(.notFound, "the file is not there") }
    let kind = FileKind(head: try file.head(), named: name)
    let response: HTTPResponse =
      switch file {
      case .path(let path): .file(try ServedFile(path: path), type: kind.type)
      case .bytes(let bytes): HTTPResponse(.ok, type: kind.type, bytes)
      }
    return response.with(cache: .revalidated).with(eTag: ETag(sha256))
      .download(named: name, inPlace: kind.isShown, isSandboxed: kind.type != .pdf)
  }
}

extension Submission {
  /// What a file that was handed in is called.
  fileprivate func fileName(_ sha256: String) -> String? {
    for artifact in content.value?.artifacts ?? [] {
      if case .file(sha256, _, _, let name) = artifact.place { return name }
    }
    return nil
  }
}
