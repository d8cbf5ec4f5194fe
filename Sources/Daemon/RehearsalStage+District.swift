import CivilTime
import Control
import Office
import Simulation
import Web
import Workflow

extension RehearsalStage {
  /// The largest district that is made up for it, and the smallest.
  private static let staff = 40...3_000
  private static let evaluators = 2...60

  /// The stage of a district: its years are lived by made-up people, in a folder that goes away. A year of 1,500
  /// people takes a second or two.
  convenience init(_ district: OpenDistrict, log: JournalLog) {
    self.init(log: log) { order, day in
      let surroundings = district.office.surroundings
      var plan = Rehearsal.Plan(
        program: order.program, rubrics: order.rubrics, from: order.from, through: order.through,
        size: Self.size(order), zoneFile: surroundings.zoneFile)
      plan.schoolCalendar = order.calendar
      plan.windows = order.windows.map {
        Rehearsal.OwnWindow(
          stage: $0.stage, label: $0.label, opensOn: $0.opensOn, endsOn: $0.endsOn)
      }
      return try ScratchFolder.with(named: surroundings.random) { folder in
        plan.scratch = folder
        return RehearsedYear(try Rehearsal.run(plan) { _ in try day() })
      }
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

extension RehearsedYear {
  fileprivate init(_ rehearsal: Rehearsal) {
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
