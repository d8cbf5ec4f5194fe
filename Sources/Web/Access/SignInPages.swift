import CivilTime
import HTML
import HTTPServer
import Office
import Programs
import Store
import Workflow

/// `/`: one's own first page, or what the program is.
enum StartPage: Page {
  static let pattern: StaticString = "/"
  static func sight(_ call: Call<Visit>) -> Sight { .program }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let words = visit.words
    return Leaf(visit.program.name, isGate: true) {
      h1 { visit.program.name }
      p(.class("lead")) { words("start.lead", ["district": visit.program.district.name]) }
      if let signedIn = visit.signedIn {
        p(.class("actions")) {
          buttonLink(
            words("start.continue"),
            Access.landing(
              signedIn.session, person: signedIn.person,
              isAdministrator: signedIn.isAdministrator))
        }
      } else {
        p(.class("actions")) { buttonLink(words("start.sign-in"), Path("sign-in")) }
      }
      if visit.desk.settings.showsCatalog {
        p(.class("part-in meta")) {
          a(href: .path(Path("catalog"))) { words("start.catalog") }
        }
      }
    }
  }
}

/// `/sign-in`: asks for the address that a link goes to.
enum SignInPage: Page {
  static let pattern: StaticString = "/sign-in"
  static func sight(_ call: Call<Visit>) -> Sight { .program }

  static func show(_ call: Call<Visit>) -> Leaf {
    leaf(call.context, problem: nil, address: "")
  }

  static func leaf(_ visit: Visit, problem: String?, address: String) -> Leaf {
    let words = visit.words
    var leaf = Leaf(words("sign-in.title"), isGate: true) {
      h1 { words("sign-in.heading") }
      p(.class("lead")) { words("sign-in.lead") }
      visit.form(Path("sign-in")) {
        field(
          "address", words("sign-in.address"),
          hint: words("sign-in.hint", ["office": visit.program.district.officeEmail]),
          problem: problem
        ) { described in
          input(
            type: .email, name: "address", .id("address"), .value(address),
            .autocomplete("email"), .inputmode("email"), .spellcheck(false), .required(),
            .maxlength(254), described, .when(problem != nil, .aria(invalid: true)))
        }
        p(.class("actions")) { button(.class("button")) { words("sign-in.send") } }
      }
      p(.class("part-in meta")) { words("sign-in.have-mail") }
    }
    if problem != nil { leaf.status = .unprocessableContent }
    return leaf
  }
}

/// Mails a link, and says the same whether or not the address is somebody's.
enum SignInAsked {
  static let pattern: StaticString = "/sign-in"

  static func act(_ call: Call<Visit>) throws -> HTTPResponse {
    let visit = call.context
    guard !call.request.isFromAnotherSite else {
      throw HTTPProblem(.forbidden, "a form of another site")
    }
    try visit.countAsking(call.request)
    let address = try call.request.form()["address"] ?? ""
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), address.utf8.count <= 254
    else {
      return visit.framed(
        SignInPage.leaf(visit, problem: visit.words("sign-in.incomplete"), address: address))
    }
    // Nobody learns from this whether the address is somebody's, nor how often that person was asked for.
    try visit.office.askToSignIn(email: address, device: call.request.device) { person in
      visit.mayAsk(for: person, call.request)
    }
    return try .seeOther(Path("sign-in", "sent").string)
  }
}

extension Visit {
  /// Counts that a link is asked for from a place. A school has one address for all: it may ask often.
  ///
  /// - Throws: ``HTTPProblem`` with 429, told as such: it says nothing about anybody.
  func countAsking(_ request: HTTPRequest) throws {
    guard
      desk.askedFromPlace.allows(
        "\(request.remoteAddress.clientKey)", atMilliseconds: request.arrivedAtMilliseconds)
    else { throw HTTPProblem(.tooManyRequests, "too many links asked for from one place") }
  }

  /// Counts that a link is asked for to a person.
  ///
  /// - Returns: Whether another mail may go to them in this hour.
  func mayAsk(for person: PersonID, _ request: HTTPRequest) -> Bool {
    desk.askedByPerson.allows("\(person)", atMilliseconds: request.arrivedAtMilliseconds)
  }
}

/// `/sign-in/sent`: look at your mail.
enum SignInSentPage: Page {
  static let pattern: StaticString = "/sign-in/sent"
  static func sight(_ call: Call<Visit>) -> Sight { .program }

  static func show(_ call: Call<Visit>) -> Leaf {
    let words = call.context.words
    return Leaf(words("sent.title"), isGate: true) {
      h1 { words("sent.heading") }
      p(.class("lead")) {
        words("sent.lead", ["minutes": "\(DistrictOffice.signInMinutes)"])
      }
      p { words("sent.nothing") }
      p(.class("actions")) { buttonLink(words("sent.again"), Path("sign-in"), isQuiet: true) }
    }
  }
}

/// Signs this browser out.
enum SignOut: Action {
  static let pattern: StaticString = "/sign-out"
  static let bodyBytesMax = Access.bodyBytesMax
  static func sight(_ call: Call<Visit>) -> Sight { .program }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    if let session = call.context.signedIn?.session { try call.context.office.leave(session) }
    return try .seeOther(Path("sign-in").string).setting(.expired(Access.cookie))
  }
}

/// `/accessibility`: what was done so that everybody can use the pages, and whom to tell if not.
enum AccessibilityPage: Page {
  static let pattern: StaticString = "/accessibility"
  static func sight(_ call: Call<Visit>) -> Sight { .program }

  static func show(_ call: Call<Visit>) -> Leaf {
    let words = call.context.words
    return Leaf(words("accessibility.title")) {
      h1 { words("accessibility.heading") }
      div(.class("prose")) {
        p(.class("lead")) { words("accessibility.lead") }
        p { words("accessibility.how") }
        p {
          words(
            "accessibility.tell",
            [
              "office": call.context.program.district.officeEmail,
              "phone": call.context.program.district.officePhone,
            ])
        }
      }
    }
  }
}
