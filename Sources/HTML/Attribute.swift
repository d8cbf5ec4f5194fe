/// An attribute of an element: a name from this module and a value that is escaped when written.
///
/// What styles and classes say is `StaticString`: it comes from the source. What may hold data takes
/// a `String`, is quoted and escaped, and belongs to attributes whose value no browser runs. Links
/// are in ``Link``; no attribute here takes an address as a string, and none begins with `on`.
public struct Attribute: Sendable {
  enum Content: Sendable {
    case none
    case flag(StaticString)
    case fixed(StaticString, [StaticString], separator: StaticString)
    case text(StaticString, String)
    case integer(StaticString, Int)
    case length(StaticString, Length)
    case lengths(StaticString, [Double])
  }

  let content: Content

  init(_ content: Content) {
    self.content = content
  }

  /// No attribute at all.
  public static var none: Attribute { Attribute(.none) }

  /// The attribute if the condition holds, and none otherwise.
  public static func when(_ condition: Bool, _ attribute: Attribute) -> Attribute {
    condition ? attribute : .none
  }

  func write(into bytes: inout [UInt8]) {
    switch content {
    case .none: return
    case .flag(let name):
      bytes.append(UInt8(ascii: " "))
      bytes.append(fixed: name)
    case .fixed(let name, let values, let separator):
      bytes.open(name)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(fixed: separator) }
        bytes.append(fixedValue: value)
      }
      bytes.append(UInt8(ascii: "\""))
    case .text(let name, let value):
      bytes.open(name)
      bytes.append(value: value)
      bytes.append(UInt8(ascii: "\""))
    case .integer(let name, let value):
      bytes.open(name)
      bytes.append(value: String(value))
      bytes.append(UInt8(ascii: "\""))
    case .length(let name, let value):
      bytes.open(name)
      bytes.append(length: value)
      bytes.append(UInt8(ascii: "\""))
    case .lengths(let name, let values):
      bytes.open(name)
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: " ")) }
        bytes.append(decimal: value)
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func open(_ name: StaticString) {
    append(UInt8(ascii: " "))
    append(fixed: name)
    append(fixed: "=\"")
  }
}

// MARK: - Attributes of every element

extension Attribute {
  /// `class`: the names, with a space between them.
  public static func `class`(_ names: StaticString...) -> Attribute {
    Attribute(.fixed("class", names, separator: " "))
  }

  /// `style`: the declarations, with a semicolon between them. For mail; pages have a stylesheet.
  public static func style(_ declarations: StaticString...) -> Attribute {
    Attribute(.fixed("style", declarations, separator: ";"))
  }

  /// `id`, unique in the page.
  public static func id(_ value: String) -> Attribute {
    Attribute(.text("id", value))
  }

  /// `lang`, a language tag (BCP 47) such as `en` or `es-US`.
  public static func lang(_ tag: String) -> Attribute {
    Attribute(.text("lang", tag))
  }

  /// `dir`, the direction of writing.
  public static func dir(_ direction: Direction) -> Attribute {
    Attribute(.fixed("dir", [direction.name], separator: ""))
  }

  /// `title`, a hint that some readers show and many don't.
  public static func title(_ text: String) -> Attribute {
    Attribute(.text("title", text))
  }

  /// `hidden`.
  public static var hidden: Attribute { Attribute(.flag("hidden")) }

  /// `tabindex`; -1 can have focus but is not tabbed to.
  public static func tabindex(_ order: Int) -> Attribute {
    Attribute(.integer("tabindex", order))
  }

  /// `data-label`: the column's name, which a table's cell shows on a phone.
  public static func dataLabel(_ text: String) -> Attribute {
    Attribute(.text("data-label", text))
  }

  /// `data-save`: where a form is sent while somebody writes in it, so that nothing is lost.
  public static func dataSave(_ path: Path) -> Attribute {
    Attribute(.text("data-save", path.string))
  }

  /// `data-saved`: here a form says when it was saved.
  public static var dataSaved: Attribute { Attribute(.flag("data-saved")) }

  /// `data-copy`: the field that a button copies, where script runs.
  public static func dataCopy(_ id: String) -> Attribute {
    Attribute(.text("data-copy", id))
  }

  /// `data-copied`: what the button says once it is copied.
  public static func dataCopied(_ text: String) -> Attribute {
    Attribute(.text("data-copied", text))
  }

  /// `data-sending`: where a form tells how far its files have come, with what is said: `{percent}` is the number.
  public static func dataSending(_ text: String) -> Attribute {
    Attribute(.text("data-sending", text))
  }

  /// `data-failed`: what is said there when it could not be saved.
  public static func dataFailed(_ text: String) -> Attribute {
    Attribute(.text("data-failed", text))
  }

  /// `data-insert`: the id of the field into which a button puts the words beside it.
  public static func dataInsert(_ id: String) -> Attribute {
    Attribute(.text("data-insert", id))
  }

  /// `popover`: shown by a button with ``popoverTarget(_:)``, without a script.
  public static var popover: Attribute { Attribute(.flag("popover")) }

  /// `popovertarget`: the id of the element that the button shows.
  public static func popoverTarget(_ id: String) -> Attribute {
    Attribute(.text("popovertarget", id))
  }

  /// `open`, of `details` and `dialog`.
  public static func open(_ isOpen: Bool = true) -> Attribute {
    isOpen ? Attribute(.flag("open")) : .none
  }

  /// `spellcheck`.
  public static func spellcheck(_ isOn: Bool) -> Attribute {
    Attribute(.fixed("spellcheck", [isOn ? "true" : "false"], separator: ""))
  }
}

/// The direction in which text runs.
public enum Direction: Sendable {
  case leftToRight
  case rightToLeft
  /// By its first letter: for names and titles of unknown script.
  case automatic

  var name: StaticString {
    switch self {
    case .leftToRight: "ltr"
    case .rightToLeft: "rtl"
    case .automatic: "auto"
    }
  }
}
