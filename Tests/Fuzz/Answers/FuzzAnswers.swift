// A token server that says anything.
//
// Held: an answer is the same however its stream is cut, and never larger than the limit; a token that was read can be
// sent in a sign-in; no words about a refusal hold a control character or what was sent.

import CivilTime
import Driver
import Glibc
import Mail

@main
struct FuzzAnswers {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzAnswers(start, count) })
  }
}

private func fuzzAnswers(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let whole = read(bytes, step: max(bytes.count, 1))
  let cut = read(bytes, step: max(1, bytes.count / 1_024))
  precondition(whole == cut, "an answer depends on how the stream is cut")
  // What is no HTTP is tried as a body.
  use(whole ?? HTTPResponse(status: 200, body: bytes))
  if let kept = StoredToken(file: bytes) {
    precondition(StoredToken(file: kept.file) == kept, "a kept token changes")
  }
  return 0
}

private func read(_ bytes: [UInt8], step: Int) -> HTTPResponse? {
  var parser = HTTPResponseParser()
  do throws(HTTPProblem) {
    for start in stride(from: 0, to: bytes.count, by: step) {
      _ = try parser.take(bytes[start..<min(start + step, bytes.count)])
    }
    try parser.end()
  } catch {
    return nil
  }
  precondition((parser.response?.body.count ?? 0) <= HTTPResponseParser.bodyMaximum)
  return parser.response
}

private func use(_ response: HTTPResponse) {
  let secret = "pencil+case"
  let client = TokenRequest.Client(id: "app", secret: SecretText(secret))
  let request = TokenRequest(.clientCredentials(client), scope: nil)
  do throws(TokenProblem) {
    let answer = try TokenAnswer(response, to: request, at: .epoch)
    precondition(answer.accessToken.text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
    precondition(answer.expires >= .epoch)
  } catch {
    check(error, secret)
  }
  do throws(TokenProblem) {
    let code = try DeviceAuthorization(response, to: request)
    var polling = DevicePolling(code)
    var waits = 0
    while (try? polling.waited()) != nil { waits += 1 }
    precondition(waits <= 3_600, "a code that never ends")
  } catch {
    check(error, secret)
  }
}

private func check(_ problem: TokenProblem, _ secret: String) {
  let words = problem.description
  precondition(!words.contains(secret) && words.unicodeScalars.count < 600)
  precondition(words.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
}
