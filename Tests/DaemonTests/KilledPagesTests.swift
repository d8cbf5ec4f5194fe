import CivilTime
import Control
import Crypto
import Daemon
import Files
import Foundation
import Glibc
import Notices
import Office
import Programs
import Rubrics
import Simulation
import Store
import Testing
import Workflow

/// SIGKILL while a teacher hands in: whatever had come is there, once, and the page says which it is.
@Suite(.serialized) struct `A daemon that is killed while somebody hands in` {
  /// A district with a daemon that can be killed and begun again, and a teacher at its pages.
  private final class Scene {
    let district: MapleHollow
    let port = Ports.free()
    private(set) var daemon: RunningDaemon

    init() throws {
      district = try MapleHollow(by: SystemClock())
      try """
      { format: 1, publicAddress: "https://credentials.example.org",
        listen: { address: "127.0.0.1", port: \(port) } }
      """.write(
        toFile: district.path + "/installation.json5", atomically: false, encoding: .utf8)
      // Once it has run, the window is open.
      try #require(try RunningDaemon(["--data", district.path, "--once"]).end() == 0)
      daemon = try RunningDaemon(["--data", district.path])
      try wait()
    }

    deinit { daemon.send(SIGKILL) }

    private func wait() throws {
      let client = PagesClient(port)
      let isThere = eventually { (try? client.get("/healthz"))?.status == 200 }
      try #require(isThere)
    }

    func killAndBegin() throws {
      daemon.send(SIGKILL)
      try #require(daemon.end() == -SIGKILL)
      daemon = try RunningDaemon(["--data", district.path])
      try wait()
    }

    /// The teacher of a number, signed in anew.
    func teacher(_ number: Int) throws -> PagesClient {
      let store = try district.store()
      let office = DistrictOffice(
        store: store,
        surroundings: Surroundings(
          clock: SystemClock(), random: SecureRandom(), files: district.files,
          zoneFile: { try SystemZones().bytes($0) }),
        settings: OfficeSettings(
          publicAddress: "https://credentials.example.org", texts: try .init()))
      let email = district.district.member(number).email
      let person = try #require(try store.read { try $0.person(email: email)?.id })
      let link = try office.makeSignInLink(for: person)
      var client = PagesClient(port)
      try client.signIn("/s/" + String(try #require(link.split(separator: "/").last)))
      return client
    }

    func submissions(_ number: Int) throws -> [Submission] {
      let email = district.district.member(number).email
      return try district.store().read { records in
        guard let person = try records.person(email: email) else { return [] }
        return try records.submissions(of: person.id)
      }
    }
  }

  private func saved(_ page: PagesClient.Answer) throws -> String {
    let mark = try #require(page.body.firstRange(of: "name=\"saved\" value=\""))
    return String(page.body[mark.upperBound...].prefix { $0 != "\"" })
  }

  /// The name of the first criterion's field.
  private func part(_ page: PagesClient.Answer) throws -> String {
    let mark = try #require(page.body.firstRange(of: "name=\"text."))
    return String(page.body[mark.upperBound...].prefix { $0 != "\"" })
  }

  private let film = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

  @Test func `keeps what was uploaded, and nothing of what broke off`() throws {
    let scene = try Scene()
    var client = try scene.teacher(1)
    let path = try #require(
      try client.post("/begin/proposal", [("title", "Water filters")]).location)
    var page = try client.get(path)
    let part = try part(page)
    let whole = client.upload(
      path, [("saved", try saved(page)), ("text.\(part)", "They measure.")],
      file: ("file.\(part)", "film.mp4", film))
    #expect(try client.answer(to: whole).status == 303)
    try scene.killAndBegin()

    // Signed in still, and anew.
    #expect(try client.get("/home").text.contains("Water filters"))
    client = try scene.teacher(1)
    page = try client.get(path)
    #expect(page.text.contains("They measure.") && page.text.contains("film.mp4"))
    #expect(page.text.contains("Not handed in."))

    // Killed in the middle of another: the draft is as it was before.
    let broken = client.upload(
      path, [("saved", try saved(page)), ("text.\(part)", "They guess.")],
      file: ("file.\(part)", "second.mp4", film + film))
    let line = try PagesClient.Line(scene.port)
    try line.send(Array(broken.prefix(broken.count / 2)))
    try scene.killAndBegin()
    page = try client.get(path)
    #expect(page.text.contains("They measure.") && !page.text.contains("They guess."))
    #expect(!page.text.contains("second.mp4"))

    let done = try client.post(path + "/hand-in", [("saved", try saved(try client.get(path)))])
    #expect(done.location?.hasSuffix("?done=handed-in") == true)
    let work = try #require(try scene.submissions(1).first)
    let digest = SHA256.hash(film).hex
    #expect(work.holds(digest))
    let file = client.request("GET", "/files/\(work.id)/\(digest)")
    let answer = try PagesClient.Line(scene.port)
    try answer.send(file)
    #expect(Array(try answer.rest().suffix(film.count)) == film)
    #expect(try scene.submissions(1).count == 1)
    let daemonEnds = try RunningDaemon(["--data", scene.district.path, "--once"]).end()
    // Somebody else has the data directory: the one that runs.
    #expect(daemonEnds != 0)
  }

