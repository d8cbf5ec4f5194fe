import HTTPServer
import Testing

@Suite struct `Form data` {
  @Test func `keeps fields in their order, repeated names too`() throws {
    let form = try FormData(decoding: "a=1&b=two+words&a=%C3%A9&empty=&flag".utf8)
    #expect(form.fields.map(\.name) == ["a", "b", "a", "empty", "flag"])
    #expect(form["a"] == "1")
    #expect(form.all("a") == ["1", "é"])
    #expect(form["b"] == "two words")
    #expect(form["empty"] == "")
    #expect(form["flag"] == "")
    #expect(form["none"] == nil)
  }

  @Test func `passes over what has no byte, and keeps what has an equals sign only`() throws {
    #expect(try FormData(decoding: "".utf8).fields.isEmpty)
    #expect(try FormData(decoding: "&&a=1&&".utf8).fields == [.init("a", "1")])
    #expect(try FormData(decoding: "=".utf8).fields == [.init("", "")])
    #expect(try FormData(decoding: "a=b=c".utf8)["a"] == "b=c")
  }

  @Test(arguments: ["%", "a=%4", "%zz=1", "a=%FF", "a=%00", "a=\u{0}", "%C3=1"])
  func `is refused when malformed, not UTF-8, or with a NUL`(text: String) {
    #expect(throws: HTTPStatus.badRequest) { try status(text) }
  }

  @Test func `has a number of fields at most`() throws {
    let limits = FormData.Limits(fieldsMax: 3, nameBytesMax: 4, valueBytesMax: 5)
    #expect(try FormData(decoding: "a&b&c".utf8, limits: limits).fields.count == 3)
    #expect(throws: HTTPStatus.contentTooLarge) { try status("a&b&c&d", limits) }
  }

  @Test func `bounds names and values by their decoded bytes`() throws {
    let limits = FormData.Limits(fieldsMax: 3, nameBytesMax: 4, valueBytesMax: 5)
    #expect(try FormData(decoding: "%61aaa=%62bbbb".utf8, limits: limits)["aaaa"] == "bbbbb")
    #expect(throws: HTTPStatus.contentTooLarge) { try status("aaaaa=1", limits) }
    #expect(throws: HTTPStatus.contentTooLarge) { try status("a=bbbbbb", limits) }
  }

  /// Throws the status of the problem, so that it can be compared.
  private func status(_ text: String, _ limits: FormData.Limits = FormData.Limits()) throws {
    do throws(HTTPProblem) {
      _ = try FormData(decoding: text.utf8, limits: limits)
    } catch {
      throw error.status
    }
  }
}

extension HTTPStatus: Error {}
