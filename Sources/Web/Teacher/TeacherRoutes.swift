import HTML
import HTTPServer
import Programs
import Workflow

extension Website {
  /// Adds the teacher's pages: what is open, one's own work, writing, handing in, settings.
  static func addTeacher(to router: inout Router<Visit>) {
    router.add(HomePage.self)
    router.get("/propose") { try Proposing.answer($0) }
    router.get(BeginPage.pattern) { try BeginPage.answer($0) }
    router.add(Begun.self)
    router.get(WritingPage.pattern) { try WritingPage.answer($0) }
    router.on(.post, DraftSaved.pattern) { try DraftSaved.handle($0) }
    router.post(
      DraftKept.pattern, bodyBytesMax: DraftSaved.fieldsBytesMax,
      before: { call in try call.context.requireOwn(DraftPlace(call)) }
    ) { try DraftKept.act($0) }
    router.get(CheckPage.pattern) { try CheckPage.answer($0) }
    router.add(DraftHandedIn.self)
    router.add(DraftGivenUp.self)
    router.add(NotThisTime.self)
    router.add(WorkPage.self)
    router.add(BegunAgain.self)
    router.add(WithdrawPage.self)
    router.add(Withdrawing.self)
    router.add(OpenWindowPage.self)
    router.add(SettingsPage.self)
    router.add(NoticesChosen.self)
    router.get(CalendarFeedPage.pattern) { try CalendarFeedPage.answer($0) }
    router.add(CalendarMade.self)
    router.add(CalendarRemoved.self)
    router.add(BrowserSignedOut.self)
    router.add(OthersSignedOut.self)
  }

  /// Adds what everybody may read.
  static func addPublic(to router: inout Router<Visit>) {
    router.add(CatalogPage.self)
    router.add(OfferingPage.self)
  }
}

/// `/propose`: to an offering's page, from where it is begun, or to an idea of one's own.
enum Proposing {
  static func answer(_ call: Call<Visit>) throws -> HTTPResponse {
    if let id = call.request.query["offering"].flatMap({ Int64($0) }), id > 0 {
      return try .seeOther(Path("catalog", "\(id)").string)
    }
    let stage: StageKind = call.context.program.proposals == nil ? .evidence : .proposal
    return try .seeOther(Path("begin", stage.rawValue).string)
  }
}
