// The parts of a page: landmarks, headings, blocks, lists.

/// `header`, of the page or of a part.
public func header(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("header", attributes, content())
}

/// `footer`, of the page or of a part.
public func footer(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("footer", attributes, content())
}

/// `nav`: the links to the other pages.
public func nav(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("nav", attributes, content())
}

/// `main`: what this page is about; one a page.
public func main(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("main", attributes, content())
}

/// `section`: a part with a heading.
public func section(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("section", attributes, content())
}

/// `article`: what stands on its own.
public func article(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("article", attributes, content())
}

/// `aside`: what stands beside the matter.
public func aside(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("aside", attributes, content())
}

/// `h1`: what the page says in a line.
public func h1(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h1", attributes, content())
}

/// `h2`.
public func h2(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h2", attributes, content())
}

/// `h3`.
public func h3(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h3", attributes, content())
}

/// `h4`.
public func h4(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("h4", attributes, content())
}

/// `div`: a block without a meaning of its own.
public func div(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("div", attributes, content())
}

/// `p`: a paragraph.
public func p(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("p", attributes, content())
}

/// `blockquote`: somebody else's words, as a block.
public func blockquote(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("blockquote", attributes, content())
}

/// `pre`: text whose spaces and lines stay. A parser drops a line feed at its very start.
public func pre(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("pre", attributes, content())
}

/// `ol`: a list with numbers.
public func ol(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ol", attributes, content())
}

/// `ul`: a list.
public func ul(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("ul", attributes, content())
}

/// `li`: an item of a list.
public func li(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("li", attributes, content())
}

/// `dl`: terms and what belongs to them.
public func dl(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dl", attributes, content())
}

/// `dt`: a term.
public func dt(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dt", attributes, content())
}

/// `dd`: what belongs to the term.
public func dd(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dd", attributes, content())
}

/// `figure`.
public func figure(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("figure", attributes, content())
}

/// `figcaption`: a figure's words.
public func figcaption(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("figcaption", attributes, content())
}

/// `details`: opens on a click, without a script.
public func details(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("details", attributes, content())
}

/// `summary`: what is seen of closed `details`.
public func summary(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("summary", attributes, content())
}

/// `dialog`; with ``Attribute/popover`` it opens without a script.
public func dialog(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("dialog", attributes, content())
}

/// `hr`: the theme changes here.
public func hr(_ attributes: Attribute...) -> Markup {
  voidElement("hr", attributes)
}
