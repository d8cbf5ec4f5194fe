/// A map with known keys, while it is being read.
///
/// It remembers which keys were asked for: the others that stand in the file are mistakes.
public final class Fields {
  /// The map itself, for mistakes that concern several of its keys.
  public let reader: Reader
  private let members: [String: Member]
  private let order: [Member]
  private var asked: [String] = []
  private var known: Set<String> = []
  private var refused: Set<String> = []

  init(of reader: Reader, members: [Member]) {
    self.reader = reader
    self.members = Dictionary(members.map { ($0.key, $0) }) { first, _ in first }
    order = members
  }

  /// The value of a key that must be there; nil, after a mistake, when it isn't.
  public func required(_ key: String) -> Reader? {
    if let found = optional(key) { return found }
    reader.mistake(found: "no key \(Mistake.quoted(key))", expected: "one")
    return nil
  }

  /// The value of a key that may be left out; nil, without a mistake, when it is.
  public func optional(_ key: String) -> Reader? {
    if known.insert(key).inserted { asked.append(key) }
    return members[key].map(reader.child)
  }

  /// Whether a key stands in the file, right or wrong.
  public func has(_ key: String) -> Bool { members[key] != nil }

  /// Notes a mistake when a key stands in the file that can't be obeyed, and says why.
  ///
  /// The key is never suggested for another.
  ///
  /// - Parameters:
  ///   - key: The key's name.
  ///   - reason: Why it can't be obeyed, as a sentence without its full stop.
  public func refuse(_ key: String, because reason: String) {
    refused.insert(key)
    guard let member = members[key] else { return }
    reader.notes.add(
      at: member.keyPosition, path: reader.child(member).path,
      found: "the key \(Mistake.quoted(key))", expected: "it left out: \(reason)")
  }

  /// Notes every key that nobody asked for, with the nearest name that was.
  func tellUnknown() {
    for member in order where !known.contains(member.key) && !refused.contains(member.key) {
      let free = asked.filter { members[$0] == nil }
      let expected =
        nearestName(to: member.key, among: free).map(Mistake.quoted)
        ?? (asked.isEmpty ? "no key at all" : "only " + listed(asked))
      reader.notes.add(
        at: member.keyPosition, path: reader.child(member).path,
        found: "the unknown key \(Mistake.quoted(member.key))", expected: expected)
    }
  }
}
