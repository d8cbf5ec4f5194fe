import MailTransport
import Testing

@Suite struct `A stop signal` {
  @Test func `stays rung`() throws {
    let stop = try StopSignal()
    #expect(!stop.isStopped)
    stop.stop()
    stop.stop()
    #expect(stop.isStopped)
  }
}
