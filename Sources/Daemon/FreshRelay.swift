import Control
import Mail
import MailTransport
import Office

/// A way to the relay whose secret is read when it is needed: a password or token that was changed counts from the
/// next connection on, without a restart.
final class FreshRelay: RelaySession {
  /// A token is fetched anew after this: they last for an hour, and a connection for ten minutes.
  private static let tokenMilliseconds: Int64 = 40 * 60_000

  private let setup: RelaySetup
  private let surroundings: TransportSurroundings
  private var client: RelayClient?
  private var madeAt: Int64 = 0

  init(_ setup: RelaySetup, _ surroundings: TransportSurroundings) {
    self.setup = setup
    self.surroundings = surroundings
  }

  func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
    let client: RelayClient
    do throws(RelayProblem) {
      client = try usable()
    } catch {
      return .failed(
        .transient(
          DeliveryCause(
            .lost(.notConnected(error.description)), in: .authentication, blame: .settings)))
    }
    let end = client.deliver(from: desk)
    if case .failed(let failure) = end, failure.cause.blame == .settings { self.client = nil }
    return end
  }

  private func usable() throws(RelayProblem) -> RelayClient {
    if let client {
      guard setup.usesToken, surroundings.clock() - madeAt >= Self.tokenMilliseconds else {
        return client
      }
      client.close()
    }
    let fresh = RelayClient(try setup.connection(), surroundings)
    client = fresh
    madeAt = surroundings.clock()
    return fresh
  }

  /// How long the connection may still wait for mail; `nil` without one.
  var idleMilliseconds: Int64? {
    client?.idleDeadline.map { max(0, $0 - surroundings.clock()) }
  }

  func closeIfIdle() {
    client?.closeIfIdle()
  }

  func close() {
    client?.close()
  }
}
