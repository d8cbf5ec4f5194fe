import CivilTime
import Workflow

/// The school year as a line: where a day lies on it.
struct SchoolYearLine {
  let first: CivilDate
  /// The day after the last.
  let end: CivilDate
  let breaks: [DayOff]

  /// The year around a day: the calendar's, from the first of its month, or twelve months of the program's.
  init(on day: CivilDate, calendar: SchoolCalendar, firstMonth: Int) {
    let known = calendar.schoolYears.last { $0.first <= day.adding(days: 45) && day <= $0.last }
    if let known {
      first = known.first.adding(days: 1 - known.first.day)
      end = known.last.adding(days: 1 - known.last.day).adding(months: 1)
    } else {
      let year = day.month < firstMonth ? day.year - 1 : day.year
      first = CivilDate(year: year, month: firstMonth, day: 1) ?? day
      end = first.adding(years: 1)
    }
    let (first, end) = (first, end)
    breaks = calendar.daysOff.filter {
      $0.kind == .break && first <= $0.last && $0.first < end
    }
  }

  func holds(_ date: CivilDate) -> Bool { first <= date && date < end }

  /// Where a day begins, in percent of the year; days beyond it lie at its ends.
  func percent(_ date: CivilDate) -> Double {
    let place = Double(first.days(until: date)) / Double(max(1, first.days(until: end)))
    return min(1, max(0, place)) * 100
  }

  /// The first days of its months.
  var months: [CivilDate] {
    (0..<14).map { first.adding(months: $0) }.filter { $0 < end }
  }

  /// "2026–27".
  var name: String {
    let last = end.adding(days: -1).year
    return last == first.year ? "\(first.year)" : "\(first.year)–\(last % 100)"
  }
}
