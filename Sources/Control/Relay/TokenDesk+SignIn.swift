import Mail
import Office
import Programs

extension TokenDesk {
  /// Has somebody sign in at another device (RFC 8628), and keeps the refresh token that comes of it.
  ///
  /// - Parameters:
  ///   - tell: Says where to go, and what to type there.
  ///   - pause: Waits so many milliseconds.
  /// - Throws: ``RelayProblem``.
  func signIn(
    tell: (DeviceAuthorization) -> Void, pause: (Int64) -> Void
  ) throws(RelayProblem) {
    guard oauth.grant == .refreshToken else {
      throw RelayProblem(
        "the grant \"\(oauth.grant.rawValue)\" needs nobody to sign in",
        advice: "For a sign-in by a person set grant: \"refresh_token\" in mail.relay.signIn.oauth."
      )
    }
    guard let device = oauth.deviceAddress else {
      throw RelayProblem(
        "there is no deviceAddress to sign in by",
        advice: (oauth.provider == .google
          ? "Google gives no leave to send mail in this way: use a service account, or put a "
          : "Set deviceAddress, or put a ")
          + "refresh token that you have into \(DataDirectory.refreshToken), for its owner only.")
    }
    let client = try client()
    let request = TokenRequest(deviceCodeFor: client, scope: oauth.scope)
    let address = try webAddress(device)
    let response = try post(request, to: address)
    let authorization = try Self.telling(.deviceCode, address) { () throws(TokenProblem) in
      try DeviceAuthorization(response, to: request)
    }
    tell(authorization)
    let answer = try wait(for: authorization, client, pause)
    guard let refresh = answer.refreshToken else {
      throw RelayProblem(
        "the server gave no refresh token",
        advice: "Add what asks for one to scope: most servers call it offline_access.")
    }
    try folder.alone { () throws(RelayProblem) in
      try folder.keep(refreshToken: refresh)
      _ = try keep(answer, fetched: clock.now())
    }
  }

  /// Asks until somebody has signed in.
  private func wait(
    for authorization: DeviceAuthorization, _ client: TokenRequest.Client,
    _ pause: (Int64) -> Void
  ) throws(RelayProblem) -> TokenAnswer {
    let address = try webAddress(oauth.tokenAddress)
    let request = TokenRequest(authorization.grant(for: client), scope: nil)
    var polling = DevicePolling(authorization)
    while true {
      pause(polling.secondsToWait * 1_000)
      var problem: TokenProblem?
      let now = clock.now()
      do throws(RelayProblem) {
        let response = try post(request, to: address)
        do throws(TokenProblem) {
          return try TokenAnswer(response, to: request, at: now)
        } catch {
          problem = error
        }
      } catch {
        // Somebody may be typing the code at this moment: a lost answer is asked for again.
        guard error.isTemporary else { throw error }
      }
      polling = try Self.telling(.deviceCode, address) { () throws(TokenProblem) in
        var next = polling
        try next.waited()
        try next.goOn(after: problem)
        return next
      }
    }
  }
}
