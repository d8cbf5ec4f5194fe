import CivilTime
import HTML
import HTTPServer
import Office
import Store
import Workflow

/// Grants and revokes roles, as the boxes say.
enum RolesAction: Action {
  static let pattern: StaticString = "/people/:person/roles"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = PersonID(try call.number("person"))
    let wanted = Set(form.all("role").compactMap(Role.init))
    let back = Path("people", "\(id)")
    guard try visit.read({ try $0.person(id) }) != nil else {
      throw HTTPProblem(.notFound, "no such person")
    }
    return try visit.attempt(back: back) {
      try visit.performTogether { records in
        let held = try records.person(id)?.roles ?? []
        return Role.allCases.filter { wanted.contains($0) != held.contains($0) }
          .map { wanted.contains($0) ? .grantRole(id, $0) : .revokeRole(id, $0) }
      }
      return try .done("roles-set", at: back)
    }
  }
}

/// The address is right again: what waits for this person goes out.
enum AddressGoodAction: Action {
  static let pattern: StaticString = "/people/:person/address"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let id = PersonID(try call.number("person"))
    return try call.context.attempt(back: Path("people", "\(id)")) {
      try call.context.perform(.markAddress(id, hasBounced: false))
      return try .done("address-good", at: Path("people", "\(id)"))
    }
  }
}

/// Adds or removes somebody who stands in for an administrator.
enum DeputiesAction: Action {
  static let pattern: StaticString = "/people/:person/deputies"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = PersonID(try call.number("person"))
    let back = Path("people", "\(id)")
    guard try visit.read({ try $0.person(id) }) != nil else {
      throw HTTPProblem(.notFound, "no such person")
    }
    var added: Deputy?
    let removed = form["remove"]
    if removed == nil {
      let named = try form.text("deputy", max: 254)
      let found = try visit.read { records in
        try records.person(email: named) ?? records.person(employeeNumber: named)
      }
      guard let found else { return try .done("deputy-unknown", at: back) }
      added = Deputy(
        person: found.id, from: try form.date("from"), until: try form.date("until"))
    }
    return try visit.attempt(back: back) {
      try visit.performTogether { records in
        var deputies = try records.person(id)?.deputies ?? []
        // By who it is: the page may be older than another's change.
        deputies.removeAll { $0.mark == removed }
        return [.setDeputies(of: id, deputies + (added.map { [$0] } ?? []))]
      }
      return try .done("deputies-set", at: back)
    }
  }
}

extension Deputy {
  /// By what a form names it.
  var mark: String { "\(person)/\(from)/\(until)" }
}

/// Lets a teacher hand in for a window after its time.
enum AcceptLateAction: Action {
  static let pattern: StaticString = "/people/:person/late"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let id = PersonID(try call.number("person"))
    guard let window = form["window"].flatMap(Int64.init) else {
      throw HTTPProblem(.badRequest, "no window")
    }
    let until = visit.zone.startOfDay(try form.date("until").adding(days: 1))
    let reason = try form.text("reason", max: 500)
    return try visit.attempt(back: Path("people", "\(id)")) {
      try visit.perform(.acceptLate(id, WindowID(window), until: until, reason: reason))
      return try .done("late-accepted", at: Path("people", "\(id)"))
    }
  }
}
