import CivilTime
import Store
import Testing
import Workflow

@Suite struct `The outbox` {
  private let noon = Instant(milliseconds: 1_800_000_000_000)

  private func notice(
    _ key: String, person: Int64 = 2, command: Int64 = 1, due: Instant? = nil,
    notAfter: Instant? = nil
  ) -> Notice {
    Notice(
      key: key, template: "reminder", mailClass: .deadline, person: PersonID(person),
      aboutKind: "submission", aboutID: 1, command: command, due: due ?? noon,
      notAfter: notAfter, data: Array("{}".utf8), updatedAt: noon)
  }

  private func mail(
    _ key: String, _ mailClass: MailClass = .bulk, next: Instant? = nil, notices: [Int64] = []
  ) -> OutgoingMail {
    OutgoingMail(
      key: key, person: PersonID(2), address: "ana@example.org", messageID: "<\(key)@example.org>",
      mailClass: mailClass, createdAt: noon, nextAttempt: next ?? noon, notices: notices,
      body: Array("Dear Ana".utf8))
  }

  @Test func `gives out interactive mail first, then what has waited longest, of one class or all`()
    throws
  {
    let store = try newStore()
    try store.write { records throws in
      for (key, mailClass, seconds) in [
        ("a", MailClass.bulk, Int64(-50)), ("b", .deadline, -60), ("c", .interactive, -10),
        ("d", .bulk, 1), ("e", .interactive, -20), ("f", .interactive, 1), ("g", .bulk, 0),
      ] {
        try records.add(mail(key, mailClass, next: noon.adding(seconds: seconds)))
      }
      func keys(_ mailClass: MailClass?, _ limit: Int) throws -> [String] {
        let taken = try records.leaseMails(
          of: mailClass, at: noon, until: noon.adding(minutes: 1), limit: limit)
        for mail in taken { try records.giveBack(mail: mail.id) }
        return taken.map(\.key)
      }
      #expect(try keys(nil, 100) == ["e", "c", "b", "a", "g"])
      #expect(try keys(nil, 3) == ["e", "c", "b"])
      #expect(try keys(.interactive, 100) == ["e", "c"])
      #expect(try keys(.bulk, 100) == ["a", "g"])
      #expect(try keys(.deadline, 1) == ["b"])
    }
  }

  @Test func `takes a notice's key once`() throws {
    let store = try newStore()
    try store.write { records throws in
      let id = try #require(try records.add(notice("review/812/reminder/7d")))
      #expect(try records.add(notice("review/812/reminder/7d", person: 3)) == nil)
      let stored = try #require(try records.notice(id))
      #expect(stored.person == PersonID(2))
      var expected = notice("review/812/reminder/7d")
      expected.id = id
      #expect(stored == expected)
      #expect(try records.notice(key: "review/812/reminder/7d") == stored)
    }
  }

