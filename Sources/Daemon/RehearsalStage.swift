import CivilTime
import Control
import Crypto
import Office
import Simulation
import Store
import Synchronization
import Web
import Workflow

/// Rehearses years for the pages: on a thread of its own, one after the other, in a folder that goes away.
///
/// A year of 1,500 people takes a second or two. The latest are kept: whoever asks again, with nothing changed
/// meanwhile, has the answer at once.
final class RehearsalStage: RehearsalRoom {
  /// Years that are kept.
  private static let keptMax = 4
  /// The largest district that is made up for it, and the smallest.
  private static let staff = 40...3_000
  private static let evaluators = 2...60

  private struct State {
    var kept: [(order: RehearsalOrder, standing: RehearsalStanding)] = []
    var present: RehearsalOrder?
    var isOver = false
  }

  private let state = Mutex(State())
  private let district: OpenDistrict
  private let log: JournalLog

  init(_ district: OpenDistrict, log: JournalLog) {
    self.district = district
    self.log = log
  }

  func ask(_ order: RehearsalOrder) -> RehearsalStanding {
    let known: RehearsalStanding? = state.withLock { state in
      if let found = state.kept.first(where: { $0.order == order }) { return found.standing }
      // One year at a time: whoever looks again finds this one begun then.
      guard state.present == nil, !state.isOver else { return .underWay }
      state.present = order
      return nil
    }
    if let known { return known }
    do {
      _ = try Worker("rehearsal") { [self] in keep(rehearsed(order), of: order) }
      return .underWay
    } catch {
      state.withLock { $0.present = nil }
      log.write(.error, "a rehearsal did not begin: \(error)")
      return .failed("\(error)")
    }
  }

  /// Ends the rehearsal that is under way, at the end of its day.
  func end() {
    state.withLock { $0.isOver = true }
  }

  private func keep(_ standing: RehearsalStanding, of order: RehearsalOrder) {
    state.withLock { state in
      state.present = nil
      state.kept.insert((order, standing), at: 0)
      if state.kept.count > Self.keptMax { state.kept.removeLast() }
    }
  }

  private func rehearsed(_ order: RehearsalOrder) -> RehearsalStanding {
    let surroundings = district.office.surroundings
    var plan = Rehearsal.Plan(
      program: order.program, rubrics: order.rubrics, from: order.from, through: order.through,
      size: Self.size(order), zoneFile: surroundings.zoneFile)
    plan.schoolCalendar = order.calendar
    plan.windows = order.windows.map {
      Rehearsal.OwnWindow(
        stage: $0.stage, label: $0.label, opensOn: $0.opensOn, endsOn: $0.endsOn)
    }
    do {
      let rehearsal = try ScratchFolder.with(named: surroundings.random) { folder in
        plan.scratch = folder
        return try Rehearsal.run(plan) { _ in
          if state.withLock({ $0.isOver }) { throw StageIsOver() }
        }
      }
      return .done(RehearsedYear(rehearsal))
    } catch OfficeError.refused(let refusal) {
      return .failed(refusal.text)
    } catch {
      log.write(.error, "a rehearsal failed: \(type(of: error))")
      return .failed("\(error)")
    }
  }

  /// A made-up district as large as the real one; its requests grow with it.
  private static func size(_ order: RehearsalOrder) -> SampleDistrict.Size {
    let staff = min(max(order.staff, Self.staff.lowerBound), Self.staff.upperBound)
    let whole = SampleDistrict.Size.whole
    return SampleDistrict.Size(
      staff: staff,
      evaluators: min(max(order.evaluators, evaluators.lowerBound), evaluators.upperBound),
      requestsAWindow: max(4, staff * whole.requestsAWindow / whole.staff))
  }
}

/// The daemon stops.
private struct StageIsOver: Error {}

extension RehearsedYear {
  init(_ rehearsal: Rehearsal) {
    self.init(
      windows: rehearsal.windows.map(\.window),
      mails: rehearsal.notices.map {
        Mails(date: $0.date, notice: $0.notice, count: $0.count)
      },
      clashes: rehearsal.clashes.map {
        Clash(
          date: $0.date, stage: $0.stage, label: $0.label, moment: Moment($0.moment), why: $0.why)
      })
  }
}

extension RehearsedYear.Moment {
  fileprivate init(_ moment: Rehearsal.Moment) {
    switch moment {
    case .opens: self = .opens
    case .lastDay: self = .lastDay
    case .reviewsDue: self = .reviewsDue
    case .releaseBy: self = .releaseBy
    case .answerBy: self = .answerBy
    }
  }
}
