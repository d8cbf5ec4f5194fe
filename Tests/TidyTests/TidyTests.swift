import Testing
@Suite struct `The source tree` {
  @Test func `has a manifest`() { #expect(Bool(true)) }
}
