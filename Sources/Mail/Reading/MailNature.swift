/// Why a message is not answered (RFC 3834 §2, RFC 5230 §4.6).
public enum Unanswerable: String, Hashable, Sendable, CaseIterable {
  /// Its sender takes no answer: a bounce.
  case nullSender
  /// A program wrote it: a vacation notice, an answer such as ours.
  case automatic
  case list
  /// Advertisement, or whatever calls itself bulk or junk.
  case bulk
  /// It came from ourselves.
  case own
  /// A mail system's own address.
  case system

  /// The reason not to answer a message.
  ///
  /// - Parameters:
  ///   - header: Of the message itself.
  ///   - sender: The envelope's sender, if it is known; empty for none.
  ///   - own: Addresses that we write from, in lower case.
  /// - Returns: `nil` if it may be answered.
  public static func reason(
    in header: MessageHeader, sender: String?, own: Set<String>
  ) -> Unanswerable? {
    let returnPath = header.text("return-path")?.filter { $0 != " " }
    if sender?.isEmpty == true || sender == "<>" || returnPath == "<>"
      // What Postfix writes into a pipe in its place.
      || returnPath?.lowercased() == "<mailer-daemon>"
    {
      return .nullSender
    }
    let from = header.field("from").map(ReceivedAddress.list) ?? []
    if from.contains(where: { own.contains($0.address.string.lowercased()) }) { return .own }
    if let submitted = header.text("auto-submitted")?.lowercased(),
      submitted.prefix(while: { $0 != ";" && $0 != " " && $0 != "(" }) != "no"
    {
      return .automatic
    }
    for name in [
      "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response-suppress",
      "x-ms-exchange-message-is-ndr", "x-failed-recipients",
    ] where header.field(name) != nil {
      return .automatic
    }
    for name in ["list-id", "list-post", "list-unsubscribe", "list-help", "mailing-list"]
    where header.field(name) != nil {
      return .list
    }
    switch (header.text("precedence") ?? "").lowercased() {
    case "bulk", "junk": return .bulk
    case "list": return .list
    case "auto_reply": return .automatic
    default: break
    }
    let systems: Set<String> = [
      "mailer-daemon", "postmaster", "listserv", "majordomo", "noreply", "no-reply", "donotreply",
      "do-not-reply",
    ]
    if from.contains(where: { address in
      let local = address.address.localPart.lowercased()
      return systems.contains(local) || local.hasPrefix("owner-") || local.hasSuffix("-request")
        || local.hasSuffix("-bounces")
    }) {
      return .system
    }
    return nil
  }
}
