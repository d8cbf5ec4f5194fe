public import CivilTime

/// A question of a form whose answers are wanted.
public struct FormQuestion: Hashable, Sendable {
  /// How its cells are read.
  public enum Kind: Hashable, Sendable {
    case text
    /// Checkboxes; the form's options, without "Other". With none given, every part is "other".
    case choices([String])
    /// Uploaded files or pasted addresses.
    case links
  }

  /// The name under which the answer is found, as the program's file has it.
  public let key: String
  /// The question as the form puts it, in each of its wordings over the years.
  public let headings: [String]
  public let kind: Kind
  /// Whether an export without this question is refused.
  public let isRequired: Bool

  /// Describes a question.
  public init(_ key: String, headings: [String], kind: Kind, isRequired: Bool = true) {
    self.key = key
    self.headings = headings
    self.kind = kind
    self.isRequired = isRequired
  }
}

/// The answer to one question.
public struct FormAnswer: Hashable, Sendable {
  /// What was answered, by the question's kind.
  public enum Value: Hashable, Sendable {
    /// Line breaks are single line feeds; empty when nothing was answered.
    case text(String)
    case choices(Choices)
    /// The links, each once; and the words around them that are none, so that nothing is lost.
    case links([String], rest: String)
  }

  public let key: String
  public let value: Value
}

/// One response to a form.
public struct FormResponse: Hashable, Sendable {
  /// The row as a spreadsheet numbers it.
  public let row: Int
  public let identity: ResponseIdentity
  /// A fingerprint of all answers; changes when any of them does, not when columns move, empty
  /// columns are added or the other export is used.
  public let content: UInt64
  public let shape: FormShape
  public let submitted: Instant
  /// What a clock in the form's zone showed then.
  public let submittedLocally: CivilDateTime
  /// In small letters.
  public let email: String
  /// Empty when the form has no such question or it was left empty.
  public let title: String
  /// In the layout's order, one for each of its questions.
  public let answers: [FormAnswer]

  /// The answer to a text question; empty when there is none.
  public func text(_ key: String) -> String {
    if case .text(let text)? = value(key) { text } else { "" }
  }

  /// The answer to a question of checkboxes.
  public func choices(_ key: String) -> Choices {
    if case .choices(let choices)? = value(key) { choices } else { Choices() }
  }

  /// The links of an answer.
  public func links(_ key: String) -> [String] {
    if case .links(let links, _)? = value(key) { links } else { [] }
  }

  private func value(_ key: String) -> FormAnswer.Value? {
    answers.first { $0.key == key }?.value
  }
}

/// Reads the export of a form, in both shapes, also mixed.
///
/// A response needs a timestamp and an address; without them its row is left out. Whatever else is
/// odd is noted and the response read all the same, since it is somebody's work.
public struct FormFormat: RowFormat {
  /// The form's name in the program's file.
  public let name: String
  public let mapping: ColumnMapping
  /// A heading that only this form has, or a part of its files' names; nil when its columns tell.
  public let recognizedBy: String?

  private static let timestamp = 0
  private static let email = 1
  private static let title = 2
  private static let firstQuestion = 3

  private let zone: Zone
  private let dateOrder: DateOrder
  private let questions: [FormQuestion]
  private let readers: [ChoiceReader?]

  /// Describes a form.
  ///
  /// - Parameters:
  ///   - name: Its name in the program's file.
  ///   - recognizedBy: A heading that only this form has, or a part of its files' names, where two
  ///     forms have the same columns.
  ///   - zone: The zone in which its sheet is kept.
  ///   - dateOrder: In which order the sheet names month and day; its locale says so.
  ///   - timestamp: Headings of the timestamp, beside the service's own.
  ///   - email: Headings of the address, beside the service's own.
  ///   - title: Headings of the micro-credential's title; empty when the form does not ask for it.
  ///   - questions: The other questions whose answers are wanted.
  public init(
    name: String, recognizedBy: String? = nil, zone: Zone, dateOrder: DateOrder = .monthFirst,
    timestamp: [String] = [], email: [String] = [], title: [String], questions: [FormQuestion]
  ) {
    self.name = name
    self.recognizedBy = recognizedBy
    self.zone = zone
    self.dateOrder = dateOrder
    self.questions = questions
    readers = questions.map {
      if case .choices(let options) = $0.kind { ChoiceReader(options: options) } else { nil }
    }
    mapping = ColumnMapping(
      [
        Column("timestamp", timestamp + ["Timestamp", "Completion time"], .required),
        Column("email", email + ["Email Address", "Email", "E-mail", "Username"], .required),
        Column("title", title, title.isEmpty ? .optional : .required),
      ]
        + questions.map { Column($0.key, $0.headings, $0.isRequired ? .required : .optional) })
  }

