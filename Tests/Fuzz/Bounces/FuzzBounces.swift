// A mail from anybody that may be a bounce.
//
// Held: the report does not depend on how the bytes come; everything in it is bounded and clean.

import Driver
import Glibc
import Mail

@main
struct FuzzBounces {
  static func main() {
    exit(unsafe runFuzzer { start, count in unsafe fuzzBounces(start, count) })
  }
}

private func fuzzBounces(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let report = BounceReader.report(in: bytes)
  var reader = BounceReader()
  reader.append(bytes.prefix(count / 3))
  reader.append(bytes.dropFirst(count / 3))
  precondition(reader.finish() == report, "the report depends on how the bytes come")
  guard let report else { return 0 }
  precondition((1...BounceReport.recipientCountMaximum).contains(report.recipients.count))
  if let id = report.originalMessageID?.string {
    precondition(id.utf8.count <= MessageID.lengthMaximum)
    precondition(id.utf8.allSatisfy { (0x21...0x7E).contains($0) })
  }
  for recipient in report.recipients {
    check(recipient.address, BouncedRecipient.addressLengthMaximum)
    check(recipient.originalAddress ?? "", BouncedRecipient.addressLengthMaximum)
    check(recipient.diagnostic, BouncedRecipient.diagnosticLengthMaximum)
  }
  return 0
}

private func check(_ text: String, _ lengthMaximum: Int) {
  precondition(text.unicodeScalars.count <= lengthMaximum + 1)
  precondition(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
}
