import CivilTime
import HTTPServer
import Office
import Store
import Synchronization
import Workflow

/// What machines ask: whether it lives (`/healthz`), and its figures (`/metrics`, in Prometheus' text).
///
/// The figures are for this machine alone: counts of people's work are not the world's affair. Behind a trusted proxy
/// a request is its client's, so the proxy lets nobody else in by accident.
final class Watching: Sendable {
  private let district: OpenDistrict
  private let server = Mutex<WebServer?>(nil)

  init(_ district: OpenDistrict) { self.district = district }

  /// From now on the figures are this server's.
  func watch(_ server: WebServer) { self.server.withLock { $0 = server } }

  /// Lets go of the server.
  func end() { server.withLock { $0 = nil } }

  /// The answer, if it is this that was asked for.
  func answer(_ request: HTTPRequest) throws -> HTTPResponse? {
    guard request.path.count == 1, request.method == .get || request.method == .head else {
      return nil
    }
    switch request.path[0] {
    case "healthz":
      // A store that can't be read is no good health.
      _ = try district.office.read { try $0.lastSequence() }
      return .text("ok\n")
    case "metrics":
      guard request.remoteAddress == .loopback4 || request.remoteAddress == .loopback6 else {
        throw HTTPProblem(.notFound, "figures are for this machine alone")
      }
      return try figures()
    default: return nil
    }
  }

  private func figures() throws -> HTTPResponse {
    var text = MetricsText()
    server.withLock { $0?.figures }?.write(to: &text, prefix: "rubricd_http")
    let (mails, entries, late, vain, now) = try district.office.read { records in
      let now = try records.lastInstant()
      return (
        try records.mailCounts(), try records.lastSequence(),
        try records.lateReviews(at: now, limit: 10_000).count, try records.signInsInVain(), now
      )
    }
    text.gauge(
      "rubricd_mails", "Mails in the outbox, by state.",
      MailState.allCases.map { (["state": $0.rawValue], Double(mails[$0] ?? 0)) })
    text.gauge("rubricd_journal_entries", "Entries of the journal.", [([:], Double(entries))])
    text.gauge("rubricd_reviews_late", "Open reviews past their due date.", [([:], Double(late))])
    text.gauge(
      "rubricd_sign_ins_in_vain",
      "Links asked for and not mailed: for nobody's address, or for one too often.",
      [([:], Double(vain))])
    text.gauge(
      "rubricd_last_instant_seconds", "The last instant that was acted upon.",
      [([:], Double(now.milliseconds) / 1_000)])
    return text.response
  }
}
