/// A page's tags, as a browser would find them: our pages write every attribute in double quotes, and escape what is in it.
struct PageReader {
  struct Tag {
    var name: String
    var attributes: [(name: String, value: String)]

    subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  private(set) var tags: [Tag] = []

  init(_ html: String) {
    for piece in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
      tags.append(Self.tag(piece.prefix { $0 != ">" }))
    }
  }

  private static func tag(_ text: Substring) -> Tag {
    var rest = text
    let name = rest.prefix { !$0.isWhitespace }
    rest = rest[name.endIndex...]
    var tag = Tag(name: name.lowercased(), attributes: [])
    while let start = rest.firstIndex(where: { !$0.isWhitespace && $0 != "/" }) {
      let key = rest[start...].prefix { !$0.isWhitespace && $0 != "=" }
      rest = rest[key.endIndex...]
      var value: Substring = ""
      if rest.first == "=" {
        rest = rest.dropFirst()
        if rest.first == "\"" {
          value = rest.dropFirst().prefix { $0 != "\"" }
          rest = rest[value.endIndex...].dropFirst()
        } else {
          value = rest.prefix { !$0.isWhitespace }
          rest = rest[value.endIndex...]
        }
      }
      // An equals sign alone is nobody's name: go on behind it.
      if key.isEmpty { rest = rest.dropFirst() }
      tag.attributes.append((key.lowercased(), plain(value)))
    }
    return tag
  }

  private static func plain(_ value: Substring) -> String {
    guard value.contains("&") else { return String(value) }
    return String(value).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&amp;", with: "&")
  }

  /// Whether anything in the page could run: a script of its own, or an attribute that listens.
  var runs: String? {
    for tag in tags {
      if tag.name == "script", tag["src"]?.hasPrefix("/assets/") != true { return "a script" }
      for attribute in tag.attributes {
        if attribute.name.hasPrefix("on") || attribute.name == "style" {
          return "\(tag.name) \(attribute.name)"
        }
        if attribute.value.lowercased().hasPrefix("javascript:") {
          return "\(tag.name), javascript:"
        }
      }
    }
    return nil
  }

  /// Where its links lead on this site, without what is after `#`.
  var links: [String] {
    tags.filter { $0.name == "a" }.compactMap { $0["href"] }.filter { $0.hasPrefix("/") }
      .map { String($0.prefix { $0 != "#" }) }
  }

  /// A form with its fields, and one of its buttons.
  struct Form {
    var method: String
    var action: String
    var takesFiles: Bool
    /// Fields that hold what a person writes.
    var texts: [String] = []
    /// The others, as they stand, with something chosen where there is a choice.
    var others: [(String, String)] = []
    var files: [String] = []
  }

  /// Each form, once for each of its buttons.
  var forms: [Form] {
    var forms: [(id: String?, form: Form, buttons: [(String, String)])] = []
    var place: Int?
    var select: String?
    for tag in tags {
      switch tag.name {
      case "form":
        forms.append(
          (
            tag["id"],
            Form(
              method: tag["method"] ?? "get", action: tag["action"] ?? "",
              takesFiles: tag["enctype"] != nil), []
          ))
        place = forms.count - 1
      case "/form": place = nil
      default: break
      }
      let own = tag["form"].flatMap { id in forms.firstIndex { $0.id == id } } ?? place
      guard let own else { continue }
      let (name, value) = (tag["name"] ?? "", tag["value"] ?? "")
      switch tag.name {
      case "button" where tag["type"] != "button": forms[own].buttons.append((name, value))
      case "textarea": forms[own].form.texts.append(name)
      case "select": select = name
      case "option":
        // The first that stands for something.
        guard let select, !value.isEmpty else { continue }
        if !forms[own].form.others.contains(where: { $0.0 == select }) {
          forms[own].form.others.append((select, value))
        }
      case "input":
        switch tag["type"] ?? "text" {
        case "text", "search", "email", "url": forms[own].form.texts.append(name)
        case "file": forms[own].form.files.append(name)
        case "radio":
          if !forms[own].form.others.contains(where: { $0.0 == name }) {
            forms[own].form.others.append((name, value))
          }
        case "date":
          forms[own].form.others.append((name, value.isEmpty ? "2027-12-01" : value))
        default: forms[own].form.others.append((name, value.isEmpty ? "on" : value))
        }
      default: break
      }
    }
    return forms.flatMap { _, form, buttons in
      buttons.map { button in
        var form = form
        if !button.0.isEmpty { form.others.append(button) }
        return form
      }
    }
  }
}
