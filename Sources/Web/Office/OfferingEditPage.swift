import HTML
import HTTPServer
import Office
import Store
import Workflow

/// `/offerings/:offering`: an offering's facts, to be changed; whether it can be chosen.
enum OfferingEditPage: Page {
  static let pattern: StaticString = "/offerings/:offering"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) throws -> Leaf {
    let visit = call.context
    let offering = try call.offering()
    let form = try visit.read {
      OfferingForm(offering, leaders: try OfferingForm.leaders(of: offering, in: $0))
    }
    return leaf(visit, offering, form, told: visit.told(call.request))
  }

  /// - Parameters:
  ///   - visit: Who asks.
  ///   - offering: What is changed; `nil` for a new one.
  ///   - form: What stands in the fields.
  ///   - told: What was just done.
  /// - Returns: The page.
  static func leaf(
    _ visit: Visit, _ offering: Offering?, _ form: OfferingForm, told: Markup? = nil
  ) -> Leaf {
    let words = visit.words
    var leaf = Leaf(offering?.title ?? words("offerings.add"), at: .more) {
      if let told { told }
      p(.class("eyebrow")) {
        a(href: .path(Path("offerings"))) { words("offerings.title") }
        if let offering {
          " · "
          bdi { offering.code }
        }
      }
      h1 { offering?.title ?? words("offerings.add") }
      p(.class("lead")) {
        if let offering {
          words(offering.isActive ? "offering-form.active" : "offering-form.retired")
        } else {
          words("offering-form.new")
        }
      }
      if !form.problems.isEmpty {
        note(.short, .alert) { p { words("offering-form.problems", count: form.problems.count) } }
      }
      div(.class("split part")) {
        div(.class("card")) { fields(visit, offering, form) }
        aside(.class("aside"), .aria(label: words("offering-form.aside"))) {
          if let offering { standing(visit, offering) }
        }
      }
    }
    if !form.problems.isEmpty { leaf.status = .unprocessableContent }
    return leaf
  }

  private static func fields(
    _ visit: Visit, _ offering: Offering?, _ form: OfferingForm
  ) -> Markup {
    let words = visit.words
    let path = offering.map { Path("offerings", "\($0.id)") } ?? Path("offerings")
    return visit.form(path) {
      if offering == nil { line(.code, form, words, max: 200, isRequired: true) }
      line(.title, form, words, max: 200, isRequired: true)
      line(.issuer, form, words, max: 200)
      line(.skills, form, words, max: 2_000)
      line(.hours, form, words, max: 20)
      line(.amount, form, words, max: 20)
      line(.leaders, form, words, max: 2_000)
      field(
        OfferingForm.Field.summary.rawValue, words("offering-form.summary"),
        problem: form.problems[.summary]
      ) { described in
        textarea(
          name: OfferingForm.Field.summary.rawValue, text: form[.summary],
          .id(OfferingForm.Field.summary.rawValue), .rows(6), .maxlength(10_000), described,
          .when(form.problems[.summary] != nil, .aria(invalid: true)))
      }
      line(.link, form, words, max: 2_000)
      p(.class("actions")) {
        button(.class("button")) {
          words(offering == nil ? "offering-form.add-go" : "offering-form.change-go")
        }
        a(href: .path(Path("offerings"))) { words("offering-form.leave") }
      }
    }
  }

  private static func line(
    _ name: OfferingForm.Field, _ form: OfferingForm, _ words: Words, max: Int,
    isRequired: Bool = false
  ) -> Markup {
    let hint = words.template("offering-form.\(name.rawValue)-hint")
    let problem = form.problems[name]
    return field(
      name.rawValue, words("offering-form.\(name.rawValue)"), hint: hint, problem: problem
    ) { described in
      input(
        type: .text, name: name.rawValue, .id(name.rawValue), .value(form[name]), .maxlength(max),
        .required(isRequired), described, .when(problem != nil, .aria(invalid: true)))
    }
  }

  private static func standing(_ visit: Visit, _ offering: Offering) -> Markup {
    let words = visit.words
    return section(.class("card")) {
      h2 { words(offering.isActive ? "offering-form.retire" : "offering-form.restore") }
      p(.class("meta")) {
        words(offering.isActive ? "offering-form.retire-text" : "offering-form.restore-text")
      }
      visit.form(Path("offerings", "\(offering.id)", "standing")) {
        input(type: .hidden, name: "active", .value(offering.isActive ? "no" : "yes"))
        p(.class("actions")) {
          button(.class("button button-quiet")) {
            words(offering.isActive ? "offering-form.retire-go" : "offering-form.restore-go")
          }
        }
      }
      p { a(href: .path(Path("catalog", "\(offering.id)"))) { words("offering-form.seen") } }
    }
  }
}

