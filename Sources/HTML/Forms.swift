// Forms. A form goes to a path of this site; fields are named and hold data as escaped text.

/// `form`.
///
/// - Parameters:
///   - action: Where it is sent.
///   - method: How.
///   - attributes: Further attributes.
///   - content: The fields.
/// - Returns: The element.
public func form(
  action: Path, method: FormMethod = .post, _ attributes: Attribute...,
  @MarkupBuilder content: () -> Markup
) -> Markup {
  let own = [
    Attribute(.fixed("method", [method.name], separator: "")),
    Attribute(.text("action", action.string)),
  ]
  return element("form", own + attributes, content())
}

/// `label`, of the field with this id.
public func label(
  for id: String, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  element("label", [Attribute(.text("for", id))] + attributes, content())
}

/// `input`. Without a name it is not sent.
public func input(type: InputType, name: String? = nil, _ attributes: Attribute...) -> Markup {
  let own = [
    Attribute(.fixed("type", [type.name], separator: "")),
    name.map { Attribute(.text("name", $0)) } ?? .none,
  ]
  return voidElement("input", own + attributes)
}

/// `textarea` with its text. A line feed at the text's start is kept (a parser drops one).
public func textarea(name: String, text: String = "", _ attributes: Attribute...) -> Markup {
  var content = Markup()
  if text.utf8.first == UInt8(ascii: "\n") { content.bytes.append(UInt8(ascii: "\n")) }
  content.bytes.append(text: text)
  return element("textarea", [Attribute(.text("name", name))] + attributes, content)
}

/// `select`: a choice of `option`s.
public func select(
  name: String, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  element("select", [Attribute(.text("name", name))] + attributes, content())
}

/// `option` of a `select`.
///
/// - Parameters:
///   - text: What is shown.
///   - value: What is sent; the text if there is none.
///   - isSelected: Whether it is the choice.
/// - Returns: The element.
public func option(_ text: String, value: String? = nil, isSelected: Bool = false) -> Markup {
  let attributes = [
    value.map { Attribute(.text("value", $0)) } ?? .none,
    isSelected ? Attribute(.flag("selected")) : .none,
  ]
  return element("option", attributes, MarkupBuilder.buildExpression(text))
}

/// `button`; of a form, it sends it.
public func button(
  type: ButtonType = .submit, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  let own = Attribute(.fixed("type", [type.name], separator: ""))
  return element("button", [own] + attributes, content())
}

/// `label` around its field.
public func label(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("label", attributes, content())
}

/// `fieldset`: fields that belong together.
public func fieldset(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("fieldset", attributes, content())
}

/// `legend`: what a `fieldset` asks.
public func legend(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("legend", attributes, content())
}

/// `output`: what follows from the fields.
public func output(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("output", attributes, content())
}

/// `progress`: how far something has come, of `max`.
public func progress(max: Int, _ attributes: Attribute...) -> Markup {
  element("progress", [Attribute(.text("max", String(max)))] + attributes, Markup())
}

/// How a form is sent.
public enum FormMethod: Sendable {
  /// In the address: for searching and paging, which change nothing.
  case get
  case post

  var name: StaticString {
    switch self {
    case .get: "get"
    case .post: "post"
    }
  }
}

/// What a button does.
public enum ButtonType: Sendable {
  case submit
  /// Nothing by itself, as for ``Attribute/popoverTarget(_:)``.
  case button

  var name: StaticString {
    switch self {
    case .submit: "submit"
    case .button: "button"
    }
  }
}

/// What a field takes.
public enum InputType: Sendable {
  case text, email, url, tel, search, number, date, time, radio, checkbox, hidden, file, password

  var name: StaticString {
    switch self {
    case .text: "text"
    case .email: "email"
    case .url: "url"
    case .tel: "tel"
    case .search: "search"
    case .number: "number"
    case .date: "date"
    case .time: "time"
    case .radio: "radio"
    case .checkbox: "checkbox"
    case .hidden: "hidden"
    case .file: "file"
    case .password: "password"
    }
  }
}
