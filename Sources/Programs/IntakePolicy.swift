/// How the columns of a district's own files map to rubricd's fields.
public struct IntakePolicy: Hashable, Sendable, Codable {
  /// The form through which proposals come in, if they do.
  public var proposalForm: FormMapping?
  /// The form through which evidence comes in, if it does.
  public var evidenceForm: FormMapping?
  /// For each kind of file (people, evaluators, catalog, opening), field → the headers it goes by.
  ///
  /// What is not named here goes by the built-in headers of `IntakeFormats`.
  public var columns: [String: [String: [String]]]

  public init(
    proposalForm: FormMapping? = nil, evidenceForm: FormMapping? = nil,
    columns: [String: [String: [String]]] = [:]
  ) {
    self.proposalForm = proposalForm
    self.evidenceForm = evidenceForm
    self.columns = columns
  }
}

/// Which column of a form holds what.
public struct FormMapping: Hashable, Sendable, Codable {
  /// A header that only this form has, or part of the file's name: tells the two forms apart.
  public var recognizedBy: String
  public var timestamp: String
  public var email: String
  public var title: String
  /// The checkboxes that name skills; `nil` if the form has none.
  public var skills: String?
  /// The options of the skills question, since an option may itself hold a comma.
  public var skillOptions: [String]
  /// The upload question, whose cells hold links.
  public var links: String?
  /// Criterion id of the stage's rubric → the column that holds its text.
  public var answers: [String: String]

  public init(
    recognizedBy: String, timestamp: String = "Timestamp", email: String = "Email Address",
    title: String, skills: String? = nil, skillOptions: [String] = [], links: String? = nil,
    answers: [String: String] = [:]
  ) {
    self.recognizedBy = recognizedBy
    self.timestamp = timestamp
    self.email = email
    self.title = title
    self.skills = skills
    self.skillOptions = skillOptions
    self.links = links
    self.answers = answers
  }
}
