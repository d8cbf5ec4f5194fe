/// A notice as a kind of mail: to whom, in which manner, and with which texts.
///
/// When it is sent, and what becomes of it when it isn't, is the planner's; see `NOTICES` in the
/// project's documents for the table of all.
public struct NoticeText: Sendable {
  public let name: NoticeName
  public let audience: Audience
  public let mailClass: MailClass
  public let calendar: CalendarPart
  public let thread: ThreadKind
  /// What its texts may name besides ``NoticeText/common``.
  public let ownPlaceholders: [Placeholder]
  /// Its built-in texts, the usual one first.
  public let texts: [BuiltInText]
  /// Headings that only HTML has, by the placeholder whose paragraph they stand above.
  let headings: [String: String]
  /// The wall time at which the example is sent.
  let exampleSent: String

  init(
    _ name: NoticeName, to audience: Audience, _ mailClass: MailClass,
    calendar: CalendarPart = .none, thread: ThreadKind, exampleSent: String,
    placeholders: [Placeholder], headings: [String: String] = [:], texts: [BuiltInText]
  ) {
    self.name = name
    self.audience = audience
    self.mailClass = mailClass
    self.calendar = calendar
    self.thread = thread
    self.exampleSent = exampleSent
    ownPlaceholders = placeholders
    self.headings = headings
    self.texts = texts
  }

  /// Whom a notice is for.
  public enum Audience: String, Hashable, Sendable, CaseIterable {
    case teacher, evaluator, administrator, clerk

    /// The given name in examples.
    var exampleName: String {
      switch self {
      case .teacher: "Maya"
      case .evaluator: "Theo"
      case .administrator: "Robin"
      case .clerk: "Val"
      }
    }
  }

  /// When mail may go out.
  public enum MailClass: String, Hashable, Sendable, CaseIterable, Codable {
    /// At once, day, night and break: it answers what somebody just did.
    case interactive
    /// In mail hours; a reminder moves back to a school day, other mail on to the next weekday.
    case deadline
    /// Held for undo, then in mail hours at the pace of the relay.
    case bulk
  }

  /// Whether and how a due date comes with the mail.
  public enum CalendarPart: Hashable, Sendable, CaseIterable {
    case none
    /// A file that enters a calendar only when it is tapped (`METHOD:PUBLISH`).
    case attachment
    /// As ``attachment``, if a date has changed.
    case attachmentIfChanged
    /// An invitation (`METHOD:REQUEST`).
    case invitation
    /// An invitation with the new count, or a cancellation (`METHOD:CANCEL`) when none is left.
    case invitationOrCancellation
  }

  /// Which conversation the mail belongs to (`References`).
  public enum ThreadKind: String, Hashable, Sendable, CaseIterable {
    case none
    /// The window and the person.
    case window
    /// The submission and the person.
    case submission
    /// The assignment and the evaluator.
    case assignment
  }

  /// Whether the person may do without a text.
  public enum SwitchOff: Hashable, Sendable, CaseIterable {
    case never
    /// Announcements, or early reminders, once and for all; the mail's last sentence says where.
    case always
    /// For one window, by choosing "Not this time".
    case thisWindow
  }

  /// The text of a variant, if the notice has it.
  public func text(_ variant: NoticeVariant) -> BuiltInText? {
    texts.first { $0.variant == variant }
  }

  /// All that the texts may name, the notice's own first.
  public var placeholders: [Placeholder] {
    ownPlaceholders + Self.common(to: audience)
  }

  /// The placeholder of that name, if the texts may name it.
  public func placeholder(_ name: String) -> Placeholder? {
    placeholders.first { $0.name == name }
  }
}

/// A text that comes with rubricd.
public struct BuiltInText: Sendable {
  public let variant: NoticeVariant
  public let switchOff: NoticeText.SwitchOff
  /// Header lines, a blank line, and the body, as ``Template`` reads it.
  public let source: String
  /// The wall time at which its example is sent, if it isn't the notice's.
  let exampleSent: String?
  /// Example values that differ from the notice's.
  let examples: [String: Example]

  init(
    _ variant: NoticeVariant, off: NoticeText.SwitchOff = .never, exampleSent: String? = nil,
    examples: [String: Example] = [:], _ source: String
  ) {
    self.variant = variant
    switchOff = off
    self.exampleSent = exampleSent
    self.examples = examples
    self.source = source
  }

  /// The usual text.
  init(off: NoticeText.SwitchOff = .never, _ source: String) {
    self.init(.standard, off: off, source)
  }
}

// MARK: - What every notice may name

extension NoticeText {
  /// The name of the block that lists what else is due on the day; see ``NoticeCatalog``.
  static let alsoLines = "also_lines"

  /// The placeholders of every notice, with example values for that audience.
  static func common(to audience: Audience) -> [Placeholder] {
    [
      .name("first_name", audience.exampleName),
      .text("title", limit: Shortening.titleMaximum, "Design thinking in grade 4 science"),
      .text("title_short", limit: Shortening.titleMaximum, "Design thinking in grade 4 science"),
      Placeholder(
        "link", .url, isRequired: true,
        .text("https://credentials.maplehollow.example/s/K7QM2XD9RT4VBN6HWC3JY5PZ8A")),
      .neededText("office_name", limit: 100, "Office of Teaching and Learning"),
      .neededText("district_name", limit: 100, "Maple Hollow School District"),
      .neededText("office_phone", limit: 40, "555-0142"),
      Placeholder(
        "office_email", .address, isRequired: false, .text("credentials@maplehollow.example")),
      Placeholder(alsoLines, .block, isRequired: false, mayBeEmpty: true, .block([])),
    ]
  }

  /// The notice of that name.
  public static func named(_ name: NoticeName) -> NoticeText {
    switch name {
    case .windowAnnounced: windowAnnounced
    case .windowOpen: windowOpen
    case .windowClosing: windowClosing
    case .windowChanged: windowChanged
    case .proposalReceived: proposalReceived
    case .evidenceReceived: evidenceReceived
    case .returned: returned
    case .proposalApproved: proposalApproved
    case .proposalRevise: proposalRevise
    case .proposalNotApproved: proposalNotApproved
    case .decisionDelayed: decisionDelayed
    case .yearEnding: yearEnding
    case .yearEnded: yearEnded
    case .extended: extended
    case .withdrawn: withdrawn
    case .assignment: assignment
    case .reminder: reminder
    case .overdueOne: overdueOne
    case .overdueThree: overdueThree
    case .givenBack: givenBack
    case .noLongerYours: noLongerYours
    case .nowYours: nowYours
    case .escalation: escalation
    case .assignmentProposed: assignmentProposed
    case .ready: ready
    case .notYet: notYet
    case .earned: earned
    case .certificateInvited: certificateInvited
    case .corrected: corrected
    case .payrollReady: payrollReady
    case .intakeReport: intakeReport
    case .addressBounced: addressBounced
    case .relayTrouble: relayTrouble
    case .digest: digest
    case .signIn: signIn
    case .mailTaken: mailTaken
    case .mailMissing: mailMissing
    }
  }

  /// All notices, in the order of their numbers.
  public static let all = NoticeName.allCases.map(named)
}
