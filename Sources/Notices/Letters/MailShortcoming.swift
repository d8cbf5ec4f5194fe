/// Why a mail, or what came with it, could not be taken, as the answer says it.
public enum MailShortcoming: Hashable, Sendable {
  case noAttachment
  /// By S/MIME or PGP.
  case encrypted
  /// Signed so that only programs with S/MIME can open what is in it.
  case sealed
  /// It broke off on the way.
  case brokenOff
  /// Outlook's winmail.dat, without a file in it that can be read.
  case wrapped
  /// So many attachments of a kind that is not accepted.
  case wrongKind(Int)
  /// More files than one submission may have.
  case tooMany
  /// No window is open.
  case closed
  /// Another reason, which the page says.
  case notNow

  /// As a notice carries it.
  public var code: String {
    switch self {
    case .noAttachment: "no-attachment"
    case .encrypted: "encrypted"
    case .sealed: "sealed"
    case .brokenOff: "broken-off"
    case .wrapped: "wrapped"
    case .wrongKind(let count): "wrong-kind:\(count)"
    case .tooMany: "too-many"
    case .closed: "closed"
    case .notNow: "not-now"
    }
  }

  public init?(code: some StringProtocol) {
    let parts = code.split(separator: ":")
    switch parts.first {
    case "no-attachment": self = .noAttachment
    case "encrypted": self = .encrypted
    case "sealed": self = .sealed
    case "broken-off": self = .brokenOff
    case "wrapped": self = .wrapped
    case "wrong-kind": self = .wrongKind(parts.dropFirst().first.flatMap { Int($0) } ?? 1)
    case "too-many": self = .tooMany
    case "closed": self = .closed
    case "not-now": self = .notNow
    default: return nil
    }
  }

  /// What is missing, and how to send it instead.
  var words: String {
    switch self {
    case .noAttachment: "The documents. We found no attachment in your mail."
    case .encrypted:
      "The documents in a form that we can open. Your mail is encrypted. Send it again without "
        + "encryption."
    case .sealed:
      "The documents in a form that we can open. Your mail is signed in a way that hides them. "
        + "Send it again without a signature."
    case .brokenOff: "The rest of your mail. It broke off on the way. Send it again."
    case .wrapped:
      "The documents as ordinary attachments. They came in a file called winmail.dat, which we "
        + "could not open. In Outlook, choose HTML or Plain Text as the format, and send it again."
    case .wrongKind(let count):
      (count == 1
        ? "An attachment is of a kind that is not accepted."
        : "\(Wording.spelled(count, atBeginning: true)) attachments are of a kind that is not "
          + "accepted.")
        + " Send a PDF or a picture instead."
    case .tooMany: "There are more files than one submission can have. Send those that matter most."
    case .closed: "Nothing can be handed in at the moment: no window is open."
    case .notNow: "Your page says why, and what can be done."
    }
  }
}
