// Words within a paragraph, links and pictures.

/// `span`: words without a meaning of their own.
public func span(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("span", attributes, content())
}

/// `strong`: this matters.
public func strong(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("strong", attributes, content())
}

/// `em`: said with stress.
public func em(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("em", attributes, content())
}

/// `b`: keywords and names, without more weight.
public func b(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("b", attributes, content())
}

/// `i`: another voice.
public func i(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("i", attributes, content())
}

/// `s`: no longer so.
public func s(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("s", attributes, content())
}

/// `small`: the small print.
public func small(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("small", attributes, content())
}

/// `ins`: was added.
public func ins(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ins", attributes, content())
}

/// `del`: was taken out.
public func del(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("del", attributes, content())
}

/// `mark`: found or changed.
public func mark(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("mark", attributes, content())
}

/// `code`.
public func code(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("code", attributes, content())
}

/// `q`: somebody else's words, in the line.
public func q(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("q", attributes, content())
}

/// `abbr`; the long form is the ``Attribute/title(_:)``.
public func abbr(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("abbr", attributes, content())
}

/// `bdi`: words of unknown direction, such as a name, that leave the rest of the line alone.
public func bdi(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("bdi", attributes, content())
}

/// `br`: a new line in the same paragraph.
public func br(_ attributes: Attribute...) -> Markup {
  voidElement("br", attributes)
}

/// `wbr`: here a long word may break.
public func wbr() -> Markup {
  voidElement("wbr", [])
}

/// `a`: a link.
public func a(
  href link: Link, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  element("a", [Attribute(.text("href", link.string))] + attributes, content())
}

/// `time`: a date or an instant in words, with the same in digits for programs.
///
/// - Parameters:
///   - datetime: As HTML wants it, such as `2026-11-13T23:59-06:00`.
///   - attributes: Further attributes.
///   - content: The words.
/// - Returns: The element.
public func time(
  datetime: String, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
) -> Markup {
  element("time", [Attribute(.text("datetime", datetime))] + attributes, content())
}

/// `img`. `alt` is what stands for the picture; empty if the words beside it say the same.
public func img(src source: ImageSource, alt: String, _ attributes: Attribute...) -> Markup {
  let own = [Attribute(.text("src", source.string)), Attribute(.text("alt", alt))]
  return voidElement("img", own + attributes)
}

/// `video`, with the browser's own controls.
public func video(src path: Path, _ attributes: Attribute...) -> Markup {
  let own = [Attribute(.text("src", path.string)), Attribute(.flag("controls"))]
  return element("video", own + attributes, Markup())
}

/// `audio`, with the browser's own controls.
public func audio(src path: Path, _ attributes: Attribute...) -> Markup {
  let own = [Attribute(.text("src", path.string)), Attribute(.flag("controls"))]
  return element("audio", own + attributes, Markup())
}

/// `iframe`: another page of this site within the page, with a name for those who don't see it.
public func iframe(src path: Path, title: String, _ attributes: Attribute...) -> Markup {
  let own = [Attribute(.text("src", path.string)), Attribute(.text("title", title))]
  return element("iframe", own + attributes, Markup())
}

/// `iframe` that is empty until a form is sent into it, by its name.
public func iframe(
  name: StaticString, title: String, _ attributes: Attribute...
) -> Markup {
  let own = [
    Attribute(.fixed("name", [name], separator: "")), Attribute(.text("title", title)),
  ]
  return element("iframe", own + attributes, Markup())
}

extension Attribute {
  /// `target` of a form whose answer is shown in a frame of the page, by the frame's name.
  public static func into(frame name: StaticString) -> Attribute {
    Attribute(.fixed("target", [name], separator: ""))
  }

  /// `sandbox` of a frame that gets no right at all: no script runs in it, no form is sent from it, and it is of no
  /// origin.
  public static var sandboxed: Attribute { Attribute(.fixed("sandbox", [""], separator: "")) }

  /// `loading` of a picture or frame that is fetched once it is nearly in sight.
  public static var lazy: Attribute {
    Attribute(.fixed("loading", ["lazy"], separator: ""))
  }

  /// `preload` of a film that is fetched once somebody plays it.
  public static var loadsNothing: Attribute {
    Attribute(.fixed("preload", ["none"], separator: ""))
  }

  /// `target` of a link that opens beside the page, which says so in words.
  public static var newTab: Attribute {
    Attribute(.fixed("target", ["_blank"], separator: ""))
  }

  /// `rel` of a link to another site: it learns neither where the reader came from nor gets hold of
  /// the page.
  public static var foreign: Attribute {
    Attribute(.fixed("rel", ["noopener noreferrer nofollow"], separator: ""))
  }
}
