import CivilTime
import Programs
import Workflow

/// Days after an assignment's mail in which its evaluator is not reminded early.
private let youngDays = 7
/// A stage of at most so many days ahead is told however young the assignment is.
private let youngStageDaysMax = 3
/// Whoever saved something within so many hours is at work.
private let atWorkHours: Int64 = 24

// Whether what an evaluator is told still makes sense.
extension Composing {
  func relevance(ofReview notice: PlannedNotice) throws -> Verdict {
    switch notice.name {
    case .givenBack: return .send()
    case .assignment, .nowYours: return try given(notice)
    case .noLongerYours: return try moved(notice)
    case .reminder, .overdueOne, .overdueThree: break
    default: return .cancel(.nothingToSay)
    }
    guard let review = try facts.review(ReviewID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    if let reason = review.endReason { return .cancel(reason) }
    switch notice.name {
    case .reminder: return try reminder(notice, review)
    default: return review.due <= now ? .send() : .cancel(.extended)
    }
  }

  /// What was given and is not open any more is not worth a mail.
  private func given(_ notice: PlannedNotice) throws -> Verdict {
    var reason: CancelReason?
    for id in notice.reviews {
      guard let review = try facts.review(id), review.evaluator == person.id else { continue }
      guard let ended = review.endReason else { return .send() }
      reason = reason ?? ended
    }
    return .cancel(reason ?? .nothingToSay)
  }

  /// Whoever never heard of a review need not hear that it is gone; nor whoever has it again.
  private func moved(_ notice: PlannedNotice) throws -> Verdict {
    guard let review = try facts.review(ReviewID(notice.about.number)) else {
      return .cancel(.nothingToSay)
    }
    if review.isOpen { return .cancel(.undone) }
    let again = try facts.openReviews(of: person.id).contains {
      $0.submission == review.submission && $0.round == review.round
    }
    if again { return .cancel(.changed) }
    var wasTold = try notice[.told].flatMap(facts.toldAt(key:)) != nil
    if !wasTold {
      wasTold = try facts.peopleTold(
        about: .review(review.id), in: [.assignment, .nowYours] + remindersOfReviews
      ).contains(person.id)
    }
    return wasTold ? .send() : .cancel(.nothingToSay)
  }

  private func reminder(_ notice: PlannedNotice, _ review: Review) throws -> Verdict {
    let days = notice.stageDays ?? 0
    if review.due <= now { return .cancel(.stale) }
    if days > youngStageDaysMax {
      let heard = try notice[.told].flatMap(facts.toldAt(key:)) ?? review.assignedAt
      if zone.date(at: heard).days(until: today) < youngDays { return .cancel(.youngAssignment) }
    }
    // The one on the day always goes.
    if days > 0, try isAtWork(on: review.due) { return .cancel(.atWork) }
    return .send(.reminder(days: days))
  }

  /// Whether something for a due date was saved within the last day: a reminder would be a reproach.
  private func isAtWork(on due: Instant) throws -> Bool {
    for review in try facts.openReviews(of: person.id) where review.due == due {
      guard let progress = try facts.scorecardProgress(of: review.id) else { continue }
      if now < progress.savedAt.adding(hours: atWorkHours) { return true }
    }
    return false
  }
}

extension Review {
  /// Why nothing is due of it any more; `nil` as long as it is open.
  var endReason: CancelReason? {
    switch state {
    case .assigned, .seen: nil
    case .handedIn: .handedIn
    case .declined: .declined
    case .reassigned: .reassigned
    case .closed(.withdrawn, _): .withdrawn
    case .closed(.returned, _): .returned
    case .closed(.undone, _): .undone
    case .closed(.windowCancelled, _): .windowCancelled
    }
  }
}
