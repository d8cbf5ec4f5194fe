import Crypto
import HTML
import HTTPServer
import Office
import Programs
import Rubrics
import Store
import Workflow

/// What a writing page's form sends, apart from files.
struct DraftForm {
  /// What the button asks for.
  enum Wish: Equatable {
    case save
    case check
    case addLink(CriterionID?)
    case remove(String)
  }

  /// The draft's time of saving when the page was made.
  var base: Int64?
  var title: String?
  var skills: [String]?
  var texts: [Workflow.Answer]
  /// What is applied for, as it was typed; `nil` where the page did not ask.
  var amount: String?
  /// Links that were typed, by part.
  var links: [(part: CriterionID?, text: String)]
  var wish: Wish

  /// What stands for the whole in a field's name.
  static let wholeName = "-"

  init(_ form: FormData) {
    base = form["saved"].flatMap { Int64($0) }
    title = form["title"].map { Self.oneLine($0) }
    amount = form["amount"].map { Self.oneLine($0) }
    if form["skills"] != nil {
      var skills: [String] = []
      let typed = (form["skills-typed"] ?? "").split(separator: ",").map { Self.oneLine($0) }
      for skill in form.all("skill").map({ Self.oneLine($0) }) + typed
      where !skill.isEmpty && skill.count <= 120 && !skills.contains(skill) && skills.count < 20 {
        skills.append(skill)
      }
      self.skills = skills
    }
    var texts: [Workflow.Answer] = []
    var links: [(part: CriterionID?, text: String)] = []
    for field in form.fields {
      if field.name.hasPrefix("text."),
        let part = CriterionID(slug: String(field.name.dropFirst(5))),
        texts.count < Content.answersMax, !texts.contains(where: { $0.part == part })
      {
        texts.append(Workflow.Answer(part: part, text: field.value.replacing("\r\n", with: "\n")))
      }
      if field.name.hasPrefix("link.") {
        let text = Self.oneLine(field.value)
        if !text.isEmpty { links.append((Self.part(field.name.dropFirst(5)), text)) }
      }
    }
    self.texts = texts
    self.links = links
    let wish = form["do"] ?? "save"
    if wish == "check" {
      self.wish = .check
    } else if wish.hasPrefix("link.") {
      self.wish = .addLink(Self.part(wish.dropFirst(5)))
    } else if wish.hasPrefix("remove.") {
      self.wish = .remove(String(wish.dropFirst(7)))
    } else {
      self.wish = .save
    }
  }

  /// The part that a field's name ends with; `nil` for the whole.
  static func part(_ name: some StringProtocol) -> CriterionID? { CriterionID(slug: String(name)) }

  /// What is applied for: none where the field was left empty. `nil` where the page did not ask, or it is no amount.
  var cents: Int64?? {
    guard let amount else { return nil }
    if amount.isEmpty { return .some(nil) }
    return Money(typed: amount).flatMap { $0 > .zero ? $0.cents : nil }.map { .some($0) }
  }

  /// Whether what was typed as an amount is none.
  var isAmountUnclear: Bool { amount != nil && cents == nil }

  /// Whether what was typed differs from what a draft holds.
  func differs(from draft: Draft) -> Bool {
    if let title, title != draft.title { return true }
    if let skills, skills != draft.skills { return true }
    if let cents, cents != draft.cents { return true }
    return texts.contains { $0.text != draft.content.text($0.part) }
  }

  /// Writes what was typed into a draft. Parts that the form does not have stay as they are.
  func write(into draft: inout Draft, isTitleOpen: Bool) {
    if isTitleOpen {
      if let title { draft.title = String(title.prefix(400)) }
      if let skills { draft.skills = skills }
      if let cents { draft.cents = cents }
    }
    for answer in texts { draft.content.setText(answer.text, of: answer.part) }
  }

  private static func oneLine(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Content {
  func text(_ part: CriterionID) -> String { answers.first { $0.part == part }?.text ?? "" }

  mutating func setText(_ text: String, of part: CriterionID) {
    if let place = answers.firstIndex(where: { $0.part == part }) {
      if answers[place].text != text { answers[place].text = text }
    } else if !text.isEmpty, answers.count < Self.answersMax {
      answers.append(Workflow.Answer(part: part, text: text))
    }
  }
}

extension Artifact {
  /// What a form calls it: the same in every tab, whatever was added or removed meanwhile.
  var mark: String {
    let name =
      switch place {
      case .link(let link): "link:\(link)"
      case .file(let sha256, _, _, let name): "file:\(sha256):\(name)"
      }
    let whole = "\(part?.rawValue ?? ""):\(name)"
    return String(SHA256.hash(Array(whole.utf8)).hex.prefix(16))
  }

  /// A link as somebody typed it, made whole; `nil` for what leads nowhere.
  static func link(typed text: String) -> String? {
    let address =
      text.hasPrefix("https://") || text.hasPrefix("http://") ? text : "https://\(text)"
    let checked = address.hasPrefix("http://") ? "https://\(address.dropFirst(7))" : address
    guard let link = try? WebLink(checked),
      checked.dropFirst(8).prefix(while: { $0 != "/" })
        .contains(".")
    else { return nil }
    return address.hasPrefix("http://") ? address : link.string
  }
}
