import Foundation
import Office
import Simulation
import Synchronization
import Testing
import Web
import Workflow

/// Rehearses at once, and gives the answer to whoever asks again.
final class PromptRoom: RehearsalRoom {
  private struct State {
    var orders: [RehearsalOrder] = []
    var answers: [RehearsalStanding] = []
    var fixed: RehearsalStanding?
  }
  private let state = Mutex(State())

  var orders: [RehearsalOrder] { state.withLock { $0.orders } }

  /// From now on everybody gets this answer to what is not known.
  func answer(_ standing: RehearsalStanding) { state.withLock { $0.fixed = standing } }

  func ask(_ order: RehearsalOrder) -> RehearsalStanding {
    let known: RehearsalStanding? = state.withLock { state in
      state.orders.firstIndex(of: order).map { state.answers[$0] }
    }
    if let known = known ?? state.withLock({ $0.fixed }) { return known }
    let answer: RehearsalStanding
    do { answer = .done(try rehearsed(order)) } catch { answer = .refused("\(error)") }
    state.withLock {
      $0.orders.append(order)
      $0.answers.append(answer)
    }
    return .underWay
  }

  private func rehearsed(_ order: RehearsalOrder) throws -> RehearsedYear {
    var plan = Rehearsal.Plan(
      program: order.program, rubrics: order.rubrics, from: order.from, through: order.through,
      size: .small,
      zoneFile: { name in
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/\(name)")))
      })
    plan.schoolCalendar = order.calendar
    plan.windows = order.windows.map {
      Rehearsal.OwnWindow(
        stage: $0.stage, label: $0.label, opensOn: $0.opensOn, endsOn: $0.endsOn)
    }
    let rehearsal = try Rehearsal.run(plan)
    return RehearsedYear(
      windows: rehearsal.windows.map(\.window),
      mails: rehearsal.notices.map {
        RehearsedYear.Mails(date: $0.date, notice: $0.notice, count: $0.count)
      },
      clashes: try rehearsal.clashes.map { clash in
        RehearsedYear.Clash(
          date: clash.date, stage: clash.stage, label: clash.label,
          moment: try #require(RehearsedYear.Moment(rawValue: clash.moment.rawValue)),
          why: clash.why)
      })
  }
}
