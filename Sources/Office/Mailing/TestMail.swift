import CivilTime
import Crypto
public import Mail
import Notices
import Programs
import Store
import Workflow

extension DistrictOffice {
  /// Puts a test message into the outbox: it goes the very same way as a notice, ahead of announcements.
  ///
  /// - Parameter address: Where to.
  /// - Returns: The mail's number.
  /// - Throws: ``OfficeError``; a refusal where no program says who writes.
  public func queueTestMail(to address: Address) throws(OfficeError) -> Int64 {
    let name: [UInt8]
    do {
      name = try surroundings.random.bytes(8)
    } catch {
      throw .store(.noRandomness(error))
    }
    let key = "test/\(Hex.encode(name))"
    return try write { records, now in
      guard let program = try records.program() else {
        throw Refusal(
          .notNow, "No program is in force, which says who writes: rubricctl import program FILE")
      }
      let messageID = self.messageID(of: key)
      let office = Mailbox(
        name: program.district.officeName, try Address(program.district.officeEmail))
      let zone = try self.zone(of: program)
      let id =
        try MessageID(received: messageID) ?? MessageID(left: key, domain: office.address.domain)
      let draft = MessageDraft(
        from: office, to: [Mailbox(address)], subject: "A test message of rubricd", date: now,
        utcOffsetSeconds: zone.offset(at: now), messageID: id,
        text: """
          This message was asked for with "rubricctl mail test". It went the same way as every
          notice: through the outbox, and to the mail relay.

          If you can read this, mail works.

          \(program.district.officeName)
          \(program.district.name)
          """)
      let message = try MailMessage(draft)
      let mail = try records.add(
        OutgoingMail(
          key: key, person: nil, address: address.string, messageID: id.string,
          mailClass: .interactive, createdAt: now, nextAttempt: now, notices: [],
          body: message.bytes))
      guard let mail else { throw StoreError.unsound("the test message's key is taken") }
      return mail
    }
  }
}
