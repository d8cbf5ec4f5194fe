import HTML
import Workflow

/// What is open, in a sentence.
enum DoorWords {
  /// - Parameters:
  ///   - door: When.
  ///   - stage: Of which step.
  ///   - isOne: Whether it is about one piece of work, which may have a day of its own.
  ///   - visit: Where and when it is said.
  /// - Returns: The sentence.
  static func sentence(
    _ door: Door, _ stage: StageKind, isOne: Bool = false, _ visit: Visit
  ) -> Markup {
    let words = visit.words
    let name = words(isOne ? "stages.it" : "stages.\(stage.rawValue)")
    return Markup {
      switch door {
      case .open(let until?):
        words.markup(
          "door.open",
          [
            "stages": Markup { name }, "until": strong { visit.stamped(until, visit.until(until)) },
            "left": Markup { visit.left(until: until) },
          ])
      case .open(nil): words("door.always", ["stages": name])
      case .closed(_, let opens?):
        words.markup(
          "door.opens",
          [
            "stages": Markup { name },
            "opens": strong { visit.stamped(opens, visit.opening(opens)) },
          ])
      case .closed(_, nil): words("door.closed", ["stages": name])
      case .yearOver(let end): words("writing.lead.year-over", ["end": visit.until(end)])
      case .shut: words("door.shut")
      }
    }
  }
}
