import Mail
import Programs
import Store
import Workflow

/// What a mail says about which micro-credential it is for.
struct MailClues {
  /// What stands behind the `+` of our address, in lower case.
  var tag: String?
  /// The subject without "Re:" and marks.
  var subject: String
  /// The mark of an answer to us: `S812` or `D3`.
  var mark: String?
  /// The first lines of the text that are the sender's own.
  var lines: [String]

  private static let linesMax = 10
  private static let prefixes = ["re", "fw", "fwd", "aw", "wg", "sv", "rv", "tr"]

  init(_ header: MessageHeader, text: String, address: Address) {
    tag = Self.tag(header, address)
    (subject, mark) = Self.subject(header.text("subject", lengthMaximum: 300) ?? "")
    lines = text.split(whereSeparator: \.isNewline).lazy
      .map { String($0).trimmed }
      .filter { !$0.isEmpty && !$0.hasPrefix(">") }
      .prefix(Self.linesMax).map { String($0.prefix(300)) }
  }

  /// The tag of whichever recipient is our address: the envelope's, where the mail server says it, else the header's.
  private static func tag(_ header: MessageHeader, _ address: Address) -> String? {
    for name in ["delivered-to", "x-original-to", "envelope-to", "to", "cc"] {
      for field in header.all(name).prefix(20) {
        for found in ReceivedAddress.list(field) where found.address.domain == address.domain {
          let parts = found.address.localPart.split(separator: "+", maxSplits: 1)
          guard parts.count == 2, parts[0].lowercased() == address.localPart.lowercased() else {
            continue
          }
          return parts[1].lowercased()
        }
      }
    }
    return nil
  }

  private static func subject(_ text: String) -> (String, String?) {
    var rest = text.trimmed[...]
    var mark: String?
    if let open = rest.lastIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
      let inner = rest[rest.index(after: open)..<close]
      if Mark(inner) != nil {
        mark = String(inner)
        rest = rest[..<open]
      }
    }
    while let colon = rest.firstIndex(of: ":"),
      prefixes.contains(rest[..<colon].trimmed.lowercased())
    {
      rest = rest[rest.index(after: colon)...].trimmed[...]
    }
    return (String(rest).trimmed, mark)
  }

  /// The record that an answer is about.
  enum Mark: Hashable {
    case submission(SubmissionID)
    /// The draft under this number.
    case draft(Int)

    init?(_ text: some StringProtocol) {
      let digits = text.dropFirst()
      guard (1...12).contains(digits.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int64(digits), number > 0
      else { return nil }
      switch text.first {
      case "S", "s": self = .submission(SubmissionID(number))
      case "D", "d": self = .draft(Int(number))
      default: return nil
      }
    }
  }

  /// What the tag or the subject says, if it is the mark of an answer.
  var marked: Mark? { tag.flatMap(Mark.init) ?? mark.flatMap(Mark.init) }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}

/// Which of the catalog's entries a mail is for.
enum CatalogMatch: Hashable {
  case one(Offering)
  /// The sender's own work of this title that is under way.
  case own(Submission)
  /// None, or more than one: these may be meant.
  case likely([Offering])

  static let likelyMax = 5
  private static let pageSize = 500
  /// Shorter titles stand in too many subjects by chance.
  private static let titleCharactersMin = 6

  /// - Parameters:
  ///   - clues: What the mail says.
  ///   - person: Whose mail it is.
  ///   - records: The records.
  /// - Throws: What reading the records throws.
  init(_ clues: MailClues, by person: PersonID, in records: some StoredRecords) throws {
    var search = Search(clues)
    for submission in try records.submissions(of: person) {
      guard let title = submission.title.value, Self.isUnderWay(submission) else { continue }
      search.look(at: title, .own(submission))
    }
    var last = OfferingID(0)
    while true {
      let page = try records.offerings(activeOnly: true, after: last, limit: Self.pageSize)
      for offering in page {
        if search.names(code: offering.code) {
          self = .one(offering)
          return
        }
        search.look(at: offering.title, .one(offering))
      }
      guard page.count == Self.pageSize, let end = page.last else { break }
      last = end.id
    }
    self = search.result
  }

  private static func isUnderWay(_ submission: Submission) -> Bool {
    switch submission.state {
    case .submitted, .returned, .underReview, .readyToRelease, .withdrawn: true
    case .decided(_, let outcome, _):
      outcome.asksForMore || submission.stage == .proposal && submission.progress != nil
    }
  }

  private struct Search {
    let tag: String?
    let words: Set<String>
    let subject: String
    let lines: [String]
    private var found: (length: Int, match: CatalogMatch)?
    private var others: [Offering] = []
    private var scored: [(score: Int, offering: Offering)] = []
    private let telling: Set<String>

    init(_ clues: MailClues) {
      tag = clues.tag
      subject = clues.subject.foldedTitle
      lines = clues.lines.map(\.foldedTitle)
      words = Set(
        clues.subject.lowercased().split(whereSeparator: {
          $0.isWhitespace || "()[],;:".contains($0)
        })
        .map(String.init))
      telling = Set(
        ([subject] + lines).flatMap { $0.split(whereSeparator: { !$0.isLetter }) }
          .filter { $0.count >= 4 }.map(String.init))
    }

    /// Whether the tag is a code, or the subject names it as a word.
    func names(code: String) -> Bool {
      let code = code.lowercased()
      guard !code.isEmpty else { return false }
      return tag == code || words.contains(code)
    }

    mutating func look(at title: String, _ match: CatalogMatch) {
      let folded = title.foldedTitle
      if case .one(let offering) = match {
        let score = folded.split(whereSeparator: { !$0.isLetter })
          .count { telling.contains(String($0)) }
        if score > 0 { scored.append((score, offering)) }
        if scored.count > 200 { keepBest() }
      }
      let isSaid =
        folded == subject || lines.contains(folded)
        || folded.count >= CatalogMatch.titleCharactersMin
          && (subject.containsWords(folded) || lines.contains { $0.containsWords(folded) })
      guard isSaid else { return }
      if let best = found, best.length > folded.count { return }
      if let best = found, best.length == folded.count {
        // The sender's own work and the catalog's entry of the same title are one; two entries are not.
        if case .own = best.match { return }
        if case .one(let first) = best.match, case .one(let second) = match {
          others += [first, second]
        }
        return
      }
      others = []
      found = (folded.count, match)
    }

    private mutating func keepBest() {
      scored = Array(
        scored.sorted { ($1.score, $0.offering.id) < ($0.score, $1.offering.id) }
          .prefix(CatalogMatch.likelyMax))
    }

    var result: CatalogMatch {
      if !others.isEmpty {
        return .likely(Array(others.prefix(CatalogMatch.likelyMax)))
      }
      if let found { return found.match }
      var best = self
      best.keepBest()
      return .likely(best.scored.map(\.offering))
    }
  }
}

extension String {
  /// Whether other words stand in it, as words.
  fileprivate func containsWords(_ words: String) -> Bool {
    var rest = self[...]
    while let range = rest.firstRange(of: words) {
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      func isLetter(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber } ?? false
      }
      if !isLetter(before), !isLetter(after) { return true }
      rest = rest[range.upperBound...]
    }
    return false
  }
}
