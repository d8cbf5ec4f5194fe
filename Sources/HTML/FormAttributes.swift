// Attributes of fields and buttons.

extension Attribute {
  /// `name`: under which the field or button is sent.
  public static func name(_ name: String) -> Attribute {
    Attribute(.text("name", name))
  }

  /// `value`: what the field holds, or the button sends.
  public static func value(_ value: String) -> Attribute {
    Attribute(.text("value", value))
  }

  /// `placeholder`: an example, gone once something is written.
  public static func placeholder(_ text: String) -> Attribute {
    Attribute(.text("placeholder", text))
  }

  /// `form`: the id of the form to which a field outside it belongs.
  public static func form(_ id: String) -> Attribute {
    Attribute(.text("form", id))
  }

  /// `capture`: a phone opens the camera at its back.
  public static var capturesEnvironment: Attribute {
    Attribute(.fixed("capture", ["environment"], separator: ""))
  }

  /// `accept`: the kinds of file that are offered.
  public static func accept(_ kinds: String) -> Attribute {
    Attribute(.text("accept", kinds))
  }

  /// `pattern`: a regular expression that the whole value must match.
  public static func pattern(_ expression: String) -> Attribute {
    Attribute(.text("pattern", expression))
  }

  /// `min`: the least date or number.
  public static func min(_ least: String) -> Attribute {
    Attribute(.text("min", least))
  }

  /// `max`: the greatest date or number.
  public static func max(_ greatest: String) -> Attribute {
    Attribute(.text("max", greatest))
  }

  /// `step`: the distance between numbers that are taken.
  public static func step(_ distance: String) -> Attribute {
    Attribute(.text("step", distance))
  }

  /// `minlength`: the least length, in UTF-16 code units.
  public static func minlength(_ length: Int) -> Attribute {
    Attribute(.integer("minlength", length))
  }

  /// `maxlength`: the greatest length, in UTF-16 code units.
  public static func maxlength(_ length: Int) -> Attribute {
    Attribute(.integer("maxlength", length))
  }

  /// `rows`: the lines that a `textarea` shows.
  public static func rows(_ lines: Int) -> Attribute {
    Attribute(.integer("rows", lines))
  }

  /// `size`: the characters that a field shows.
  public static func size(_ characters: Int) -> Attribute {
    Attribute(.integer("size", characters))
  }

  /// `checked`, of a box or a choice.
  public static func checked(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("checked")) : .none
  }

  /// `required`.
  public static func required(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("required")) : .none
  }

  /// `disabled`.
  public static func disabled(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("disabled")) : .none
  }

  /// `readonly`.
  public static func readonly(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("readonly")) : .none
  }

  /// `multiple`: more than one file or option.
  public static func multiple(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("multiple")) : .none
  }

  /// `autofocus`.
  public static func autofocus(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("autofocus")) : .none
  }

  /// `novalidate`, of a form.
  public static func novalidate(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("novalidate")) : .none
  }

  /// `formnovalidate`, of a button that doesn't hand in.
  public static func formnovalidate(_ isSet: Bool = true) -> Attribute {
    isSet ? Attribute(.flag("formnovalidate")) : .none
  }

  /// `autocomplete`, such as `email` or `off`.
  public static func autocomplete(_ kind: StaticString) -> Attribute {
    Attribute(.fixed("autocomplete", [kind], separator: ""))
  }

  /// `inputmode`: the keyboard that a phone shows.
  public static func inputmode(_ mode: StaticString) -> Attribute {
    Attribute(.fixed("inputmode", [mode], separator: ""))
  }

  /// `enctype` of a form with files.
  public static var multipart: Attribute {
    Attribute(.fixed("enctype", ["multipart/form-data"], separator: ""))
  }

  /// `formaction`: where this button sends its form instead.
  public static func formaction(_ path: Path) -> Attribute {
    Attribute(.text("formaction", path.string))
  }
}
