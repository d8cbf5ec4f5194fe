import Control
import Mail
import MailTransport
import Office

/// A way to the relay whose secret is read when it is needed: a password or token that was changed counts from the
/// next connection on, without a restart.
final class FreshRelay: RelaySession {
  /// A token is asked for again after this. One of ours has five minutes left when it is handed out; of others it is
  /// known that they last for an hour, and a connection for ten minutes.
  private static let ownTokenMilliseconds: Int64 = 4 * 60_000
  private static let tokenMilliseconds: Int64 = 40 * 60_000
  /// So long after one refused token the next one is not replaced at once: then it is not its age.
  private static let refusalMilliseconds: Int64 = 10 * 60_000

  private let setup: RelaySetup
  private let surroundings: TransportSurroundings
  private var client: RelayClient?
  private var madeAt: Int64 = 0
  private var refusedAt: Int64?

  init(_ setup: RelaySetup, _ surroundings: TransportSurroundings) {
    self.setup = setup
    self.surroundings = surroundings
  }

  func deliver(from desk: any DeliveryDesk) -> DeliveryEnd {
    let end = deliver(from: desk, isFresh: false)
    guard case .failed(let failure) = end, failure.cause.isRefusedSignIn, setup.usesOwnToken,
      !surroundings.stop.isStopped
    else { return end }
    // A token can be withdrawn before its time: one new one is tried at once, with nothing of a message sent yet.
    let now = surroundings.clock()
    if let refusedAt, now - refusedAt < Self.refusalMilliseconds { return end }
    refusedAt = now
    return deliver(from: desk, isFresh: true)
  }

  private func deliver(from desk: any DeliveryDesk, isFresh: Bool) -> DeliveryEnd {
    let client: RelayClient
    do throws(RelayProblem) {
      client = try usable(isFresh: isFresh)
    } catch {
      return .failed(
        .transient(
          DeliveryCause(
            .lost(.notConnected(error.words)), in: .authentication,
            blame: error.isTemporary ? .relay : .settings)))
    }
    let end = client.deliver(from: desk)
    if case .failed(let failure) = end, failure.cause.blame == .settings { self.client = nil }
    return end
  }

  private func usable(isFresh: Bool) throws(RelayProblem) -> RelayClient {
    let limit = setup.usesOwnToken ? Self.ownTokenMilliseconds : Self.tokenMilliseconds
    if let client {
      guard isFresh || setup.usesToken && surroundings.clock() - madeAt >= limit else {
        return client
      }
      client.close()
      self.client = nil
    }
    let fresh = RelayClient(try setup.connection(isFresh: isFresh), surroundings)
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

extension DeliveryCause {
  /// Whether the relay itself said no to who signs in.
  fileprivate var isRefusedSignIn: Bool {
    phase == .authentication && blame == .settings && reply != nil
  }
}
