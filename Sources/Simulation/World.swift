public import CivilTime
import Workflow

/// The world outside the office: what people remember, the district's sheets, and how far the day is.
///
/// No crash of the office touches it. A value, so that a life can be branched: from the same world and the same
/// disk the same days follow.
public struct World: Sendable {
  /// The day that is being lived, or comes next.
  public internal(set) var today: CivilDate
  /// Where in the day the life is: a slot, and in it one of its steps.
  var slot: SampleYear.Slot? = .midnight
  var step = Step.beatBefore
  var sheets: [StageKind: FormSheet] = [:]
  /// Person numbers by place in the district's list, once HR's file is in.
  var members: [Int: PersonID] = [:]
  var indices: [PersonID: Int] = [:]
  /// The mails that people sent to the program, in their order.
  var mails: [SentMail] = []
  /// Who means to hand in for a window, worked out once.
  var applicants: [WindowID: [Int]] = [:]
  /// What was done in this slot already, and what people had written for it: after a crash they go on from there,
  /// and whoever got no answer asks for the same again.
  private var done: Set<String> = []
  private var written: [String: HandIn] = [:]

  init(today: CivilDate) {
    self.today = today
  }

  /// What happens in a slot, in this order.
  enum Step: Int {
    case beatBefore, people, beatAfter
  }

  /// Whether something was not done yet in this slot.
  func isOpen(_ deed: String) -> Bool { !done.contains(deed) }

  mutating func note(_ deed: String) {
    done.insert(deed)
  }

  /// What somebody wrote for a deed of this slot; `nil` before they did.
  func written(for deed: String) -> HandIn? { written[deed] }

  mutating func keep(_ work: HandIn, for deed: String) {
    written[deed] = work
  }

  mutating func endStep() {
    if let next = Step(rawValue: step.rawValue + 1) {
      step = next
    } else {
      endSlot()
    }
  }

  mutating func endSlot() {
    step = .beatBefore
    slot = slot.flatMap { SampleYear.Slot(rawValue: $0.rawValue + 1) }
    done = []
    written = [:]
  }

  mutating func endDay() {
    today = today.adding(days: 1)
    slot = .midnight
  }
}
