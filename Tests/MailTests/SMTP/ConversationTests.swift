import Mail
import Testing

@Suite struct `A conversation with a relay` {
  @Test func `sends messages in groups, each with one write, and says goodbye`() throws {
    var relay = ScriptedRelay(
      try Post.settings(),
      messages: [try Post.message(1), try Post.message(2, to: [Post.theo, Post.ines])])
    relay.run()
    #expect(
      relay.lines == [
        "EHLO cellar.maplehollow.example",
        "MAIL FROM:<office@maplehollow.example> SIZE=23",
        "RCPT TO:<m.alder@maplehollow.example>", "DATA", "(text)",
        "MAIL FROM:<office@maplehollow.example> SIZE=23",
        "RCPT TO:<t.birch@maplehollow.example>", "RCPT TO:<i.cedar@maplehollow.example>", "DATA",
        "(text)", "QUIT",
      ])
    #expect(relay.writeCount == 5)
    #expect(relay.marks == [1, 2])
    #expect(relay.outcomes.map(\.id) == [1, 2])
    for outcome in relay.outcomes {
      for result in outcome.results {
        guard case .accepted(let reply) = result else {
          Issue.record("\(result)")
          continue
        }
        #expect(reply.words == "250 2.0.0 Ok: queued as 4Q7")
      }
    }
    #expect(relay.outcomes.map(\.results.count) == [1, 2])
    #expect(relay.closings == [nil])
  }
}
