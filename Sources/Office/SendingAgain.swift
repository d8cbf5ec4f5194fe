import Store
public import Workflow

/// How a mail goes out again.
public enum SentAgain: Hashable, Sendable {
  /// The very mail, under its Message-ID: whoever has it already sees it once.
  case asItWas
  /// By another mail, which tells what it was to tell, as things stand now.
  case toldAnew
}

extension DistrictOffice {
  /// Sends a mail again that did not arrive, or of which nobody knows whether it did. It has all its tries before it.
  ///
  /// What did not arrive is told anew, to the address that its person has now: the old one may be why it failed.
  ///
  /// - Parameters:
  ///   - id: The mail.
  ///   - actor: Who asks.
  /// - Returns: How it goes.
  /// - Throws: ``OfficeError/refused(_:)`` when it is not theirs to ask for, or there is nothing to repeat; or another
  ///   ``OfficeError``.
  @discardableResult
  public func sendAgain(mail id: Int64, by actor: Actor) throws(OfficeError) -> SentAgain {
    try write { records, now in
      try Permission.checkLookingAfterMail(
        by: actor, at: now, zone: try self.zone(in: records), from: records)
      guard let mail = try records.mail(id) else {
        throw Refusal(.notFound, "There is no such mail.")
      }
      guard mail.state == .failed || mail.state == .unknown else {
        throw Refusal(
          .notInThisState, "This mail did not fail: there is nothing to send again.")
      }
      if let person = try mail.person.flatMap({ try records.person($0) }), person.addressBounced {
        throw Refusal(
          .notNow,
          "The address of \(person.fullName) counts as one that refuses mail. Say first that it is "
            + "good again.")
      }
      if try records.planAnew(mail: id, at: now) { return .toldAnew }
      guard try records.repeatMail(id, at: now) else {
        throw Refusal(.notNow, "The text of this mail is not kept any more.")
      }
      return .asItWas
    }
  }
}
