import CivilTime
import Crypto
import IntakeFormats
import Programs
import Rubrics
import Store
import Workflow

// A district's own forms, read by the columns that its program names.

extension FormFormat {
  /// The keys under which skills and links are found, and what the keys of answers begin with.
  static let skillsKey = "skills"
  static let linksKey = "links"
  private static let answerPrefix = "answer/"

  /// A program's form for a stage.
  init(_ form: FormMapping, for stage: StageKind, zone: Zone) {
    var questions: [FormQuestion] = []
    if let skills = form.skills {
      questions.append(
        FormQuestion(
          Self.skillsKey, headings: [skills], kind: .choices(form.skillOptions), isRequired: false))
    }
    if let links = form.links {
      questions.append(
        FormQuestion(Self.linksKey, headings: [links], kind: .links, isRequired: false))
    }
    for (part, heading) in form.answers.sorted(by: { $0.key < $1.key }) {
      questions.append(
        FormQuestion(
          Self.answerPrefix + part, headings: [heading], kind: .text,
          isRequired: heading == form.recognizedBy))
    }
    self.init(
      name: stage.rawValue, recognizedBy: form.recognizedBy, zone: zone,
      timestamp: [form.timestamp], email: [form.email],
      title: [form.title], questions: questions)
  }

  /// The part of the work that an answer is for; `nil` for skills and links.
  static func part(of key: String) -> CriterionID? {
    guard key.hasPrefix(answerPrefix) else { return nil }
    return CriterionID(rawValue: String(key.dropFirst(answerPrefix.count)))
  }

  /// The first heading that the program names for a field.
  private func heading(_ field: String) -> String {
    mapping.columns.first { $0.field == field }?.headings.first ?? field
  }

  var emailHeading: String { heading("email") }
  var titleHeading: String { heading("title") }
  var timestampHeading: String { heading("timestamp") }

  /// Whether a heading in a file is one of a field's.
  func isHeading(_ text: String, of field: String) -> Bool {
    let key = text.foldedTitle
    return mapping.columns.first { $0.field == field }?.headings.contains {
      $0.foldedTitle == key
    } ?? false
  }
}

extension RowIdentity {
  /// What a row is known by: who, what and when; or all it says, where that can't be read.
  init(of row: ReadRow<FormResponse>) {
    if let identity = row.row?.identity {
      self.init(person: identity.person, subject: identity.subject, moment: identity.moment)
      return
    }
    var hash = SHA256()
    for cell in row.cells {
      // No byte of UTF-8 is 0xFF, so that ("ab", "c") differs from ("a", "bc").
      hash.update(cell.heading)
      hash.update([0xFF])
      hash.update(cell.text)
      hash.update([0xFF])
    }
    let bytes = hash.finish().bytes
    func number(_ from: Int) -> UInt64 {
      bytes[from..<from + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.init(person: number(0), subject: number(8), moment: number(16))
  }
}

extension ReadRow<FormResponse> {
  /// The address in the row, also where the rest can't be read.
  func email(by format: FormFormat) -> String? {
    row?.email
      ?? cells.first { format.isHeading($0.heading, of: "email") }?.text.foldedTitle
  }

  /// Why it could not be read, without what its cells hold.
  var reason: String {
    problems.first { $0.consequence == .rowLeftOut }?.reason ?? "the row can't be read"
  }
}

extension RowProblem {
  /// The column and what is wrong with it.
  var reason: String { "\(column): found \(found); expected \(expected)" }
}

extension SetAsideRow {
  /// Its cells, as its file had them.
  var cells: [HeadedCell] { fields.map { HeadedCell(heading: $0.column, text: $0.text) } }

  /// The row read again by a form; `nil` when its headings are not the form's any more.
  func read(by format: FormFormat) -> ReadRow<FormResponse>? {
    do throws(FileProblem) {
      return try format.read(cells, file: "a row that was set aside")
    } catch {
      return nil
    }
  }
}
