// A form or a query of any bytes, with limits that its first byte chooses.
//
// Held: what is taken is within its limits, valid, and the same once it is written out and read again.

import Driver
import Glibc
import HTTPServer

@main
struct FuzzForms {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzForms(start, count) })
  }
}

private func fuzzForms(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let choice = bytes.first else { return 0 }
  let limits =
    choice & 1 == 0
    ? FormData.Limits()
    : FormData.Limits(fieldsMax: Int(choice >> 4), nameBytesMax: 8, valueBytesMax: 16)
  guard let form = try? FormData(decoding: bytes.dropFirst(), limits: limits) else { return 0 }
  precondition(form.fields.count <= limits.fieldsMax)
  for field in form.fields {
    precondition(field.name.utf8.count <= limits.nameBytesMax)
    precondition(field.value.utf8.count <= limits.valueBytesMax)
    precondition(!field.name.utf8.contains(0) && !field.value.utf8.contains(0))
    precondition(form[field.name] != nil)
  }
  let written = form.fields.map { encoded($0.name) + "=" + encoded($0.value) }
  let again = try? FormData(decoding: written.joined(separator: "&").utf8, limits: limits)
  precondition(again == form, "what was written out reads differently")
  return 0
}

/// Every byte percent-encoded: the plainest form there is.
private func encoded(_ text: String) -> String {
  text.utf8.map { byte in "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
