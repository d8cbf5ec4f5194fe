/// A command of rubricctl.
protocol ControlCommand: Sendable {
  static var signature: Signature { get }
  /// Takes what was typed; whatever can be told to be wrong without a district is told here.
  init(_ arguments: Arguments) throws(Failure)
  /// What it needs of the data directory.
  var access: Access { get }
  func run(in session: Session) throws
}

/// What a command needs of a data directory.
enum Access: Hashable, Sendable {
  /// No district that is there already: none at all, or one that it makes (``Session/own(_:)``).
  case nothing
  /// Looks, and changes nothing: needs no lock, whoever else is at work.
  case reading
  /// Asks the office for something: the daemon's if it runs, otherwise its own under the lock.
  case changing
}

/// All commands, in the order of the help.
enum CommandTree {
  /// What a group of commands is about.
  static let groups: [(name: String, summary: String)] = [
    ("import", "Bring in people, the catalog, forms, calendars and policy"),
    ("export", "Take out policy, people and submissions"),
    ("window", "The windows in which proposals and evidence come in"),
    ("person", "People, their roles and deputies"),
    ("submission", "What teachers handed in"),
    ("assignment", "Who evaluates what"),
    ("review", "One evaluator's work on one submission"),
    ("decision", "What was decided, and what is ready to be"),
    ("pay", "Caps, pay dates and payroll's file"),
    ("outbox", "Mails that go out"),
    ("mail", "The relay that mail goes to"),
    ("notice", "What people are told, and when"),
    ("intake", "Files that came in, and rows that could not be taken"),
    ("clock", "The clock that everything falls due by"),
  ]

  static let commands: [any ControlCommand.Type] = [
    InitCommand.self, StatusCommand.self,
    ImportPeople.self, ImportEvaluators.self, ImportCatalog.self, ImportOpening.self,
    ImportCalendar.self, ImportForm.self, ImportRubric.self, ImportProgram.self,
    ExportProgram.self, ExportRubric.self, ExportCalendar.self, ExportPeople.self,
    ExportSubmissions.self,
    WindowList.self, WindowPlan.self, WindowAdd.self, WindowChange.self, WindowOpen.self,
    WindowClose.self,
    WindowReopen.self, WindowCancel.self,
    PersonList.self, PersonShow.self, PersonGrant.self, PersonRevoke.self, PersonDeputy.self,
    PersonLink.self,
    PersonConflict.self, PersonMute.self,
    SubmissionList.self, SubmissionShow.self, SubmissionWithdraw.self, SubmissionReturn.self,
    SubmissionAcceptLate.self, SubmissionExtend.self, SubmissionAmend.self, SubmissionCheck.self,
    AssignmentPropose.self, AssignmentShow.self, AssignmentMove.self, AssignmentPin.self,
    AssignmentUnpin.self, AssignmentRelease.self, AssignmentSuggest.self,
    AssignmentCosts.self, AssignmentLoads.self, AssignmentChanges.self,
    ReviewList.self, ReviewShow.self, ReviewHandIn.self, ReviewDecline.self, ReviewReassign.self,
    ReviewExtend.self,
    DecisionList.self, DecisionRelease.self, DecisionReopen.self,
    PayList.self, PayForecast.self, PayPreview.self, PaySeal.self, PayFile.self, PayPaid.self,
    PayFunds.self, PayHold.self, PayCorrect.self, PayStatement.self, PayResume.self,
    OutboxList.self, OutboxShow.self, OutboxRetry.self, OutboxCancel.self, OutboxPause.self,
    OutboxResume.self,
    MailCheck.self, MailTest.self, MailToken.self,
    NoticeList.self, NoticePreview.self,
    IntakeList.self, IntakeSettle.self, IntakeBounce.self, IntakeMail.self,
    IntakeRejected.self, IntakeRetake.self,
    AgendaCommand.self, HistoryCommand.self, UndoCommand.self, EraseCommand.self,
    VerifyCommand.self, BackupCommand.self, RestoreCommand.self,
    UpgradeCommand.self, ClockConfirm.self, RehearseCommand.self, SampleCommand.self,
    MatchCommand.self,
    VersionCommand.self, HelpCommand.self,
  ]

  /// The command of these words; `nil` if there is none.
  static func command(_ words: [String]) -> (any ControlCommand.Type)? {
    commands.first { $0.signature.words == words }
  }

  static func isGroup(_ word: String) -> Bool {
    groups.contains { $0.name == word }
  }

  /// The commands of a group, in the order of the help.
  static func commands(of group: String) -> [any ControlCommand.Type] {
    commands.filter { $0.signature.words.count == 2 && $0.signature.words[0] == group }
  }

  /// Every word that may stand first.
  static var firstWords: [String] {
    var words: [String] = []
    for command in commands where !words.contains(command.signature.words[0]) {
      words.append(command.signature.words[0])
    }
    return words
  }
}
