import HTTPServer

extension Website {
  /// Adds the administrator's pages.
  static func addOffice(to router: inout Router<Visit>) {
    router.add(DashboardPage.self)
    router.add(UndoAction.self)
    router.add(DecisionsPage.self)
    router.add(DecisionPage.self)
    router.add(ReleaseAction.self)
    router.add(ReopenDecisionAction.self)
    router.add(OpenReviewsPage.self)
    router.add(OpenReviewPage.self)
    router.add(ReassignAction.self)
    router.add(ExtendReviewAction.self)
    router.add(SubmissionsPage.self)
    router.add(SubmissionPage.self)
    router.add(WithdrawForAction.self)
    router.add(ReturnForAction.self)
    router.add(ExtendYearAction.self)
    router.add(AssignByHandAction.self)
  }
}
