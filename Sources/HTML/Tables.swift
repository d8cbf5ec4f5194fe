// Tables. They keep their roles where a phone's style shows rows as cards, and mail lays out with them.

/// `table`.
public func table(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("table", attributes, content())
}

/// `caption`: what the table shows, in words.
public func caption(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("caption", attributes, content())
}

/// `thead`: the rows of headings.
public func thead(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("thead", attributes, content())
}

/// `tbody`: the rows.
public func tbody(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tbody", attributes, content())
}

/// `tfoot`: the rows of sums.
public func tfoot(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tfoot", attributes, content())
}

/// `tr`: a row.
public func tr(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("tr", attributes, content())
}

/// `th`: a heading of a row or column.
public func th(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("th", attributes, content())
}

/// `td`: a cell.
public func td(_ attributes: Attribute..., @MarkupBuilder content: () -> Markup) -> Markup {
  element("td", attributes, content())
}

extension Attribute {
  /// `scope`: what a `th` heads.
  public static func scope(_ scope: Scope) -> Attribute {
    Attribute(.fixed("scope", [scope.name], separator: ""))
  }

  /// `colspan`: the columns that a cell takes.
  public static func colspan(_ columns: Int) -> Attribute {
    Attribute(.integer("colspan", columns))
  }

  /// `rowspan`: the rows that a cell takes.
  public static func rowspan(_ rows: Int) -> Attribute {
    Attribute(.integer("rowspan", rows))
  }

  /// `width`, of tables, pictures and drawings.
  public static func width(_ width: Length) -> Attribute {
    Attribute(.length("width", width))
  }

  /// `height`, of pictures and drawings.
  public static func height(_ height: Length) -> Attribute {
    Attribute(.length("height", height))
  }

  /// `cellpadding`, for mail.
  public static func cellpadding(_ pixels: Int) -> Attribute {
    Attribute(.integer("cellpadding", pixels))
  }

  /// `cellspacing`, for mail.
  public static func cellspacing(_ pixels: Int) -> Attribute {
    Attribute(.integer("cellspacing", pixels))
  }

  /// `border`, for mail.
  public static func border(_ pixels: Int) -> Attribute {
    Attribute(.integer("border", pixels))
  }

  /// `align`, for mail.
  public static func align(_ place: StaticString) -> Attribute {
    Attribute(.fixed("align", [place], separator: ""))
  }

  /// `bgcolor`, for mail.
  public static func bgcolor(_ color: StaticString) -> Attribute {
    Attribute(.fixed("bgcolor", [color], separator: ""))
  }

  /// What a heading cell belongs to.
  public enum Scope: Sendable {
    case row, column

    var name: StaticString {
      switch self {
      case .row: "row"
      case .column: "col"
      }
    }
  }
}
