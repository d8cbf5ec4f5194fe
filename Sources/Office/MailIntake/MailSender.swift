import Crypto
import Files
import Mail
import Programs
import Store
import Workflow

/// Why a mail is set aside without an answer.
enum MailSetAside: Hashable {
  case unanswerable(Unanswerable)
  /// Nobody here has this address, or it is not one address.
  case unknownSender
  /// The district's mail server does not vouch for the sender.
  case unvouched
  /// So many mails of one person in a day: something goes round in circles.
  case tooMany

  /// For the report beside the file, and the log.
  var words: String {
    switch self {
    case .unanswerable(.nullSender): "it has no sender, as bounces have none"
    case .unanswerable(.automatic): "a program wrote it"
    case .unanswerable(.list): "it came through a mailing list"
    case .unanswerable(.bulk): "it calls itself bulk mail"
    case .unanswerable(.own): "it came from the program's own address"
    case .unanswerable(.system): "it came from a mail system's own address"
    case .unknownSender: "nobody here is known by the sender's address"
    case .unvouched:
      "the mail server of mailIntake.authenticationServer does not vouch for its sender"
    case .tooMany: "there were more mails of this person in a day than mailIntake.mailsPerDay"
    }
  }
}

/// Whom a mail is from, as far as it can be believed.
///
/// What From says anybody can write. Where the program names the server whose `Authentication-Results` it trusts, the
/// topmost field by that server has to vouch for From's domain; such a server removes fields of its name that come
/// from outside (RFC 8601 §5). Without that, the district's mail server decides alone what it hands over: it must not
/// take mails from outside that claim to be from within. Either way the answer goes to the address that HR knows, never
/// to one that the mail names, so that whoever was pretended to be hears of it, and can withdraw.
enum MailSender {
  case person(Person)
  case setAside(MailSetAside)

  init(
    _ header: MessageHeader, _ policy: MailIntakePolicy, office: String,
    in records: some StoredRecords
  ) throws {
    let own: Set<String> = [policy.address.lowercased(), office.lowercased()]
    if let reason = Unanswerable.reason(in: header, sender: nil, own: own) {
      self = .setAside(.unanswerable(reason))
      return
    }
    let senders = header.all("from").flatMap(ReceivedAddress.list)
    guard header.count(of: "from") == 1, senders.count == 1,
      let person = try records.person(email: senders[0].address.string), person.erased == nil,
      person.details.value != nil
    else {
      self = .setAside(.unknownSender)
      return
    }
    if let server = policy.authenticationServer {
      let results = header.all("authentication-results").lazy.compactMap(AuthenticationResults.init)
      let topmost = results.first { $0.server == server.lowercased() }
      guard !header.isDoubtful, topmost?.vouches(for: senders[0].address.domain) == true else {
        self = .setAside(.unvouched)
        return
      }
    }
    self = .person(person)
  }
}

/// A message's header, read from the beginning of a file.
struct MailHead: MessageEvents {
  typealias Failure = any Error

  private(set) var header: MessageHeader?

  /// Ends the reading.
  private struct IsRead: Error {}

  private static let pieceBytes = 16_384

  /// Reads a file up to the end of its header.
  static func read(_ file: any ReadableFile) throws -> MessageHeader? {
    var head = MailHead()
    var reader = MessageReader()
    var offset = 0
    do {
      while true {
        let piece = try file.read(at: offset, count: pieceBytes)
        if piece.isEmpty { break }
        offset += piece.count
        try reader.read(piece, into: &head)
      }
      try reader.finish(into: &head)
    } catch is IsRead {}
    return head.header
  }

  mutating func begin(_ part: MessagePart) throws {
    header = part.header
    throw IsRead()
  }

  mutating func content(_ bytes: [UInt8]) throws {}
  mutating func end(_ end: MessagePartEnd) throws {}
  mutating func passed(_ limit: ReadingLimit) throws {}
}
