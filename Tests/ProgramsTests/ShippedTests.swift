import CivilTime
import Documents
import Foundation
import Programs
import Rubrics
import Testing

@Suite struct `The shipped programs` {
  @Test func `fit the shipped rubrics`() throws {
    let rubrics = try shippedRubrics()
    for name in shippedNames {
      #expect(try shipped(name).problems(with: rubrics) == [], "\(name)")
    }
    var odd = try shipped("kettle-moraine")
    odd.proposals?.rubric = "kettle-moraine-evidence"
    odd.evidence.rubric = "gone"
    #expect(
      odd.problems(with: rubrics) == [
        "proposals.rubric: “kettle-moraine-evidence” is a rubric for evidence.",
        "intake: the form for proposals answers “beyond”, which “kettle-moraine-evidence” doesn't ask.",
        "intake: the form for proposals answers “mission”, which “kettle-moraine-evidence” doesn't ask.",
        "intake: the form for proposals answers “needs”, which “kettle-moraine-evidence” doesn't ask.",
        "intake: the form for proposals answers “students”, which “kettle-moraine-evidence” doesn't ask.",
        "evidence.rubric: there is no rubric “gone” (there are kettle-moraine-evidence, kettle-moraine-viability, overview-work-samples-reflection).",
      ])
  }

  @Test func `give Kettle Moraine three windows of two weeks for each stage, and a year`() throws {
    let program = try shipped("kettle-moraine")
    for stage in [try #require(program.proposals), program.evidence] {
      guard case .windows(let windows) = stage.intake else {
        Issue.record("no windows")
        return
      }
      #expect(windows.map(\.days) == [14, 14, 14])
      #expect(stage.answerMonths == 1)
      #expect(stage.judging == .evaluators(.one))
    }
    #expect(program.completion.months == 12)
    #expect(program.intake.evidenceForm?.answers.count == 4)
    #expect(!program.evaluators.releasesByItself)
  }

  @Test func `give Lake Elsinore the due dates that were published`() throws {
    let program = try shipped("lake-elsinore")
    guard case .cutOffs(let rules) = program.evidence.intake else {
      Issue.record("no due dates")
      return
    }
    let dates = rules.map {
      $0.lastDay.date(inSchoolYearStarting: 2_023, firstMonth: 7)?.description
    }
    #expect(dates == ["2023-12-29", "2024-06-14"])
    #expect(program.proposals == nil)
    #expect(program.evidence.judging == .clerk)
  }

  @Test func `let the issuer judge in New York, assessors in Volusia, a clerk elsewhere`() throws {
    #expect(try shipped("new-york-mcsd").evidence.judging == .issuer)
    #expect(try shipped("volusia").evidence.judging == .evaluators(.one))
    #expect(try shipped("recertification").evidence.judging == .clerk)
    for name in ["new-york-mcsd", "volusia", "recertification"] {
      #expect(try shipped(name).evidence.intake == .always)
    }
  }

  @Test(arguments: shippedNames)
  func `may be damaged anywhere and are told with a place`(name: String) throws {
    let whole = try bytes("Config/\(name).json5")
    let words = whole.split(separator: UInt8(ascii: " ")).map(Array.init)
    var generator = SeededGenerator(state: 75_000)
    var refused = 0
    for _ in 0..<150 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count, place + 40))
        case 3: bytes.insert(contentsOf: words.randomElement(using: &generator) ?? [], at: place)
        case 4:
          bytes.insert(contentsOf: Array("0123456789".utf8).shuffled(using: &generator), at: place)
        default: bytes.removeSubrange(max(1, place)...)
        }
      }
      do throws(Mistakes) {
        let program = try Program.read(bytes, file: name)
        #expect(try Program.read(Array(program.export.utf8), file: "export") == program)
      } catch {
        refused += 1
        for mistake in error.told {
          #expect(mistake.place.line != nil && mistake.place.column != nil, "\(mistake)")
          #expect(!mistake.description.contains("\n"))
        }
      }
    }
    #expect(refused > 20)
  }
}

@Suite struct `An installation's file` {
  private func told(_ text: String) -> [String] {
    do throws(Mistakes) {
      _ = try Installation.read(Array(text.utf8), file: "i")
      return []
    } catch {
      return error.told.map(\.description)
    }
  }

