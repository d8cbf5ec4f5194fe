import HTTPServer

extension Website {
  /// Adds what evaluators see and do, and the files of the work, which its teacher and the office see too.
  static func addEvaluator(to router: inout Router<Visit>) {
    router.add(QueuePage.self)
    router.add(PastReviewsPage.self)
    router.add(ReviewPage.self)
    router.add(SaveScorecard.self)
    router.add(HandInReview.self)
    router.add(DeclineReview.self)
    router.add(ReturnUnopened.self)
    router.add(ReopenMet.self)
    router.add(AwayPage.self)
    router.add(AddAway.self)
    router.add(RemoveAway.self)
    router.add(ProfilePage.self)
    router.add(DeclareConflict.self)
    router.get(FilePage.pattern) { try FilePage.answer($0) }
  }
}
