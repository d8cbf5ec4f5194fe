/// What somebody ticked in a list of checkboxes.
public struct Choices: Hashable, Sendable {
  /// Options that the form is known to have, spelled as the layout spells them, in the cell's
  /// order.
  public var known: [String]
  /// Whatever else the cell says: the text of "Other", or an option that was renamed since.
  public var other: [String]

  /// Puts together what was ticked.
  public init(known: [String] = [], other: [String] = []) {
    self.known = known
    self.other = other
  }
}

/// Takes a cell of joined checkboxes apart, although an option may itself contain the joint.
///
/// "Reading, Writing & Talk, STEM" is two options if "Reading, Writing & Talk" is one of the
/// form's. A part is an option if it is one from joint to joint, whatever the case of its letters.
/// Where the whole rest of the cell can be read as known options, it is read so; among several ways
/// the one with the longest first option. Where it cannot, the longest known option is taken, and
/// text that is none runs up to the next known option. ("Other" comes last in every export, so that
/// usually it runs to the cell's end, and may contain joints itself.)
///
/// O(n·m) for n joints and m options; beyond 1,000 joints the cell is one text.
struct ChoiceReader {
  private static let mostJoints = 1000

  /// Each option's bytes in small letters with its spelling, the longest first.
  private let options: [(bytes: [UInt8], text: String)]

  init(options: [String]) {
    self.options =
      options.map { (Array($0.utf8)[...].trimmed.map(asciiLowercase), $0) }
      .filter { !$0.bytes.isEmpty }
      .sorted { $0.bytes.count > $1.bytes.count }
  }

  /// Reads a cell.
  ///
  /// - Parameters:
  ///   - cell: The trimmed cell.
  ///   - shape: The export's shape, which says what the joint is.
  /// - Returns: What was ticked; nothing for an empty cell.
  func read(_ cell: ArraySlice<UInt8>, shape: FormShape) -> Choices {
    guard !cell.isEmpty else { return Choices() }
    let bytes = Array(cell)
    let parts = Parts(bytes, shape: shape)
    guard parts.starts.count <= Self.mostJoints else {
      return Choices(other: [CellValues.text(cell)])
    }
    let lowered = bytes.map(asciiLowercase)

    // For each part's beginning, backwards: the longest option there behind which all is known.
    var whole = [(option: Int, next: Int)?](repeating: nil, count: parts.starts.count)
    var longest = whole
    for start in parts.starts.indices.reversed() {
      for (index, option) in options.enumerated() {
        guard let next = parts.part(after: option.bytes, at: start, in: lowered) else { continue }
        if longest[start] == nil { longest[start] = (index, next) }
        if next == parts.starts.count || whole[next] != nil {
          whole[start] = (index, next)
          break
        }
      }
    }

    var result = Choices()
    var start = 0
    while start < parts.starts.count {
      if let (option, next) = whole[start] ?? longest[start] {
        result.known.append(options[option].text)
        start = next
        continue
      }
      var end = start + 1
      if options.isEmpty == false {
        while end < parts.starts.count, longest[end] == nil { end += 1 }
      }
      let last = end == parts.starts.count ? bytes.count : parts.ends[end - 1]
      let text = bytes[parts.starts[start]..<last].trimmed
      if !text.isEmpty { result.other.append(CellValues.text(text)) }
      start = end
    }
    return result
  }

  /// Where the parts of a cell begin and end, if every joint is one.
  private struct Parts {
    var starts = [0]
    /// Where the part ends, before its joint.
    var ends: [Int] = []

    init(_ bytes: [UInt8], shape: FormShape) {
      var index = 0
      while index < bytes.count {
        let isJoint =
          switch shape {
          case .download: bytes[index] == 0x3B
          case .sheet: bytes[index] == 0x2C && index + 1 < bytes.count && bytes[index + 1] == 0x20
          }
        guard isJoint else {
          index += 1
          continue
        }
        ends.append(index)
        index += 1
        while index < bytes.count, bytes[index] == 0x20 { index += 1 }
        starts.append(index)
      }
      ends.append(bytes.count)
    }

    /// The part behind an option that stands at the beginning of a part and ends at the end of one.
    func part(after option: [UInt8], at start: Int, in lowered: [UInt8]) -> Int? {
      var end = starts[start] + option.count
      guard end <= lowered.count, lowered[starts[start]..<end].elementsEqual(option) else {
        return nil
      }
      while end < lowered.count, lowered[end] == 0x20 { end += 1 }
      // The ends ascend, and an option that contains joints reaches over some of them.
      var low = start
      var high = ends.count
      while low < high {
        let middle = (low + high) / 2
        if ends[middle] < end { low = middle + 1 } else { high = middle }
      }
      return low < ends.count && ends[low] == end ? low + 1 : nil
    }
  }
}

/// Takes a cell of joined links apart.
enum LinkReader {
  /// Reads links that are joined by ", ", ";", spaces or line breaks.
  ///
  /// - Parameters:
  ///   - cell: The trimmed cell.
  ///   - most: How many links at most; what comes behind them is counted as rest.
  /// - Returns: The links in their order, each once, and the words between them that are none.
  static func read(_ cell: ArraySlice<UInt8>, upTo most: Int) -> (links: [String], rest: String) {
    var links: [String] = []
    var rest: [String] = []
    let words = cell.split { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 == 0x3B }
    for word in words {
      var word = word
      while let last = word.last, last == 0x2C { word = word.dropLast() }
      if word.isEmpty { continue }
      for part in cut(word) {
        if let link = CellValues.link(part), links.count < most {
          if !links.contains(link) { links.append(link) }
        } else {
          rest.append(String(decoding: part, as: UTF8.self))
        }
      }
    }
    return (links, rest.joined(separator: " "))
  }

  /// Cuts `https://a,https://b`; a comma elsewhere belongs to the link.
  private static func cut(_ word: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = word.startIndex
    for index in word.indices where word[index] == 0x2C {
      let next = word[(index + 1)...].prefix(4).map(asciiLowercase)
      if next.elementsEqual("http".utf8) {
        parts.append(word[start..<index])
        start = index + 1
      }
    }
    parts.append(word[start...])
    return parts
  }
}