  /// How much of the sending has happened when the daemon is killed.
  private enum Moment {
    /// All bytes but the last.
    case beforeTheLastByte
    /// It is in the journal; nobody has read the answer.
    case afterTheCommit
    /// So long after the last byte, in microseconds.
    case after(UInt32)
  }

  @Test func `hands in once, whether or not the answer came`() throws {
    let scene = try Scene()
    let moments: [Moment] =
      [.beforeTheLastByte, .afterTheCommit] + (0..<6).map { .after($0 * $0 * 700) }
    for (number, moment) in zip(1..., moments) {
      var client = try scene.teacher(number)
      let path = try #require(
        try client.post("/begin/proposal", [("title", "Idea of \(number)")]).location)
      let page = try client.get(path)
      let kept = client.upload(
        path, [("saved", try saved(page)), ("text.\(try part(page))", "Text of \(number).")],
        file: ("file.\(try part(page))", "film.mp4", Array(film.prefix(1_000))))
      #expect(try client.answer(to: kept).status == 303)
      let form = client.form(
        path + "/hand-in", [("saved", try saved(try client.get(path + "/check")))])
      let line = try PagesClient.Line(scene.port)
      switch moment {
      case .beforeTheLastByte: try line.send(Array(form.dropLast()))
      case .afterTheCommit:
        try line.send(form)
        let isIn = try eventually { try scene.submissions(number).count == 1 }
        #expect(isIn)
      case .after(let microseconds):
        try line.send(form)
        usleep(microseconds)
      }
      try scene.killAndBegin()

      let arrived = try scene.submissions(number).count
      switch moment {
      case .beforeTheLastByte: #expect(arrived == 0)
      case .afterTheCommit: #expect(arrived == 1)
      case .after: #expect(arrived <= 1)
      }
      client = try scene.teacher(number)
      // Home shows it: as handed in, or as a draft.
      #expect(try client.get("/home").text.contains("Idea of \(number)"))
      if arrived == 0 {
        let draft = try client.get(path)
        #expect(draft.text.contains("Text of \(number).") && draft.text.contains("Not handed in."))
      }
      // The page that is still there is reloaded, or its button pressed once more.
      let again = try client.post(
        path + "/hand-in",
        [("saved", arrived == 0 ? try saved(try client.get(path + "/check")) : "1")])
      let location = try #require(again.location)
      #expect(location.hasSuffix(arrived == 0 ? "?done=handed-in" : "?done=already"))
      let receipt = try client.get(location).text
      #expect(
        receipt.contains(
          arrived == 0 ? "It has arrived, all of it." : "It had arrived already"))
      #expect(receipt.contains("Text of \(number).") && receipt.contains("film.mp4"))
      #expect(try scene.submissions(number).count == 1)
    }
    // Nothing twice: one submission each.
    scene.daemon.send(SIGTERM)
    #expect(scene.daemon.end() == 0)
    let store = try scene.district.store()
    let (chain, works) = try store.read { records in
      (try records.checkChain(), try records.submissions(in: .submitted, limit: 100))
    }
    #expect(chain.isSound)
    #expect(works.count == moments.count)
  }
}