/// `/offerings/new`: a new offering.
enum NewOfferingPage: Page {
  static let pattern: StaticString = "/offerings/new"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func show(_ call: Call<Visit>) -> Leaf {
    OfferingEditPage.leaf(call.context, nil, OfferingForm())
  }
}

/// Puts a new offering into the catalog.
enum AddOfferingAction: Action {
  static let pattern: StaticString = "/offerings"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    var typed = try OfferingForm(form, code: nil, isActive: true, visit.words)
    guard let facts = typed.facts else {
      return visit.framed(OfferingEditPage.leaf(visit, nil, typed))
    }
    let known = try visit.read { records in
      try records.offering(code: facts.code).map { offering in
        (offering, isSame: try offering.says(facts, in: records))
      }
    }
    // The same form sent twice has done its work.
    if let (offering, isSame) = known, !isSame {
      typed.problems[.code] = visit.words("offering-form.taken", ["title": offering.title])
      return visit.framed(OfferingEditPage.leaf(visit, nil, typed))
    }
    return try visit.record(facts, typed, nil) {
      let id = try visit.read { try $0.offering(code: facts.code)?.id }
      return try .done(
        "offering-added", at: id.map { Path("offerings", "\($0)") } ?? Path("offerings"))
    }
  }
}

/// Changes an offering's facts; its code stays.
enum ChangeOfferingAction: Action {
  static let pattern: StaticString = "/offerings/:offering"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let offering = try call.offering()
    let typed = try OfferingForm(
      form, code: offering.code, isActive: offering.isActive, visit.words)
    guard let facts = typed.facts else {
      return visit.framed(OfferingEditPage.leaf(visit, offering, typed))
    }
    return try visit.record(facts, typed, offering) {
      try .done("offering-changed", at: Path("offerings", "\(offering.id)"))
    }
  }
}

/// Takes an offering out of what can be chosen, or puts it back.
enum OfferingStandingAction: Action {
  static let pattern: StaticString = "/offerings/:offering/standing"
  static func sight(_ call: Call<Visit>) -> Sight { .office }

  static func act(_ call: Call<Visit>, _ form: FormData) throws -> HTTPResponse {
    let visit = call.context
    let offering = try call.offering()
    guard let wish = form["active"], ["yes", "no"].contains(wish) else {
      throw HTTPProblem(.badRequest, "neither yes nor no")
    }
    let path = Path("offerings", "\(offering.id)")
    return try visit.attempt(back: path) {
      let facts = try visit.read { records in
        OfferingFacts(
          code: offering.code, title: offering.title, issuer: offering.issuer,
          skills: offering.skills,
          leaderNumbers: try OfferingForm.leaders(of: offering, in: records),
          hoursHundredths: offering.hoursHundredths, cents: offering.cents,
          summary: offering.summary, link: offering.link, isActive: wish == "yes")
      }
      try visit.perform(.recordOffering(facts))
      return try .done(wish == "yes" ? "offering-restored" : "offering-retired", at: path)
    }
  }
}

extension Visit {
  /// Records an offering; a leader whom nobody knows is told beside the field.
  fileprivate func record(
    _ facts: OfferingFacts, _ typed: OfferingForm, _ offering: Offering?,
    then: () throws -> HTTPResponse
  ) throws -> HTTPResponse {
    do {
      try perform(.recordOffering(facts))
      return try then()
    } catch OfficeError.refused(let refusal) {
      guard refusal.reason == .notFound else {
        return refused(refusal, back: Path("offerings"))
      }
      var typed = typed
      typed.problems[.leaders] = words("offering-form.nobody")
      return framed(OfferingEditPage.leaf(self, offering, typed))
    }
  }
}

extension Offering {
  /// Whether recording these facts would change nothing.
  fileprivate func says(_ facts: OfferingFacts, in records: ReadRecords) throws -> Bool {
    let leaders = Set(try OfferingForm.leaders(of: self, in: records))
    return title == facts.title && issuer == facts.issuer && skills == facts.skills
      && hoursHundredths == facts.hoursHundredths && cents == facts.cents
      && summary == facts.summary && link == facts.link && isActive == facts.isActive
      && leaders == Set(facts.leaderNumbers)
  }
}

extension Call<Visit> {
  fileprivate func offering() throws -> Offering {
    let id = OfferingID(try number("offering"))
    guard let offering = try context.read({ try $0.offering(id) }) else {
      throw HTTPProblem(.notFound, "no such offering")
    }
    return offering
  }
}
