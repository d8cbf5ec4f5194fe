import Glibc

/// How much texts have in common, by the words that few of them use.
///
/// Each text is a vector of its words, counted, and weighted by how few texts have the word (TF-IDF: Salton and
/// Buckley, 1988, doi:10.1016/0306-4573(88)90021-0); how near two texts are is the cosine between them.
struct TextSimilarity {
  /// Words by name, so that sums are the same in every order of the texts.
  private typealias Vector = [(word: String, weight: Double)]

  private var vectors: [Vector]

  /// - Parameter texts: All texts that will be compared.
  init(_ texts: [String]) {
    let counts = texts.map(Self.words)
    var documents: [String: Int] = [:]
    for count in counts {
      for word in count.keys { documents[word, default: 0] += 1 }
    }
    vectors = counts.map { count in
      let weights = count.sorted { $0.key < $1.key }.map { word, times in
        let rarity = log(Double(1 + texts.count) / Double(documents[word] ?? 1))
        return (word: word, weight: (1 + log(Double(times))) * rarity)
      }
      let length = weights.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
      return length > 0 ? weights.map { ($0.word, $0.weight / length) } : []
    }
  }

  /// How near two of the texts are.
  ///
  /// - Parameters:
  ///   - one: The place of a text.
  ///   - other: The place of another.
  /// - Returns: The cosine, in thousandths from 0 to 1,000, and the words that make most of it, at most three.
  func match(_ one: Int, _ other: Int) -> (thousandths: Int, words: [String]) {
    var (left, right) = (0, 0)
    let (first, second) = (vectors[one], vectors[other])
    var cosine = 0.0
    var shared: [(word: String, part: Double)] = []
    while left < first.count, right < second.count {
      if first[left].word == second[right].word {
        let part = first[left].weight * second[right].weight
        cosine += part
        shared.append((first[left].word, part))
        left += 1
        right += 1
      } else if first[left].word < second[right].word {
        left += 1
      } else {
        right += 1
      }
    }
    shared.sort { $0.part != $1.part ? $0.part > $1.part : $0.word < $1.word }
    return (min(1_000, Int((cosine * 1_000).rounded())), shared.prefix(3).map(\.word))
  }

  /// The words of a text with how often each is there: of three letters or more, without the commonest ones, and
  /// with one form for one thing and several.
  private static func words(_ text: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    for part in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber })
    where part.count >= 3 && part.count <= 40 {
      var word = String(part)
      if common.contains(word) { continue }
      if word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") { word.removeLast() }
      counts[word, default: 0] += 1
    }
    return counts
  }

  /// Words that say nothing of a field, in what teachers write about their work.
  private static let common: Set<String> = [
    "about", "after", "all", "also", "and", "any", "are", "because", "been", "but", "can", "class",
    "classroom", "could", "did", "each", "for", "from", "had", "has", "have", "her", "his", "how",
    "into", "its", "learn", "learned", "learning", "more", "most", "not", "our", "out", "school",
    "she", "student", "students", "teacher", "teachers", "teaching", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "through", "was", "were", "what", "when",
    "which", "who", "will", "with", "would", "you", "your",
  ]
}
