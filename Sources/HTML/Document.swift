// The whole page, its head, and what only the source code may say: style sheets and comments.

/// A whole page: the document type and the `html` element.
public func document(
  _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  var markup = Markup()
  markup.bytes.append(fixed: "<!DOCTYPE html>\n")
  markup += element("html", attributes, content())
  return markup
}

/// `head`.
public func head(@MarkupBuilder content: () -> Markup) -> Markup {
  element("head", [], content())
}

/// `body`.
public func body(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("body", attributes, content())
}

/// `title` of the page.
public func title(_ text: String) -> Markup {
  element("title", [], MarkupBuilder.buildExpression(text))
}

/// `meta charset`: this module writes UTF-8.
public func metaCharset() -> Markup {
  voidElement("meta", [Attribute(.fixed("charset", ["utf-8"], separator: ""))])
}

/// `meta` with a name, such as `viewport`. There is none with `http-equiv`.
public func meta(name: StaticString, content: String) -> Markup {
  voidElement(
    "meta",
    [
      Attribute(.fixed("name", [name], separator: "")),
      Attribute(.text("content", content)),
    ])
}

/// `link rel=stylesheet`.
public func stylesheet(_ path: Path) -> Markup {
  voidElement(
    "link",
    [
      Attribute(.fixed("rel", ["stylesheet"], separator: "")),
      Attribute(.text("href", path.string)),
    ])
}

/// `script` of a file of this site, run when the page is read to its end. There is none with its text on the page.
public func script(_ path: Path) -> Markup {
  element("script", [Attribute(.text("src", path.string)), Attribute(.flag("defer"))], Markup())
}

/// `link rel=icon`.
public func icon(_ path: Path) -> Markup {
  voidElement(
    "link",
    [Attribute(.fixed("rel", ["icon"], separator: "")), Attribute(.text("href", path.string))])
}

/// `style`: a style sheet within the page, as mail needs it. It can't close its own element: `</`
/// is written as `<\/`, which CSS reads as the same.
public func style(css: StaticString) -> Markup {
  var sheet = Markup()
  sheet.bytes.append(static: css) { before, byte in
    byte == UInt8(ascii: "/") && before.last == UInt8(ascii: "<") ? UInt8(ascii: "\\") : nil
  }
  return element("style", [], sheet)
}

/// A comment, such as Outlook's conditions: `comment("[if mso]><table><tr><td><![endif]")`.
///
/// It ends where the argument ends. What would end it earlier (two hyphens, or a `>` at its start)
/// is set apart by a space.
public func comment(_ text: StaticString) -> Markup {
  var markup = Markup()
  markup.bytes.append(fixed: "<!--")
  markup.bytes.append(static: text) { before, byte in
    switch byte {
    case UInt8(ascii: "-"): before.last == byte ? UInt8(ascii: " ") : nil
    case UInt8(ascii: ">"):
      before.isEmpty || before.elementsEqual("-".utf8) ? UInt8(ascii: " ") : nil
    default: nil
    }
  }
  if markup.bytes.last == UInt8(ascii: "-") { markup.bytes.append(UInt8(ascii: " ")) }
  markup.bytes.append(fixed: "-->")
  return markup
}

extension [UInt8] {
  /// Appends fixed text, with a byte before each one that `guarding` wants to be set off.
  fileprivate mutating func append(
    static text: StaticString, guarding: (ArraySlice<UInt8>, UInt8) -> UInt8?
  ) {
    let start = count
    for byte in text.description.utf8 {
      if let guardByte = guarding(self[start...], byte) { append(guardByte) }
      append(byte)
    }
  }
}
