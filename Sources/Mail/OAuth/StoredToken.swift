public import CivilTime
import Documents

/// An access token as it is kept between two uses, and whether it may still be used.
public struct StoredToken: Hashable, Sendable {
  public let accessToken: SecretText
  public let expires: Instant
  /// When it was asked for.
  public let fetched: Instant
  /// What it was asked for with, as a fingerprint: a token of other settings is not used.
  public let purpose: String

  /// A token with less than this left is renewed: signing in and a slow clock take their time.
  public static let secondsLeftMinimum: Int64 = 300

  public init(accessToken: SecretText, expires: Instant, fetched: Instant, purpose: String) {
    self.accessToken = accessToken
    self.expires = expires
    self.fetched = fetched
    self.purpose = purpose
  }

  /// Whether it can be handed out.
  ///
  /// - Parameters:
  ///   - now: The instant of asking. A token from the future means that the clock was set back: it is renewed.
  ///   - purpose: What a token is wanted for.
  ///   - since: Nothing that was fetched earlier will do; `nil` when all the same.
  /// - Returns: Whether it is still good.
  public func isUsable(at now: Instant, for purpose: String, fetchedSince since: Instant?) -> Bool {
    self.purpose == purpose && fetched <= now
      && expires.milliseconds(since: now) >= Self.secondsLeftMinimum * 1_000
      && since.map { fetched >= $0 } ?? true
  }

  // MARK: - As a file

  /// Most bytes of its file.
  public static let bytesMaximum = 16 << 10

  /// What is stored; the token stands in it.
  public var file: [UInt8] {
    Array(
      (JSONText.write(
        .fields([
          "access_token": .string(accessToken.text), "purpose": .string(purpose),
          "expires_ms": .integer(Int(expires.milliseconds)),
          "fetched_ms": .integer(Int(fetched.milliseconds)),
        ])) + "\n").utf8)
  }

  /// Reads what was stored; `nil` for anything else.
  public init?(file: [UInt8]) {
    let limits = Instant.epoch.milliseconds...Instant.distantFuture.milliseconds
    guard let fields = JSONFields(file), let token = fields.string("access_token"),
      let purpose = fields.string("purpose"), let expires = fields.count("expires_ms"),
      let fetched = fields.count("fetched_ms"), limits.contains(expires), limits.contains(fetched)
    else { return nil }
    self.init(
      accessToken: SecretText(token), expires: Instant(milliseconds: expires),
      fetched: Instant(milliseconds: fetched), purpose: purpose)
  }
}
