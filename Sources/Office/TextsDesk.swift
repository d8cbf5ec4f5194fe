import CivilTime
import Crypto
import Documents
import Files
import Mail
public import Notices
public import Programs
import Store
public import Workflow

// The desk of wordings. A district's own wording of a notice is a file in `texts/`; it is in force once the daemon has
// read the folder again. None of it is journalled: what was sent is what counts.

extension DistrictOffice {
  /// All texts as they lie in `texts/` now.
  ///
  /// - Throws: ``OfficeError/mistakes(_:)`` with everything that is wrong in the folder, or another.
  public func texts() throws(OfficeError) -> NoticeCatalog {
    do {
      return settings.texts.overridden(by: try TextsFolder.templates(surroundings.files))
    } catch {
      throw .lifted(error)
    }
  }

  /// A text's wording: the district's own, or ours.
  public func wording(of name: TemplateName) throws(OfficeError) -> (source: String, isOwn: Bool) {
    let path = Self.path(of: name)
    do {
      if try surroundings.files.exists(path) {
        let bytes = try surroundings.files.read(path, limit: TextsFolder.bytesMax)
        return (String(decoding: bytes, as: UTF8.self), true)
      }
    } catch {
      throw .file(error)
    }
    return (NoticeCatalog.builtInTexts.first { $0.name == name }?.text.source ?? "", false)
  }

  /// Puts a district's own wording in the place of a text.
  ///
  /// - Parameters:
  ///   - name: Which text.
  ///   - source: The whole text, as ``Notices/Template`` reads it; `nil` goes back to ours.
  ///   - actor: Who asks.
  /// - Throws: ``OfficeError/mistakes(_:)`` with everything that is wrong in it; ``OfficeError/refused(_:)`` when it is
  ///   not theirs to change; another. Nothing has changed then.
  public func reword(
    _ name: TemplateName, as source: String?, by actor: Actor
  ) throws(OfficeError) {
    try checkLookingAfterMail(by: actor)
    let path = Self.path(of: name)
    do {
      if let source { _ = try Template(source, file: path, for: name) }
      try surroundings.files.createFolder(DataDirectory.texts)
      if let source {
        try surroundings.files.writeDurably(
          Array(source.utf8), to: path, temporary: "\(DataDirectory.texts)/.\(name).part")
      } else {
        try surroundings.files.removeDurably(path)
      }
    } catch {
      throw .lifted(error)
    }
  }

  /// Sends somebody a notice with example values, as a test. It goes the very same way as every notice.
  ///
  /// - Parameters:
  ///   - name: Which text.
  ///   - person: To whom.
  ///   - marks: Put before the subject, so that nobody takes it for true.
  ///   - actor: Who asks.
  /// - Returns: The mail's number.
  /// - Throws: ``OfficeError``; mistakes where a wording is wrong.
  public func queueTest(
    of name: TemplateName, to person: Person, marked marks: String, by actor: Actor
  ) throws(OfficeError) -> Int64 {
    try checkLookingAfterMail(by: actor)
    let catalog = try texts()
    let drawn: [UInt8]
    do {
      drawn = try surroundings.random.bytes(8)
    } catch {
      throw .store(.noRandomness(error))
    }
    let key = "test/\(name)/\(Hex.encode(drawn))"
    return try write { records, now in
      guard let program = try records.program(), let details = person.details.value else {
        throw Refusal(.notNow, "No program is in force, which says who writes.")
      }
      let zone = try self.zone(of: program)
      let filled = try catalog.preview(
        name, in: zone, with: .office(of: program.district, to: person))
      let office = Mailbox(
        name: program.district.officeName, try Address(program.district.officeEmail))
      let messageID = self.messageID(of: key)
      let id =
        try MessageID(received: messageID) ?? MessageID(left: key, domain: office.address.domain)
      let address = try Address(details.email)
      var draft = MessageDraft(
        from: office, to: [Mailbox(address)], subject: "\(marks) \(filled.subject)", date: now,
        utcOffsetSeconds: zone.offset(at: now), messageID: id, text: filled.text)
      draft.html = filled.html
      let mail = try records.add(
        OutgoingMail(
          key: key, person: nil, address: address.string, messageID: id.string,
          mailClass: .interactive, createdAt: now, nextAttempt: now, notices: [],
          body: try MailMessage(draft).bytes))
      guard let mail else { throw StoreError.unsound("the test message's key is taken") }
      return mail
    }
  }

  private func checkLookingAfterMail(by actor: Actor) throws(OfficeError) {
    let now = try now()
    try read { records in
      try Permission.checkLookingAfterMail(
        by: actor, at: now, zone: self.zone(in: records), from: records)
    }
  }

  private static func path(of name: TemplateName) -> String {
    "\(DataDirectory.texts)/\(name).txt"
  }
}

extension NoticeValues {
  /// The district's own name and office, and who reads it, in the place of an example's.
  ///
  /// - Parameters:
  ///   - district: The district.
  ///   - person: Who is greeted; `nil` leaves the example's name.
  /// - Returns: The values.
  public static func office(of district: District, to person: Person? = nil) -> NoticeValues {
    var values: NoticeValues = [
      "district_name": .text(district.name), "office_name": .text(district.officeName),
      "office_phone": .text(district.officePhone), "office_email": .text(district.officeEmail),
    ]
    if let person { values["first_name"] = .text(person.greetingName) }
    return values
  }
}