  public func row(from cells: inout Cells) -> FormResponse? {
    let time = FormTimestamp(cells.bytes(at: Self.timestamp), zone: zone, order: dateOrder)
    if time == nil { cells.refuse("timestamp", expected: FormTimestamp.expected) }
    if time?.isSkipped == true {
      cells.refuse(
        "timestamp", found: "a time that the clocks of \(zone.name) skipped",
        expected: "a time in the form's zone; perhaps the form has another one", .noted)
    }
    let address = cells.email("email")
    if cells.bytes(at: Self.email).isEmpty {
      cells.refuse("email", expected: "an e-mail address")
    }
    let title = cells.bytes(at: Self.title)
    if title.isEmpty, cells.has("title") {
      cells.refuse("title", expected: "a title", .noted)
    }
    guard let time, let address else { return nil }

    var content = ContentSum(cells)
    var answers: [FormAnswer] = []
    answers.reserveCapacity(questions.count)
    for (index, question) in questions.enumerated() {
      let cell = cells.bytes(at: Self.firstQuestion + index)
      let value = answer(question, readers[index], cell, time.shape, &cells)
      content.add(value, column: Self.firstQuestion + index)
      answers.append(FormAnswer(key: question.key, value: value))
    }
    var subject = Fingerprint()
    subject.mixWords(title)
    var moment = Fingerprint()
    moment.mix(time.local.date.daysSinceEpoch)
    moment.mix(time.local.time.secondOfDay)
    return FormResponse(
      row: cells.row,
      identity: ResponseIdentity(
        person: ResponseIdentity.person(email: address), subject: subject.value,
        moment: moment.value),
      content: content.value, shape: time.shape, submitted: time.instant,
      submittedLocally: time.local, email: address, title: CellValues.text(title),
      answers: answers)
  }

  private func answer(
    _ question: FormQuestion, _ reader: ChoiceReader?, _ cell: ArraySlice<UInt8>,
    _ shape: FormShape, _ cells: inout Cells
  ) -> FormAnswer.Value {
    switch question.kind {
    case .text:
      return .text(CellValues.text(cell))
    case .choices:
      return .choices(reader?.read(cell, shape: shape) ?? Choices())
    case .links:
      let (links, rest) = LinkReader.read(cell, upTo: cells.limits.listEntries)
      if !rest.isEmpty {
        cells.refuse(
          question.key, found: "\(links.count) links, and text that is none",
          expected: "at most \(cells.limits.listEntries) links that begin with https://", .noted)
      }
      return .links(links, rest: rest)
    }
  }
}

/// Sums up the fingerprints of a row's answers, so that their order does not matter.
private struct ContentSum {
  private(set) var value: UInt64 = 0
  private let seeds: [UInt64?]

  /// Starts with the columns that no question asked for.
  init(_ cells: borrowing Cells) {
    seeds = cells.columnSeeds
    for (seed, cell) in cells.unusedCells where !cell.isEmpty {
      var print = Fingerprint(seed: seed)
      print.mixWords(cell)
      value &+= print.value
    }
  }

  mutating func add(_ answer: FormAnswer.Value, column: Int) {
    guard let seed = seeds[column] else { return }
    var print = Fingerprint(seed: seed)
    switch answer {
    case .text(let text):
      if text.isEmpty { return }
      print.mix(text)
    case .choices(let choices):
      if choices.known.isEmpty, choices.other.isEmpty { return }
      for text in choices.known + choices.other { print.mix(text) }
    case .links(let links, let rest):
      if links.isEmpty, rest.isEmpty { return }
      for text in links + [rest] { print.mix(text) }
    }
    value &+= print.value
  }
}
