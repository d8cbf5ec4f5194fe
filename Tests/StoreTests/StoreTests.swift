import Store
import Testing

@Suite struct `A new store` {
  @Test func `is empty`() throws {
    let store = try newStore()
    try store.read { records throws in
      #expect(try records.lastSequence() == 0)
      #expect(try records.chainHead() == nil)
      #expect(try records.program() == nil)
      #expect(try records.nextCommand() == 1)
    }
  }
}