  @Test func `as shipped shows the defaults, and comes back from its export`() throws {
    let read = try Installation.read(
      try bytes("Config/installation.json5"), file: "Config/installation.json5")
    #expect(
      read
        == Installation(publicAddress: "https://microcredentials.example.org", listen: .first))
    #expect(try Installation.read(Array(read.export.utf8), file: "export") == read)
    let other = Installation(
      publicAddress: "http://localhost:8080",
      limits: .init(intakeFileMebibytes: 3, linkDaysAfterDeadline: 0))
    #expect(try Installation.read(Array(other.export.utf8), file: "export") == other)
  }

  @Test func `as shipped is the one that a new district begins with`() throws {
    let shipped = try bytes("Config/installation.json5")
    let address = "https://microcredentials.example.org"
    #expect(
      String(decoding: shipped, as: UTF8.self) == Installation.commented(publicAddress: address))
  }

  @Test func `takes an encrypted public address without a path, or this machine`() {
    func address(_ text: String) -> Int { told("{ format: 1, publicAddress: \"\(text)\" }").count }
    for good in [
      "https://a.example.org", "https://a.example.org:8443", "http://localhost",
      "http://127.0.0.1:80",
    ] { #expect(address(good) == 0, "\(good)") }
    for wrong in [
      "", "a.example.org", "http://a.example.org", "https://a.example.org/", "https://a/b",
      "https://", "https://a:0", "https://a:65536", "https://a:080", "https://-a.org",
      "https://a..b",
      "https://a b", "https://u@a.org", "ftp://a.org", "https://a:1:2", "javascript:alert(1)",
    ] { #expect(address(wrong) == 1, "\(wrong)") }
  }

  @Test func `takes intake files of 1 to 64 mebibytes`() {
    for (size, mistakes) in [(0, 1), (1, 0), (64, 0), (65, 1)] {
      let text =
        "{ format: 1, publicAddress: 'https://a.org', limits: { intakeFileMebibytes: \(size) } }"
      #expect(told(text).count == mistakes, "\(size)")
    }
  }

  @Test func `says where its pages are served, at an address or at systemd's socket`() throws {
    func listen(_ text: String) throws -> Installation.Listen? {
      try Installation.read(
        Array("{ format: 1, publicAddress: 'https://a.org', listen: \(text) }".utf8), file: "i"
      ).listen
    }
    #expect(try listen("{ port: 1 }") == .init(.address("127.0.0.1", port: 1)))
    #expect(
      try listen("{ address: '::1', port: 65535, proxies: ['10.0.0.0/8'] }")
        == .init(.address("::1", port: 65_535), proxies: ["10.0.0.0/8"]))
    #expect(try listen("{ socket: 'systemd' }") == .init(.systemd))
    // The proxy on this machine is believed unless the file says whom to believe: nobody, if it says so.
    for text in ["{ socket: 'systemd' }", "{ port: 1 }"] {
      #expect(try listen(text)?.proxies == ["127.0.0.1", "::1"], "\(text)")
    }
    #expect(try listen("{ socket: 'systemd', proxies: [] }")?.proxies == [])
    #expect(try listen("{ socket: 'systemd' }")?.proxyHeader == .xForwarded)
    for place in ["port: 80", "socket: 'systemd'"] {
      let text = "{ \(place), proxyHeader: 'forwarded' }"
      #expect(try listen(text)?.proxyHeader == .forwarded, "\(text)")
    }
    let wrong = [
      "{}", "{ port: 0 }", "{ port: 65536 }", "{ port: 80, address: 'localhost' }",
      "{ socket: 'launchd' }", "{ socket: 'systemd', port: 80 }",
      "{ port: 80, proxies: ['proxy.example.org'] }", "8080",
      "{ port: 80, proxyHeader: 'X-Real-IP' }",
    ]
    for text in wrong {
      #expect(
        told("{ format: 1, publicAddress: 'https://a.org', listen: \(text) }").count == 1,
        "\(text)")
    }
  }

  @Test func `takes artifacts of at least a mebibyte, and up to 60 of them`() {
    for (limits, mistakes) in [
      ("artifactMebibytes: 0", 1), ("artifactMebibytes: 1", 0), ("artifactMebibytes: 16384", 0),
      ("artifactMebibytes: 16385", 1), ("artifactsPerSubmission: 0", 1),
      ("artifactsPerSubmission: 60", 0), ("artifactsPerSubmission: 61", 1),
    ] {
      let text = "{ format: 1, publicAddress: 'https://a.org', limits: { \(limits) } }"
      #expect(told(text).count == mistakes, "\(limits)")
    }
  }

}
