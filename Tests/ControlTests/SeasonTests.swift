import CivilTime
import Control
import Foundation
import Simulation
import Testing

@Suite struct `A window on the command line` {
  @Test func `goes from proposals to decisions`() throws {
    try withDesk { desk in
      try desk.withProposals()
      let listed = desk.run("submission", "list").output
      #expect(
        listed == """
          #  STAGE     ROUND  TEACHER      TITLE                     STATE      ANSWER BY
          1  proposal      1  Maya Linden  Robots that tell stories  handed in  2026-10-27
          2  proposal      1  Jonas Field  Portfolios that pupils …  handed in  2026-10-27

          """, "\(listed)")

      try desk.pass(until: "2026-09-28T12:05:00Z")
      let proposed = desk.run("assignment", "show", "1").output
      #expect(
        proposed.hasPrefix("Assignment 1 of window 1, Fall 2026: proposed, 2 pairs"), "\(proposed)")
      #expect(proposed.contains("Theo Marsh") && proposed.contains("Ada Birch"))
      #expect(desk.run("assignment", "pin", "1", "1", "theo@kmsd.example.org").code == .ok)
      #expect(desk.run("assignment", "show").output.contains("pinned"))
      try tellsWhyAndWhatAMoveCosts(desk)
      let released = try desk.run("assignment", "release", "1", "--json").objects()
      #expect(released.first?["events"] as? [String] == ["assignment-released"])

