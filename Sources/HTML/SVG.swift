/// Drawings: what the pages' icons and plots need of SVG 2. Numbers from data are numbers; what a
/// path looks like comes from the source.
public enum SVG {
  /// `svg`: a drawing. Beside its words it is `aria-hidden`; alone it has a role and a label.
  public static func svg(
    _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
  ) -> Markup {
    element("svg", attributes, content())
  }

  /// `symbol`: a drawing that ``use(_:)`` shows.
  public static func symbol(
    id: StaticString, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
  ) -> Markup {
    element("symbol", [Attribute(.fixed("id", [id], separator: ""))] + attributes, content())
  }

  /// `use`: the symbol with this id, on the same page.
  public static func use(_ id: StaticString) -> Markup {
    element("use", [Attribute(.fixed("href", ["#", id], separator: ""))], Markup())
  }

  /// `g`: shapes that belong together.
  public static func g(
    _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
  ) -> Markup {
    element("g", attributes, content())
  }

  /// `defs`: what is only shown where it is used.
  public static func defs(@MarkupBuilder content: () -> Markup) -> Markup {
    element("defs", [], content())
  }

  /// `path`.
  public static func path(_ data: StaticString, _ attributes: Attribute...) -> Markup {
    element("path", [Attribute(.fixed("d", [data], separator: ""))] + attributes, Markup())
  }

  /// `circle`.
  public static func circle(
    cx: Length, cy: Length, r: Length, _ attributes: Attribute...
  ) -> Markup {
    let own = [
      Attribute(.length("cx", cx)), Attribute(.length("cy", cy)), Attribute(.length("r", r)),
    ]
    return element("circle", own + attributes, Markup())
  }

  /// `rect`.
  public static func rect(
    x: Length = 0, y: Length = 0, width: Length, height: Length, _ attributes: Attribute...
  ) -> Markup {
    let own = [
      Attribute(.length("x", x)), Attribute(.length("y", y)),
      Attribute(.length("width", width)), Attribute(.length("height", height)),
    ]
    return element("rect", own + attributes, Markup())
  }

  /// `line`.
  public static func line(
    x1: Length, y1: Length, x2: Length, y2: Length, _ attributes: Attribute...
  ) -> Markup {
    let own = [
      Attribute(.length("x1", x1)), Attribute(.length("y1", y1)),
      Attribute(.length("x2", x2)), Attribute(.length("y2", y2)),
    ]
    return element("line", own + attributes, Markup())
  }

  /// `text`.
  public static func text(
    x: Length, y: Length, _ attributes: Attribute..., @MarkupBuilder content: () -> Markup
  ) -> Markup {
    let own = [Attribute(.length("x", x)), Attribute(.length("y", y))]
    return element("text", own + attributes, content())
  }

  /// `pattern`: a shape that repeats within another, measured in its own pixels.
  public static func pattern(
    id: StaticString, width: Length, height: Length, _ attributes: Attribute...,
    @MarkupBuilder content: () -> Markup
  ) -> Markup {
    let own = [
      Attribute(.fixed("id", [id], separator: "")), Attribute(.length("width", width)),
      Attribute(.length("height", height)),
      Attribute(.fixed("patternUnits", ["userSpaceOnUse"], separator: "")),
    ]
    return element("pattern", own + attributes, content())
  }
}

extension Attribute {
  /// `viewBox`: the part of the plane that is drawn.
  public static func viewBox(
    x: Double = 0, y: Double = 0, width: Double, height: Double
  ) -> Attribute {
    Attribute(.lengths("viewBox", [x, y, width, height]))
  }

  /// `focusable="false"`, which old browsers need to leave a drawing out of the tab order.
  public static var notFocusable: Attribute {
    Attribute(.fixed("focusable", ["false"], separator: ""))
  }

  /// `fill`.
  public static func fill(_ paint: StaticString) -> Attribute {
    Attribute(.fixed("fill", [paint], separator: ""))
  }

  /// `stroke`.
  public static func stroke(_ paint: StaticString) -> Attribute {
    Attribute(.fixed("stroke", [paint], separator: ""))
  }

  /// `stroke-width`.
  public static func strokeWidth(_ width: Length) -> Attribute {
    Attribute(.length("stroke-width", width))
  }

  /// `stroke-linecap`.
  public static func strokeLinecap(_ shape: StaticString) -> Attribute {
    Attribute(.fixed("stroke-linecap", [shape], separator: ""))
  }

  /// `stroke-linejoin`.
  public static func strokeLinejoin(_ shape: StaticString) -> Attribute {
    Attribute(.fixed("stroke-linejoin", [shape], separator: ""))
  }

  /// `stroke-dasharray`.
  public static func strokeDashes(_ lengths: Double...) -> Attribute {
    Attribute(.lengths("stroke-dasharray", lengths))
  }

  /// `opacity`, 0 to 1.
  public static func opacity(_ share: Double) -> Attribute {
    Attribute(.lengths("opacity", [share]))
  }

  /// `rx`: how round a rectangle's corners are.
  public static func rx(_ radius: Length) -> Attribute {
    Attribute(.length("rx", radius))
  }

  /// `dx`: how far a text is moved.
  public static func dx(_ distance: Length) -> Attribute {
    Attribute(.length("dx", distance))
  }

  /// `text-anchor`: which end of a text stands at its place.
  public static func textAnchor(_ end: StaticString) -> Attribute {
    Attribute(.fixed("text-anchor", [end], separator: ""))
  }

  /// `patternTransform`: how a pattern is turned, in degrees.
  public static func patternRotation(_ degrees: Int) -> Attribute {
    Attribute(.text("patternTransform", "rotate(\(degrees))"))
  }
}
