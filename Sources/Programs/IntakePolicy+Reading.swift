import Documents
import Rubrics

extension IntakePolicy {
  /// The kinds of file whose columns can be mapped.
  static let kinds = ["people", "evaluators", "catalog", "opening"]
  /// Most columns in one mapping.
  static let columnsMax = 40

  static func read(_ fields: Fields, hasProposals: Bool) -> IntakePolicy? {
    let proposalReader = fields.optional("proposalForm")
    let proposalForm = proposalReader?.fields(FormMapping.read)
    let evidenceReader = fields.optional("evidenceForm")
    let evidenceForm = evidenceReader?.fields(FormMapping.read)
    if let proposalReader, !hasProposals {
      proposalReader.mistake(
        found: "a form for proposals", expected: "none, since the program has no \"proposals\"")
    }
    if let proposalForm, let evidenceForm,
      proposalForm.recognizedBy.lowercased() == evidenceForm.recognizedBy.lowercased()
    {
      evidenceReader?.mistake(
        found: "two forms recognized by \(Mistake.quoted(evidenceForm.recognizedBy))",
        expected: "something that only one of them has")
    }
    let columns =
      fields.optional("columns")?.fields { kinds -> [(String, [String: [String]])]? in
        Self.kinds.compactMap { kind in
          kinds.optional(kind)?.columnMapping().map { (kind, $0) }
        }
      } ?? []
    return IntakePolicy(
      proposalForm: proposalForm, evidenceForm: evidenceForm,
      columns: Dictionary(columns) { first, _ in first })
  }
}

extension FormMapping {
  static func read(_ fields: Fields) -> FormMapping? {
    func header(_ key: String) -> Reader? { fields.optional(key) }
    let recognizedBy = fields.required("recognizedBy")?.string(length: 1...300)
    let timestamp = header("timestamp")?.string(length: 1...300) ?? "Timestamp"
    let email = header("email")?.string(length: 1...300) ?? "Email Address"
    let title = fields.required("title")?.string(length: 1...300)
    let skills = header("skills")?.string(length: 1...300)
    let optionsReader = fields.optional("skillOptions")
    let options =
      optionsReader?.list(count: 0...100, uniqueBy: "option", \.self) {
        $0.string(length: 1...200)
      } ?? []
    let links = header("links")?.string(length: 1...300)
    let answers =
      fields.optional("answers")?.entries(count: 0...IntakePolicy.columnsMax) {
        key, reader -> (String, String)? in
        guard CriterionID(slug: key) != nil else {
          reader.mistake(
            found: "the key \(Mistake.quoted(key))",
            expected: "a criterion's id of small letters, digits and hyphens")
          return nil
        }
        return reader.string(length: 1...300).map { (key, $0) }
      } ?? []
    if !options.isEmpty, !fields.has("skills") {
      optionsReader?.mistake(
        found: "options of a skills question", expected: "the key \"skills\" with its column")
    }
    guard let recognizedBy, let title else { return nil }
    let headers = [timestamp, email, title, skills, links].compactMap(\.self) + answers.map(\.1)
    if let twice = firstTwice(headers) {
      fields.reader.mistake(
        found: "the column \(Mistake.quoted(twice)) for two things", expected: "one for each")
    }
    return FormMapping(
      recognizedBy: recognizedBy, timestamp: timestamp, email: email, title: title,
      skills: skills, skillOptions: options, links: links,
      answers: Dictionary(answers) { first, _ in first })
  }
}

extension Reader {
  /// Field → the headers that it goes by in one kind of file.
  fileprivate func columnMapping() -> [String: [String]]? {
    let fields = entries(count: 0...IntakePolicy.columnsMax) {
      field, reader -> (String, [String])? in
      guard (1...64).contains(field.utf8.count) else {
        reader.mistake(
          found: "the key \(Mistake.quoted(field))", expected: "a field's name of 1 to 64 letters")
        return nil
      }
      return reader.list(count: 1...20, uniqueBy: "header", \.self) { $0.string(length: 1...300) }
        .map { (field, $0) }
    }
    guard let fields else { return nil }
    if let twice = firstTwice(fields.flatMap(\.1)) {
      mistake(found: "the column \(Mistake.quoted(twice)) for two fields", expected: "one for each")
    }
    return Dictionary(fields) { first, _ in first }
  }
}

/// The first header that stands a second time, case left aside.
private func firstTwice(_ headers: [String]) -> String? {
  var seen: Set<String> = []
  return headers.first { !seen.insert($0.lowercased()).inserted }
}
