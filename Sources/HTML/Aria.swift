// What a screen reader is told (WAI-ARIA 1.2). Names of parts come from data only where they are text.

extension Attribute {
  /// `role`.
  public static func role(_ role: StaticString) -> Attribute {
    Attribute(.fixed("role", [role], separator: ""))
  }

  /// `aria-label`: the words that stand for the element.
  public static func aria(label text: String) -> Attribute {
    Attribute(.text("aria-label", text))
  }

  /// `aria-labelledby`: ids of what names the element, with spaces between them.
  public static func aria(labelledBy ids: String) -> Attribute {
    Attribute(.text("aria-labelledby", ids))
  }

  /// `aria-describedby`: ids of what explains the element, with spaces between them.
  public static func aria(describedBy ids: String) -> Attribute {
    Attribute(.text("aria-describedby", ids))
  }

  /// `aria-controls`: ids of what the element changes.
  public static func aria(controls ids: String) -> Attribute {
    Attribute(.text("aria-controls", ids))
  }

  /// `aria-roledescription`: the role in words.
  public static func aria(roleDescription text: String) -> Attribute {
    Attribute(.text("aria-roledescription", text))
  }

  /// `aria-hidden`.
  public static func aria(hidden isHidden: Bool) -> Attribute {
    Attribute(.fixed("aria-hidden", [isHidden ? "true" : "false"], separator: ""))
  }

  /// `aria-invalid`: whether a field holds a mistake.
  public static func aria(invalid isInvalid: Bool) -> Attribute {
    Attribute(.fixed("aria-invalid", [isInvalid ? "true" : "false"], separator: ""))
  }

  /// `aria-expanded`.
  public static func aria(expanded isExpanded: Bool) -> Attribute {
    Attribute(.fixed("aria-expanded", [isExpanded ? "true" : "false"], separator: ""))
  }

  /// `aria-live`: whether a change is read out.
  public static func aria(live politeness: Politeness) -> Attribute {
    Attribute(.fixed("aria-live", [politeness.name], separator: ""))
  }

  /// `aria-current`: this is where the reader is.
  public static func aria(current what: Current) -> Attribute {
    Attribute(.fixed("aria-current", [what.name], separator: ""))
  }

  /// What an element is the current one of.
  public enum Current: Sendable {
    case page, step, date, item

    var name: StaticString {
      switch self {
      case .page: "page"
      case .step: "step"
      case .date: "date"
      case .item: "true"
      }
    }
  }

  /// When a change is read out: after what is being said, or at once.
  public enum Politeness: Sendable {
    case polite, assertive

    var name: StaticString {
      switch self {
      case .polite: "polite"
      case .assertive: "assertive"
      }
    }
  }
}
