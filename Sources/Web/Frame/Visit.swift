import CivilTime
import Crypto
import HTML
import HTTPServer
import Notices
import Office
import Programs
import Store
import Workflow

/// A request's surroundings: who asks, when, and what pages need of the house.
struct Visit: Sendable {
  /// All pages, for whoever sends a browser on to one of them.
  let website: Website
  /// When the request's headers had come: a window's last second counts by it.
  let now: Instant
  let program: Program
  /// The journal's last entry when the program was read.
  let sequence: Int64
  let zone: Zone
  let words: Words
  /// Nobody, or whoever the cookie stands for.
  let signedIn: SignedIn?

  /// Somebody who is signed in.
  struct SignedIn: Sendable {
    let person: Person
    let session: BrowserSession
    let scope: SignedInTo
    let isAdministrator: Bool
    /// What every form of theirs carries.
    let token: String
  }

  var desk: WebDesk { website.desk }
  var office: DistrictOffice { desk.office }

  /// How dates are said here and now.
  var wording: Wording { Wording(zone: zone, now: now) }

  /// Whoever is signed in.
  ///
  /// - Throws: ``NotSignedIn``.
  func person() throws(NotSignedIn) -> Person {
    guard let signedIn else { throw NotSignedIn() }
    return signedIn.person
  }

  /// Reads one unchanging state.
  func read<Result>(_ body: (ReadRecords) throws -> Result) throws -> Result {
    try office.store.read(body)
  }

  /// What is known of a question at the records' last entry and on this day, or what the closure finds in them.
  ///
  /// - Parameters:
  ///   - known: Where it is remembered.
  ///   - question: What the answer depends on besides what has happened and the day.
  ///   - records: The state that is looked at.
  ///   - find: Finds it there.
  /// - Returns: The value.
  /// - Throws: What reading or the closure throws.
  func remembered<Value>(
    in known: Remembered<Value>, for question: String = "", _ records: ReadRecords,
    _ find: () throws -> Value
  ) throws -> Value {
    // What happened since this visit began may have been another program: then the answer is said in the words and
    // the zone of the one before, and is not for those who come after.
    guard try records.lastSequence() == sequence else { return try find() }
    return try known.value(at: sequence, for: "\(wording.today) \(question)", find)
  }

  /// Performs a command for whoever is signed in.
  @discardableResult
  func perform(_ command: Command) throws -> Performed {
    try office.perform(command, by: .person(person().id))
  }

  /// Performs commands for whoever is signed in, all or none, as things stand when they are performed.
  @discardableResult
  func performTogether(_ commands: (WriteRecords) throws -> [Command]) throws -> [Performed] {
    try office.performTogether(by: .person(person().id), commands)
  }
}

/// The page is somebody's, and nobody is signed in.
struct NotSignedIn: Error {}

extension Visit {
  /// Lets those through who may see something.
  ///
  /// - Throws: ``NotSignedIn``; ``HTTPServer/HTTPProblem`` with 403, and with 404 for another's object: whether it is
  ///   there is nobody else's affair.
  func require(_ sight: Sight) throws {
    if Permission.allowed(toSee: sight) == nil { return }
    guard let signedIn else { throw NotSignedIn() }
    guard try capacities(toSee: sight).isEmpty else { return }
    switch sight {
    case .work, .review, .file: throw HTTPProblem(.notFound, "not theirs")
    case .window(let id):
      if try read({ try $0.window(id) }) == nil { throw HTTPProblem(.notFound, "no such window") }
      throw NotSignedIn()
    case .statement:
      if signedIn.scope != .everything { throw NotSignedIn() }
      throw HTTPProblem(.notFound, "not theirs")
    case .program, .catalog, .calendar, .own, .writing, .queue, .office, .payroll:
      // With a link's narrow scope it may well be theirs after signing in.
      if signedIn.scope != .everything { throw NotSignedIn() }
      throw HTTPProblem(.forbidden, "not theirs")
    }
  }

  /// In which capacities somebody sees something; empty if they don't.
  func capacities(toSee sight: Sight) throws -> Set<Capacity> {
    guard let signedIn else { return [] }
    return try read { records in
      try Permission.held(
        by: signedIn.person, seeing: sight, signedInTo: signedIn.scope, at: now, zone: zone,
        from: records)
    }
  }

  /// Checks that a form comes from a page that this person was given.
  ///
  /// - Throws: ``HTTPServer/HTTPProblem`` with 403.
  func check(_ form: FormData, of request: HTTPRequest) throws(HTTPProblem) {
    guard !request.isFromAnotherSite else {
      throw HTTPProblem(.forbidden, "a form of another site")
    }
    guard let signedIn else { return }
    guard let token = form["token"],
      equalInConstantTime(Array(token.utf8), Array(signedIn.token.utf8))
    else {
      throw HTTPProblem(.forbidden, "a form without its token")
    }
  }

  /// A form of this site, with its token.
  ///
  /// - Parameters:
  ///   - action: Where it is sent.
  ///   - further: What else its tag says.
  ///   - id: For buttons that stand elsewhere.
  ///   - takesFiles: Whether it is sent as multipart.
  ///   - content: The fields.
  /// - Returns: The element.
  func form(
    _ action: Path, _ further: Attribute = .none, id: String? = nil, takesFiles: Bool = false,
    @MarkupBuilder content: () -> Markup
  ) -> Markup {
    HTML.form(
      action: action, id.map { .id($0) } ?? .none, .when(takesFiles, .multipart), further
    ) {
      token
      content()
    }
  }

  /// What every form of somebody carries who is signed in.
  @MarkupBuilder var token: Markup {
    if let signedIn { input(type: .hidden, name: "token", .value(signedIn.token)) }
  }
}
