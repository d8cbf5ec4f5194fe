extension NoticeName {
  /// What somebody missed whom it did not reach, before "of October 22".
  var missedWords: String {
    switch self {
    case .windowAnnounced, .windowOpen, .windowClosing, .windowChanged: "the note on a window"
    case .proposalReceived, .evidenceReceived, .withdrawn: "the receipt"
    case .returned: "the list of what is missing"
    case .proposalApproved, .proposalRevise, .proposalNotApproved, .notYet, .earned, .corrected:
      "the decision"
    case .decisionDelayed: "the note on a delay"
    case .yearEnding, .yearEnded, .extended: "the note on a year's end"
    case .certificateInvited: "the invitation to upload"
    case .assignment, .nowYours: "the assignment"
    case .reminder, .overdueOne, .overdueThree: "the reminder"
    case .givenBack, .noLongerYours: "the note on a review"
    case .escalation, .assignmentProposed, .ready, .intakeReport, .addressBounced, .digest,
      .payrollReady, .relayTrouble:
      "the office's mail"
    case .signIn: "the sign-in link"
    case .mailTaken, .mailMissing: "the answer to their mail"
    }
  }
}
