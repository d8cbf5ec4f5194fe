import CivilTime
import HTTPServer

extension FormData {
  /// A day, as browsers send it.
  ///
  /// - Throws: ``HTTPProblem`` where it is none: the page asked for one.
  func date(_ name: String) throws(HTTPProblem) -> CivilDate {
    guard let date = self[name].flatMap({ CivilDate(iso: $0) }) else {
      throw HTTPProblem(.badRequest, "a field without its day")
    }
    return date
  }

  /// A field's text without spaces around it; empty where there is none.
  ///
  /// - Throws: ``HTTPProblem`` where it is longer than the page allows.
  func text(_ name: String, max: Int) throws(HTTPProblem) -> String {
    let lines = (self[name] ?? "").replacing("\r\n", with: "\n")
    let text = lines.drop(while: \.isWhitespace)
    let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
    guard text.count <= max else {
      throw HTTPProblem(.contentTooLarge, "a text longer than its field")
    }
    return String(text[..<end])
  }
}
