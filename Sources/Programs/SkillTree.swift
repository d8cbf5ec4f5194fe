import Documents

/// Which skills belong to which broader one: `STEM` takes in `robotics` and `coding`.
///
/// Names are compared as ``folded(_:)`` gives them. A skill may belong to several broader ones.
public struct SkillTree: Hashable, Sendable, Codable {
  /// The narrower skills of each broader one, as the program writes them.
  public var narrower: [String: [String]]

  public init(narrower: [String: [String]] = [:]) {
    self.narrower = narrower
  }

  /// Most broader skills of a program, and most narrower ones of each.
  static let skillsMax = 200

  /// A name as it is compared: without capitals and spaces around it.
  public static func folded(_ name: String) -> String {
    let words = name.lowercased().split(whereSeparator: \.isWhitespace)
    return words.joined(separator: " ")
  }

  /// The skills near a skill, with how many steps away each is: 1 for a broader or narrower one, 2 for another that
  /// belongs to the same broader one.
  ///
  /// - Parameter skill: A skill, folded or not.
  /// - Returns: By folded name; the skill itself is not among them.
  public func near(_ skill: String) -> [String: Int] {
    let skill = Self.folded(skill)
    var steps: [String: Int] = [:]
    func note(_ name: String, _ count: Int) {
      guard name != skill else { return }
      steps[name] = min(count, steps[name] ?? count)
    }
    for (broader, members) in narrower {
      let broader = Self.folded(broader)
      let members = members.map(Self.folded)
      if broader == skill {
        for member in members { note(member, 1) }
      }
      guard members.contains(skill) else { continue }
      note(broader, 1)
      for member in members { note(member, 2) }
    }
    return steps
  }
}

extension SkillTree {
  var plain: Plain {
    .map(
      narrower.sorted { $0.key < $1.key }.map { broader, narrower in
        Plain.Entry(broader, .strings(narrower))
      })
  }
}