      let reviews = try desk.run("review", "list", "--evaluator", "1002", "--json").objects()
      #expect(reviews.count == 1)
      let review = "\(reviews.first?["review"] as? Int ?? 0)"
      let blank = desk.run("review", "show", review, "--blank").output
      var card = blank.replacingOccurrences(of: "level: \"\"", with: "level: \"yes\"")
      // The last criterion has levels of its own.
      let last = try #require(card.range(of: "\"yes\"", options: .backwards))
      card.replaceSubrange(last, with: "\"reaches\"")
      #expect(card != blank)
      let hand = ["review", "hand-in", review, "--scorecard", "card.json5"]
      #expect(desk.run(hand, files: ["card.json5": "{ scores: { students: {} } }"]).code == .data)
      #expect(desk.run(hand, files: ["card.json5": blank]).code == .refused)
      let level = desk.run(
        hand, files: ["card.json5": blank.replacingOccurrences(of: "\"\"", with: "\"maybe\"")])
      #expect(level.code == .data)
      #expect(level.errors.contains("card.json5:") && level.errors.contains("expected one of yes"))
      let other = desk.run(hand, files: ["card.json5": "{ scores: { pupils: { level: 'yes' } } }"])
      #expect(other.code == .data)
      #expect(
        other.errors.contains("card.json5:1") && other.errors.contains("found no criterion of this")
      )
      #expect(
        desk.run(hand + ["--as", "ada@kmsd.example.org"], files: ["card.json5": card]).code
          == .notAllowed)
      let handed = desk.run(hand + ["--as", "theo@kmsd.example.org"], files: ["card.json5": card])
      #expect(handed.code == .ok, "\(handed.errors)")

      // A title is cut where the line ends.
      #expect(desk.run("decision", "list").output.contains("Robots that tel"))
      #expect(desk.run("decision", "release", "--all").code == .ok)
      #expect(desk.run("decision", "release", "--all").code == .refused)
      #expect(desk.run("decision", "list", "--released").output.contains("approved to begin"))

      let history = desk.run("history", "1").output
      for words in [
        "intake", "handed in: Robots", "scorecard of review", "decided: approved to begin",
      ] {
        #expect(history.contains(words), "\(words) in \(history)")
      }
      #expect(desk.run("verify").code == .ok)
    }
  }

  @Test func `lets a release be undone until somebody was told`() throws {
    try withDesk { desk in
      try desk.withReviews()
      let undoable = try desk.run("undo", "--json").objects()
      let release = try #require(
        undoable.first { ($0["events"] as? [String])?.contains("assignment-released") == true })
      let command = "\(release["command"] as? Int ?? 0)"
      #expect(desk.run("undo", command).code == .ok)
      #expect(desk.run("review", "list").output == "No review is open.\n")
      #expect(desk.run("undo", command).code == .refused)
      #expect(desk.run("undo", "999999").code == .noInput)

      let again = try desk.run("assignment", "release", "1", "--json").objects()
      // Ten minutes and a school morning later the evaluators have their mail.
      try desk.pass(until: "2026-09-29T15:00:00Z")
      let told = desk.run("undo", "\(again.first?["command"] as? Int ?? 0)")
      #expect(told.code == .refused)
      #expect(told.errors.contains("People have been told already."), "\(told.errors)")
    }
  }

  /// Of two submissions and two evaluators, each has one.
  private func tellsWhyAndWhatAMoveCosts(_ desk: Desk) throws {
    let rows = try desk.run("assignment", "show", "1", "--worst", "--json").objects()
    let fits = rows.compactMap { $0["affinityThousandths"] as? Int }
    #expect(rows.count == 2 && fits == fits.sorted())
    for row in rows {
      let match = try #require(row["match"] as? String)
      #expect(match.contains(": ") || match == "names no skill", "\(match)")
    }
    // The first is pinned; the other could change with nobody but at a cost that is told.
    let why = desk.run("assignment", "show", "1", "--why", columns: 160).output
    #expect(why.contains("MATCH") && why.contains("NEXT BEST"), "\(why)")
    let costs = try desk.run("assignment", "costs", "1", "1", "--json").objects()
    #expect(costs.count == 1 && costs.first?["costThousandths"] as? Int != nil, "\(costs)")
    let loads = try desk.run("assignment", "loads", "1", "--json").objects()
    #expect(loads.map { $0["new"] as? Int ?? 0 }.reduce(0, +) == 2 && loads.count == 2)
    #expect(loads.allSatisfy { $0["open"] as? Int == 0 })

    // A move is told as a change against the proposal before, and a pin keeps it.
    let holder = try #require(
      rows.first { $0["submission"] as? Int == 1 }?["evaluatorName"] as? String)
    #expect(desk.run("assignment", "propose", "1").code == .ok)
    #expect(desk.run("assignment", "changes", "1").output == "Nothing differs.\n")
    let other = try #require(costs.first?["name"] as? String)
    #expect(
      desk.run(
        "assignment", "move", "1", "1",
        other == "Ada Birch" ? "ada@kmsd.example.org" : "theo@kmsd.example.org"
      ).code == .ok)
    #expect(desk.run("assignment", "propose", "1").code == .ok)
    let after = try desk.run("assignment", "show", "1", "--json").objects()
    let moved = try #require(after.first { $0["submission"] as? Int == 1 })
    #expect(moved["evaluatorName"] as? String == other && other != holder)
    #expect(moved["isPinned"] as? Bool == true && moved["isByHand"] as? Bool == true)
    #expect(desk.run("assignment", "move", "1", "1", "theo@kmsd.example.org").code == .ok)
    #expect(desk.run("assignment", "propose", "1").code == .ok)
  }

  @Test func `shows who is late, the first due first`() throws {
    try withDesk { desk in
      try desk.withReviews()
      #expect(desk.run("review", "list", "--overdue").output == "No review is overdue.\n")
      #expect(try desk.run("review", "list", "--json").objects().count == 2)
      try desk.pass(until: "2026-10-22T15:00:00Z")
      let late = try desk.run("review", "list", "--overdue", "--json").objects()
      #expect(late.count == 2)
      #expect(late.allSatisfy { $0["isOverdue"] as? Bool == true })
      #expect(desk.run("status").output.contains("Late reviews       2"))
    }
  }

  @Test func `holds mail back, cancels it, and lets it go`() throws {
    try withDesk { desk in
      desk.begin()
      #expect(desk.run("outbox", "pause").code == .ok)
      try desk.withProposals()
      try desk.pass(until: "2026-09-17T15:05:00Z")
      let waiting = try desk.run("outbox", "list", "--state", "queued", "--json").objects()
      let mail = "\(try #require(waiting.first)["mail"] as? Int ?? 0)"
      #expect(desk.run("outbox", "list").output.hasPrefix("The outbox is PAUSED"))
      #expect(desk.run("outbox", "retry", mail).code == .refused)
      #expect(desk.run("outbox", "cancel", mail).code == .ok)
      #expect(desk.run("outbox", "cancel", mail).code == .refused)
      #expect(desk.run("outbox", "show", mail).output.contains("cancelled"))
      #expect(desk.run("outbox", "resume").code == .ok)
      try desk.pass(until: "2026-09-17T15:10:00Z")
      #expect(try desk.run("outbox", "list", "--state", "queued", "--json").objects().isEmpty)
      let sent = try desk.run("outbox", "list", "--state", "sent", "--json").objects()
      #expect(!sent.contains { "\($0["mail"] as? Int ?? 0)" == mail })
      #expect(desk.run("verify").code == .ok)
    }
  }

  @Test func `is backed up, restored, and mails nothing again`() throws {
    try withDesk { desk in
      try desk.withProposals()
      let backup = desk.folder + "/backup"
      #expect(desk.run("backup", backup).code == .ok)
      #expect(desk.run("submission", "withdraw", "1").code == .ok)
      #expect(desk.run("restore", desk.folder + "/none").code == .noInput)
      let restored = desk.run("restore", backup)
      #expect(restored.code == .ok, "\(restored.errors)")
      let submissions = try desk.run("submission", "list", "--json").objects()
      #expect(submissions.map { $0["state"] as? String } == ["submitted", "submitted"])
      #expect(try desk.run("status", "--json").objects().first?["outboxPaused"] as? Bool == true)
      #expect(desk.run("verify").code == .ok)
      #expect(desk.run("upgrade").output.contains("already"))
    }
  }

  @Test func `finds a cut-off end by the head that somebody kept`() throws {
    try withDesk { desk in
      desk.begin()
      let head = try #require(desk.run("verify", "--json").objects().first?["head"] as? String)
      #expect(desk.run("verify", "--head", head).code == .ok)
      let other = String(head.reversed())
      let found = desk.run("verify", "--head", other)
      #expect(found.code == .refused)
      #expect(found.output.contains("No entry of the journal has the given hash"))
    }
  }

  @Test func `erases a person for good, but only when told to`() throws {
    try withDesk { desk in
      desk.begin()
      let asked = desk.run("erase", "1005")
      #expect(asked.code == .ok)
      #expect(asked.output.contains("Nothing was erased."))
      #expect(desk.run("person", "show", "#5").output.contains("Jonas Field"))
      #expect(desk.run("erase", "1005", "--yes").code == .ok)
      #expect(desk.run("person", "show", "#5").output.contains("(erased)"))
      #expect(desk.run("person", "show", "1005").code == .noInput)
      #expect(desk.run("verify").code == .ok)
      for name in try FileManager.default.contentsOfDirectory(atPath: desk.data)
      where name.hasPrefix("rubricd.sqlite3") {
        let bytes = FileManager.default.contents(atPath: desk.data + "/" + name) ?? Data()
        #expect(bytes.range(of: Data("jonas@".utf8)) == nil, "\(name)")
      }
    }
  }

  @Test func `shows nothing of a title that could move a cursor`() throws {
    try withDesk { desk in
      desk.begin()
      try desk.pass(until: "2026-09-14T12:00:00Z")
      desk.clock.pass(until: .init(rfc3339: "2026-09-17T15:00:00Z") ?? .epoch)
      let evil = Desk.proposals.replacingOccurrences(
        of: "Robots that tell stories", with: "Robots\u{1B}[2J that\u{202E} tell")
      desk.run("import", "form", "responses.csv", files: ["responses.csv": evil])
      for command in [["submission", "list"], ["submission", "show", "1"], ["history", "1"]] {
        let output = desk.run(command).output
        #expect(output.contains("Robots"))
        #expect(
          !output.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" }, "\(command)")
      }
    }
  }
}
