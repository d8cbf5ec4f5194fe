import CivilTime
import Crypto
import Documents
import Files
import Office

/// Drops a mail where the office finds it.
///
/// It needs neither the lock nor the daemon, and no memory for a large mail: the mail goes piece by piece into the
/// Maildir, is durable when the command ends well, and is taken when rubricd comes to it. So a pipe of the district's
/// mail server never waits for anything but the disk.
struct IntakeMail: ControlCommand {
  static let signature = Signature(
    "intake mail", "Take a mail with work in it, from a pipe of the district's mail system",
    details: """
      The mail is kept durably and taken by rubricd when it runs; the answer goes out by mail. The exit status is 75 \
      when it could not be kept, so that the mail system tries again: nothing is lost.
      """,
    parameters: [Parameter("FILE", "The message; - for standard input", .optional)],
    options: [
      Option("--sender", "ADDRESS", "The envelope's sender; <> for none"),
      Option(
        "--recipient", "ADDRESS", "The address that it was sent to, with what stands behind its +"),
    ], example: "intake mail --sender \"$SENDER\" --recipient \"$ORIGINAL_RECIPIENT\" -")
  private let path: String
  private let sender: String?
  private let recipient: String?

  init(_ arguments: Arguments) throws(Failure) {
    path = arguments.positional.first ?? "-"
    sender = arguments.text("--sender").map(Self.line)
    recipient = arguments.text("--recipient").map(Self.line)
  }

  /// An address as it can stand in a header. A strange one is no reason to lose the mail.
  private static func line(_ address: String) -> String {
    String(
      decoding: address.utf8.prefix(512).map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 },
      as: UTF8.self)
  }

  var access: Access { .nothing }

  func run(in session: Session) throws {
    let folder = DistrictFolder(session.directory)
    do {
      try folder.checkDistrict()
      let name = try deliver(to: folder.files, session)
      session.output.answer(.fields(["mail": .string(name)]), "The mail is kept.")
    } catch {
      // Whatever it is, it is not the mail's fault: the mail system keeps it, and tries again.
      let failure = Failure(error)
      throw Failure(.temporary, failure.message, hint: failure.hint)
    }
  }

  private func deliver(to files: LocalFiles, _ session: Session) throws -> String {
    let random = try session.environment.random.bytes(8).map { String($0, radix: 16) }.joined()
    let seconds = session.environment.clock.now().milliseconds / 1_000
    let name = "\(seconds).R\(random).rubricctl"
    let temporary = "\(DataDirectory.incomingTemporary)/\(name)"
    for folder in [
      DataDirectory.incoming, DataDirectory.incomingTemporary, DataDirectory.incomingNew,
    ] {
      try files.createFolder(folder)
    }
    let file = try files.create(temporary)
    do {
      defer { file.close() }
      // The envelope says more than the header: these two lines stand above it, as mail systems write them.
      var envelope = ""
      if let sender { envelope += "Return-Path: \(sender == "<>" ? sender : "<\(sender)>")\n" }
      if let recipient { envelope += "Delivered-To: \(recipient)\n" }
      if !envelope.isEmpty { try file.append(Array(envelope.utf8)) }
      try session.environment.readPieces(path) { (piece) throws(FileError) in
        try file.append(piece)
      }
      try file.sync()
    } catch {
      try files.removeIfPresent(temporary)
      throw error
    }
    try files.moveDurably(temporary, to: "\(DataDirectory.incomingNew)/\(name)")
    return name
  }
}