  @Test func `hands out planned notices from their due instant on`() throws {
    let store = try newStore()
    try store.write { records throws in
      try records.add(notice("b", due: noon.adding(minutes: 1)))
      let first = try #require(try records.add(notice("a")))
      try records.add(notice("c", person: 3))
      #expect(try records.dueNotices(at: noon.adding(milliseconds: -1), limit: 9).isEmpty)
      #expect(try records.dueNotices(at: noon, limit: 9).map(\.key) == ["a", "c"])
      #expect(try records.dueNotices(at: noon, limit: 1).map(\.key) == ["a"])
      #expect(
        try records.plannedNotices(for: PersonID(2), dueBy: noon.adding(hours: 1), limit: 9)
          .map(\.key) == ["a", "b"])
      #expect(try records.nextNoticeDue() == noon)
      try records.mark(notice: first, .suppressed, reason: "switched off", at: noon)
      #expect(try records.dueNotices(at: noon, limit: 9).map(\.key) == ["c"])
      #expect(try records.notices(.state(.suppressed), limit: 9).map(\.reason) == ["switched off"])
    }
  }

  @Test func `cancels what came too late to make sense`() throws {
    let store = try newStore()
    try store.write { records throws in
      try records.add(notice("over", notAfter: noon))
      try records.add(notice("not over", notAfter: noon.adding(milliseconds: 1)))
      try records.add(notice("always"))
      #expect(try records.cancelStaleNotices(at: noon, reason: "too late", limit: 9) == 1)
      #expect(try records.dueNotices(at: noon, limit: 9).map(\.key) == ["not over", "always"])
    }
  }

  @Test func `leases interactive mail first, then the longest waiting, each once`() throws {
    let store = try newStore()
    let lease = noon.adding(minutes: 5)
    try store.write { records throws in
      try records.add(mail("bulk"))
      try records.add(mail("old bulk", next: noon.adding(minutes: -9)))
      try records.add(mail("sign-in", .interactive))
      try records.add(mail("later", .interactive, next: noon.adding(milliseconds: 1)))
      #expect(try records.nextMailAttempt() == noon.adding(minutes: -9))
      let mails = try records.leaseMails(at: noon, until: lease, limit: 2)
      #expect(mails.map(\.key) == ["sign-in", "old bulk"])
      #expect(mails.allSatisfy { $0.state == .sending && $0.attempts == 1 })
      #expect(
        try records.leaseMails(at: noon, until: lease, limit: 9).map(\.key) == ["bulk"])
      #expect(try records.leaseMails(at: noon, until: lease, limit: 9).isEmpty)
      #expect(try records.mailCounts() == [.sending: 3, .queued: 1])
    }
  }

  @Test func `leases only the class that is asked for, and nothing while it is paused`() throws {
    let store = try newStore()
    let lease = noon.adding(minutes: 5)
    try store.write { records throws in
      try records.add(mail("bulk"))
      try records.set(.outboxPaused, to: "yes")
      #expect(try records.leaseMails(at: noon, until: lease, limit: 9).isEmpty)
      try records.set(.outboxPaused, to: nil)
      #expect(
        try records.leaseMails(of: .interactive, at: noon, until: lease, limit: 9).isEmpty)
      #expect(
        try records.leaseMails(of: .bulk, at: noon, until: lease, limit: 9).count == 1)
    }
  }

  @Test func `goes by the dot: before it a lost mailer costs nothing, after it nobody knows`()
    throws
  {
    let store = try newStore()
    let lease = noon.adding(minutes: 5)
    try store.write { records throws in
      let early = try #require(try records.add(mail("early")))
      let late = try #require(try records.add(mail("late")))
      _ = try records.leaseMails(at: noon, until: lease, limit: 9)
      #expect(try records.markEndOfData(mail: late))
      let before = try records.releaseLeases(
        endedBy: lease.adding(milliseconds: -1), retry: lease)
      #expect(before == (0, 0))
      let after = try records.releaseLeases(endedBy: lease, retry: lease)
      #expect(after == (1, 1))
      #expect(try records.mail(early)?.state == .queued)
      #expect(try records.mail(late)?.state == .unknown)
      #expect(try !records.markEndOfData(mail: early))
      #expect(try records.repeatMail(late, at: lease))
      #expect(try records.mail(late)?.state == .queued)
      #expect(try records.mail(late)?.messageID == "<late@example.org>")
      #expect(try !records.repeatMail(late, at: lease))
    }
  }

  @Test func `keeps the server's words, and forgets the text of what was sent`() throws {
    let store = try newStore()
    let lease = noon.adding(minutes: 5)
    try store.write { records throws in
      let id = try #require(try records.add(mail("one")))
      _ = try records.leaseMails(at: noon, until: lease, limit: 9)
      let later = noon.adding(minutes: 20)
      try records.markDeferred(mail: id, until: later, words: "450 4.2.0 try later", at: noon)
      #expect(try records.mail(id)?.state == .deferred)
      #expect(
        try records.leaseMails(
          at: later.adding(milliseconds: -1), until: lease, limit: 9
        ).isEmpty)
      #expect(try records.leaseMails(at: later, until: lease, limit: 9).first?.attempts == 2)
      try records.markSent(mail: id, words: "250 2.0.0 ok", at: later)
      let sent = try #require(try records.mail(id))
      #expect(sent.state == .sent)
      #expect(sent.sentAt == later)
      #expect(sent.body == nil)
      #expect(
        try records.attempts(of: id).map(\.words) == ["450 4.2.0 try later", "250 2.0.0 ok"])
    }
  }

  @Test func `lists and counts mails by each state, whichever index knows it`() throws {
    let store = try newStore()
    let lease = noon.adding(minutes: 5)
    try store.write { records throws in
      var ids: [Int64] = []
      for key in ["sent", "sending", "endOfData", "failed", "queued", "deferred", "unknown"] {
        ids.append(try #require(try records.add(mail(key))))
      }
      _ = try records.leaseMails(at: noon, until: lease, limit: 9)
      #expect(try records.markEndOfData(mail: ids[2]))
      try records.markSent(mail: ids[0], words: "250 2.0.0 ok", at: noon)
      try records.mark(mail: ids[3], .failed, words: "550 5.1.1 no", at: noon)
      try records.giveBack(mail: ids[4])
      try records.markDeferred(mail: ids[5], until: lease, words: "450 4.2.0 later", at: noon)
      try records.mark(mail: ids[6], .unknown, words: "no answer", at: noon)
      let counts = try records.mailCounts()
      for state in MailState.allCases {
        let listed = try records.mails(.state(state), limit: 9).map(\.key)
        #expect(listed == (state == .cancelled ? [] : [state.rawValue]))
        #expect(counts[state] == (state == .cancelled ? nil : 1))
      }
      #expect(try records.mails(.state(.sent), before: ids[0], limit: 9).isEmpty)
    }
  }

  @Test func `still tells that a mail went which came back later`() throws {
    let store = try newStore()
    try store.write { records throws in
      let id = try #require(try records.add(mail("one")))
      _ = try records.leaseMails(at: noon, until: noon.adding(minutes: 5), limit: 9)
      try records.markSent(mail: id, words: "250 2.0.0 ok", at: noon)
      let later = noon.adding(minutes: 20)
      try records.mark(mail: id, .failed, words: "550 5.1.1 came back", at: later)
      let tries = try records.attempts(of: id)
      #expect(tries.map(\.words) == ["250 2.0.0 ok", "550 5.1.1 came back"])
      #expect(tries.map(\.at) == [noon, later])
    }
  }

  @Test func `lets a mail's notices fail with it, and come back when it is repeated`() throws {
    let store = try newStore()
    try store.write { records throws in
      let told = try #require(try records.add(notice("n")))
      let id = try #require(try records.add(mail("m", notices: [told])))
      try records.mark(notice: told, mailedBy: id, at: noon)
      try records.mark(mail: id, .failed, words: "550 5.1.1 no such user", at: noon)
      #expect(try records.notice(told)?.state == .failed)
      #expect(try records.notice(told)?.reason == "550 5.1.1 no such user")
      #expect(try records.mail(id)?.notices == [told])
      #expect(try records.repeatMail(id, at: noon))
      #expect(try records.notice(told)?.state == .mailed)
      #expect(try records.notices(inMail: id).map(\.id) == [told])
    }
  }

  @Test func `plans anew what a mail was to tell that failed, and nothing of another`() throws {
    let store = try newStore()
    try store.write { records throws in
      let told = try #require(try records.add(notice("n")))
      let id = try #require(try records.add(mail("m", notices: [told])))
      try records.mark(notice: told, mailedBy: id, at: noon)
      #expect(try !records.planAnew(mail: id, at: noon))
      try records.mark(mail: id, .failed, words: "550 5.1.1 no such user", at: noon)
      #expect(try records.planAnew(mail: id, at: noon))
      #expect(try records.mail(id)?.state == .cancelled)
      #expect(try records.mail(id)?.body == nil)
      #expect(try records.mail(id)?.notices == [told])
      let planned = try #require(try records.notice(told))
      #expect(planned.state == .planned && planned.mail == nil && planned.reason == nil)
      #expect(try !records.planAnew(mail: id, at: noon))
      // One that tells nothing has nothing to tell anew; one that went has no text to repeat.
      let test = try #require(try records.add(mail("test")))
      try records.mark(mail: test, .failed, words: "550 5.1.1 no", at: noon)
      #expect(try !records.planAnew(mail: test, at: noon))
      #expect(try records.repeatMail(test, at: noon.adding(hours: 9)))
      #expect(try records.mail(test)?.createdAt == noon.adding(hours: 9))
      try records.markSent(mail: test, words: "250 2.0.0 ok", at: noon)
      try records.mark(mail: test, .failed, words: "550 5.1.1 came back", at: noon)
      #expect(try !records.repeatMail(test, at: noon))
    }
  }

  @Test func `cancels a command's unsent notices, and plans anew what shared a mail`() throws {
    let store = try newStore()
    try store.write { records throws in
      let undone = try #require(try records.add(notice("undone", command: 7)))
      let shared = try #require(try records.add(notice("shared", command: 7)))
      let other = try #require(try records.add(notice("other", command: 8)))
      let id = try #require(try records.add(mail("m", notices: [shared, other])))
      try records.mark(notice: shared, mailedBy: id, at: noon)
      try records.mark(notice: other, mailedBy: id, at: noon)
      #expect(try records.cancelNotices(ofCommand: 7, reason: "undone", at: noon) == 2)
      #expect(try records.notice(undone)?.state == .cancelled)
      #expect(try records.notice(shared)?.state == .cancelled)
      #expect(try records.notice(other)?.state == .planned)
      #expect(try records.mail(id)?.state == .cancelled)
      #expect(try records.notices(ofCommand: 7, limit: 9).map(\.reason) == ["undone", "undone"])
    }
  }

  @Test func `tells when a command was told: from the lease on`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    let number = try #require(
      try district.perform(.grantRole(district.ana, .clerk)).first?.command)
    func isTold() throws -> Bool? {
      try store.read { records throws in try records.recordedCommand(number)?.isTold }
    }
    let id = try store.write { records throws in
      let told = try #require(try records.add(notice("n", command: number)))
      let id = try #require(try records.add(mail("m", notices: [told])))
      try records.mark(notice: told, mailedBy: id, at: noon)
      return id
    }
    #expect(try isTold() == false)
    try store.write { records throws in
      _ = try records.leaseMails(at: noon, until: noon.adding(minutes: 5), limit: 1)
    }
    #expect(try isTold() == true)
    try store.write { records throws in
      try records.markSent(mail: id, words: "250 ok", at: noon)
    }
    #expect(try isTold() == true)
  }

  @Test func `lists by state, person, window and span, the latest first`() throws {
    let store = try newStore()
    var district = try District.founded(in: store)
    try district.handIn(district.ana, title: "Work", answer: "a")
    try store.write { records throws in
      let one = try #require(try records.add(notice("one")))
      let two = try #require(
        try records.add(notice("two", person: 3, due: noon.adding(hours: 2))))
      let first = try #require(try records.add(mail("first", notices: [one])))
      try records.mark(notice: one, mailedBy: first, at: noon)
      #expect(try records.notices(.all, limit: 9).map(\.id) == [two, one])
      #expect(try records.notices(.all, before: two, limit: 9).map(\.id) == [one])
      #expect(try records.notices(.person(PersonID(3)), limit: 9).map(\.id) == [two])
      #expect(try records.notices(.window(district.fall), limit: 9).count == 2)
      #expect(try records.notices(.window(WindowID(9)), limit: 9).isEmpty)
      #expect(
        try records.notices(.span(from: noon, until: noon.adding(hours: 2)), limit: 9).map(\.id)
          == [one])
      #expect(try records.mails(.window(district.fall), limit: 9).map(\.id) == [first])
      #expect(try records.mails(.person(PersonID(2)), limit: 9).map(\.id) == [first])
      #expect(try records.mails(.state(.sent), limit: 9).isEmpty)
      #expect(try records.mails(.span(from: noon, until: noon), limit: 9).isEmpty)
      #expect(
        try records.mails(.span(from: noon, until: noon.adding(hours: 1)), limit: 9).count == 1)
      #expect(try records.notices(aboutKind: "submission", 1, limit: 9).count == 2)
    }
  }
}
