import Crypto
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Workflow

/// `/calendar/:token`: somebody's dates, as their calendar program fetches them.
///
/// The address is the secret. What it tells has neither titles nor names, because calendars are shared; an address
/// that is not good is as if it had never been.
enum CalendarFeedPage {
  static let pattern: StaticString = "/calendar/:token"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    try visit.require(.calendar)
    let token = try call.text("token")
    guard token.hasSuffix(".ics"),
      let person = try visit.office.calendarOwner(String(token.dropLast(4))),
      person.isEmployed(on: visit.wording.today)
    else { throw HTTPProblem(.notFound, "no such calendar") }
    guard let dates = CalendarDates(person, visit) else {
      throw HTTPProblem(.serviceUnavailable, "the office has no address")
    }
    let bytes = try dates.bytes()
    return try HTTPResponse(.ok, type: .calendar, bytes).with(cache: .revalidated)
      .with(eTag: ETag(SHA256.hash(bytes)))
      .with("Content-Disposition", "inline; filename=\"dates.ics\"")
  }
}

/// The calendar among somebody's settings.
enum CalendarSection {
  static func markup(_ visit: Visit, address: String?) throws -> Markup {
    let words = visit.words
    let made = try visit.office.calendarMade(by: visit.person().id)
    return section(.class("card part"), .id("calendar"), .aria(labelledBy: "calendar-h")) {
      h2(.id("calendar-h")) { words("calendar.heading") }
      p { words("calendar.lead") }
      if let address {
        div(.class("part-in stack")) {
          note(.met, .check) { p { b { words("calendar.new") } } }
          field("calendar-address", words("calendar.address"), hint: words("calendar.new-hint")) {
            described in
            input(
              type: .text, name: "calendar-address", .id("calendar-address"), .value(address),
              .readonly(), .autocomplete("off"), .spellcheck(false), described)
          }
          button(
            type: .button, .class("button button-quiet"), .hidden,
            .dataCopy("calendar-address"), .dataCopied(words("calendar.copied"))
          ) { words("calendar.copy") }
        }
      } else if let made {
        p(.class("meta")) { words("calendar.made", ["day": visit.when(made)]) }
      }
      div(.class("actions")) {
        visit.form(Path("settings", "calendar")) {
          button(.class("button button-quiet")) {
            words(made == nil ? "calendar.make" : "calendar.again")
          }
        }
        if made != nil {
          visit.form(Path("settings", "calendar", "remove")) {
            button(.class("button button-plain")) {
              words("calendar.remove")
              span(.class("unseen")) { ": " + words("calendar.address") }
            }
          }
        }
      }
    }
  }
}

/// Makes the address of a calendar, and shows it once: it is in no other address, and in no history.
enum CalendarMade: Action {
  static let pattern: StaticString = "/settings/calendar"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let token = try visit.office.makeCalendar(for: visit.person().id)
    let address = visit.office.settings.publicAddress + Path("calendar", token + ".ics").string
    return visit.framed(try SettingsPage.leaf(visit, told: nil, calendar: address))
  }
}

/// Takes the address away.
enum CalendarRemoved: Action {
  static let pattern: StaticString = "/settings/calendar/remove"
  static func sight(_ call: Call<Visit>) -> Sight { .own }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    try visit.office.removeCalendar(of: visit.person().id)
    return try .done("calendar-gone", at: Path("settings"))
  }
}
