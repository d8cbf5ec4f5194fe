import CivilTime
import HTML
import HTTPServer
import Notices
import Office
import Store
import Workflow

/// `/s/TOKEN`: the link of a mail. Looking at it does nothing: mail scanners look. The button signs in.
enum LinkPage {
  static let pattern: StaticString = "/s/:token"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    let token = try call.text("token")
    switch try visit.office.openedLink(token) {
    case .unknown:
      return visit.framed(unknown(visit))
    case .over:
      return visit.framed(over(visit, token))
    case .good(let link):
      guard let person = try visit.read({ try $0.person(link.person) }) else {
        return visit.framed(unknown(visit))
      }
      return visit.framed(confirm(visit, token, link, person))
    }
  }

  private static func confirm(
    _ visit: Visit, _ token: String, _ link: LinkToken, _ person: Person
  ) -> Leaf {
    let words = visit.words
    let isOffice = link.scopeKind == LinkKind.office.rawValue
    return Leaf(words("link.title"), isGate: true) {
      h1 { words("link.heading") }
      p(.class("lead")) {
        words.markup("link.lead", ["name": strong { person.fullName }])
      }
      if isOffice {
        p { words("link.office") }
        visit.form(Path("s", token, "renew")) {
          p(.class("actions")) { button(.class("button")) { words("link.send-own") } }
        }
      } else {
        visit.form(Path("s", token)) {
          p(.class("actions")) {
            button(.class("button")) { words("link.yes") }
            " "
            a(href: .path(Path("sign-in"))) { words("link.no") }
          }
          label(.class("choice part-in")) {
            input(type: .checkbox, name: "stay")
            " "
            words("link.stay")
          }
          p(.class("hint")) { words("link.shared") }
        }
        p(.class("part-in fine")) { words("link.why") }
      }
    }
  }

  static func over(_ visit: Visit, _ token: String) -> Leaf {
    let words = visit.words
    var leaf = Leaf(words("link.over-title"), isGate: true) {
      h1 { words("link.over-heading") }
      p(.class("lead")) { words("link.over-lead") }
      visit.form(Path("s", token, "renew")) {
        p(.class("actions")) { button(.class("button")) { words("link.renew") } }
      }
    }
    leaf.status = .gone
    return leaf
  }

  static func unknown(_ visit: Visit) -> Leaf {
    let words = visit.words
    var leaf = Leaf(words("link.unknown-title"), isGate: true) {
      h1 { words("link.unknown-heading") }
      p(.class("lead")) { words("link.unknown-lead") }
      p(.class("actions")) { buttonLink(words("link.ask"), Path("sign-in")) }
    }
    leaf.status = .notFound
    return leaf
  }
}

/// The button of a link: signs the browser in, under a new cookie whatever it had before.
enum LinkPressed {
  static func act(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    guard !call.request.isFromAnotherSite else {
      throw HTTPProblem(.forbidden, "a form of another site")
    }
    let token = try call.text("token")
    let stays = try call.request.form()["stay"] != nil
    let old = visit.signedIn?.session
    guard
      let entrance = try visit.office.enter(token, device: call.request.device, stays: stays)
    else { return try LinkPage.answer(call) }
    if let old { try visit.office.leave(old) }
    // Somebody else may have wanted it, before, at this computer.
    let wanted = try Access.wanted(call.request)
      .flatMap { try visit.website.shows($0, to: entrance, call.request) ? $0 : nil }
    let landing = try visit.read { records -> Path in
      guard let person = try records.person(entrance.session.person) else { return Path() }
      let day = visit.zone.date(at: visit.now)
      if SignedInTo(entrance.session) == .everything, let wanted { return wanted }
      return Access.landing(
        entrance.session, person: person,
        isAdministrator: person.isAdministrator(
          on: day, among: try records.people(with: .administrator)))
    }
    let seconds = stays ? Int(DistrictOffice.longSessionDays) * 86_400 : nil
    return try .seeOther(landing.string)
      .setting(HostCookie(Access.cookie, value: entrance.secret, maxAgeSeconds: seconds))
      .setting(.expired(Access.wantedCookie))
  }
}

/// Mails a fresh link to whoever the old one was for.
enum LinkRenewed {
  static func act(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    guard !call.request.isFromAnotherSite else {
      throw HTTPProblem(.forbidden, "a form of another site")
    }
    let token = try call.text("token")
    try visit.countAsking(call.request)
    let person: PersonID? =
      switch try visit.office.openedLink(token) {
      case .unknown: nil
      case .over(let person): person
      case .good(let link): link.person
      }
    if let person, visit.mayAsk(for: person, call.request) {
      try visit.office.renewLink(token, device: call.request.device)
    }
    return try .seeOther(Path("sign-in", "sent").string)
  }
}

/// `/u/TOKEN/KIND`: switches a kind of notice off. Mail programs post to it by themselves (RFC 8058).
enum UnsubscribePage {
  static let pattern: StaticString = "/u/:token/:kind"

  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    guard let (_, kind) = try target(call) else {
      return visit.framed(LinkPage.unknown(visit))
    }
    let path = Path("u", try call.text("token"), kind.rawValue)
    let words = visit.words
    return visit.framed(
      Leaf(words("unsubscribe.title"), isGate: true) {
        h1 { words("unsubscribe.heading.\(kind.rawValue)") }
        p(.class("lead")) { words("unsubscribe.lead") }
        visit.form(path) {
          p(.class("actions")) { button(.class("button")) { words("unsubscribe.yes") } }
        }
      })
  }

  /// Whose link it is, and which kind of notice its mail was. It works after the link's other use is over.
  static func target(_ call: Call<Visit>) throws -> (PersonID, MutableKind)? {
    guard let kind = MutableKind(rawValue: try call.text("kind")) else { return nil }
    return switch try call.context.office.openedLink(try call.text("token")) {
    case .unknown: nil
    case .over(let person): (person, kind)
    case .good(let link): (link.person, kind)
    }
  }
}

/// What the button, or the mail program, asks for.
enum Unsubscribed {
  static func act(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    // A mail program has no page and no token: the link itself says who asks, and it can only switch off.
    guard let (person, kind) = try UnsubscribePage.target(call) else {
      return visit.framed(LinkPage.unknown(visit))
    }
    try visit.office.perform(
      .muteNotices(person, kind: kind.rawValue, isMuted: true), by: .person(person))
    let words = visit.words
    return visit.framed(
      Leaf(words("unsubscribe.title"), isGate: true) {
        h1 { words("unsubscribe.done") }
        p(.class("lead")) { words("unsubscribe.again") }
      })
  }
}
