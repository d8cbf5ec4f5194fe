import FoundationEssentials
import IntakeFormats
import Store
import Workflow

/// What somebody is found by in files: every address, number and name that they ever had here.
struct Traces {
  /// In small letters.
  private var addresses: Set<String> = []
  private var numbers: Set<String> = []
  private var names: Set<String> = []

  init(of person: PersonID, in records: some StoredRecords) throws {
    var last: Int64 = 0
    while true {
      let entries = try records.history(of: .person, person.number, after: last)
      guard let end = entries.last else { break }
      for entry in entries {
        guard case .personRecorded(let recorded) = entry.event, recorded.person == person else {
          continue
        }
        add(recorded.details.value)
      }
      last = end.sequence
    }
    add(try records.person(person)?.details.value)
  }

  private mutating func add(_ details: PersonDetails?) {
    guard let details else { return }
    addresses.insert(details.email.lowercased())
    numbers.insert(details.employeeNumber)
    for given in [details.givenName, details.preferredName] where !given.isEmpty {
      names.insert("\(given) \(details.familyName)")
    }
  }

  /// The fingerprints by which rows of forms are known to be theirs.
  var prints: [UInt64] { addresses.sorted().map(ResponseIdentity.person(email:)) }

  /// Whether a cell is one of the numbers, or says an address or a name.
  func are(in cell: String) -> Bool {
    let text = cell.squeezed
    if numbers.contains(text) { return true }
    let lowered = text.lowercased()
    return addresses.contains { lowered.contains($0) } || names.contains { text.contains($0) }
  }

  // MARK: Mails

  /// Whether a mail says an address or a name, however its parts are encoded.
  func areInMail(_ bytes: [UInt8]) -> Bool {
    let forms = [bytes, MailText.withoutQuotedPrintable(bytes)] + MailText.base64Parts(bytes)
    return forms.contains { form in
      let text = String(decoding: form, as: UTF8.self).squeezed
      let lowered = text.lowercased()
      return addresses.contains { lowered.contains($0) }
        || names.contains { text.contains($0) || text.contains($0.escapedForHTML) }
    }
  }

  // MARK: Files

  /// Whether a file that was dropped in names the person.
  func areInFile(_ bytes: [UInt8], named name: String) -> Bool {
    if bytes.starts(with: [0x50, 0x4B]) { return areInArchive(bytes, named: name) }
    var decoder = TextDecoder(file: name)
    var text: [UInt8] = []
    do throws(FileProblem) {
      try decoder.decode(bytes, into: &text)
      try decoder.finish(into: &text)
    } catch {
      // What can't be read as text is looked at as it stands.
      text = bytes
    }
    let words = String(decoding: text, as: UTF8.self).squeezed
    let lowered = words.lowercased()
    return addresses.contains { lowered.contains($0) } || names.contains { words.contains($0) }
      || words.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "-" })
        .contains { numbers.contains(String($0)) }
  }

  private func areInArchive(_ bytes: [UInt8], named name: String) -> Bool {
    do throws(FileProblem) {
      let archive = try ZipArchive(bytes, file: name)
      for entry in archive.names {
        var bytes: [UInt8] = []
        try archive.read(entry) { piece in bytes += piece }
        if areInFile(bytes, named: entry) { return true }
      }
      return false
    } catch {
      // An archive that can't be opened can't be searched either: it goes.
      return true
    }
  }
}

extension String {
  /// With one space where there is white space: a name may be broken over two lines.
  fileprivate var squeezed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// As it stands in an HTML part.
  fileprivate var escapedForHTML: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }
}

/// What a mail of ours says, with the encodings of its parts undone (RFC 2045 §6).
private enum MailText {
  /// The whole mail as if all of it were quoted-printable.
  static func withoutQuotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "=") else {
        text.append(bytes[index])
        index += 1
        continue
      }
      if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "\n") {
        index += 2
      } else if index + 2 < bytes.count, let high = digit(bytes[index + 1]),
        let low = digit(bytes[index + 2])
      {
        text.append(high << 4 | low)
        index += 3
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    return text
  }

  /// Each run of lines that are base64, decoded.
  static func base64Parts(_ bytes: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var run: [UInt8] = []
    func end() {
      if run.count >= 40, let data = Data(base64Encoded: Data(run)) { parts.append(Array(data)) }
      run = []
    }
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if !line.isEmpty, line.allSatisfy(isBase64) { run.append(contentsOf: line) } else { end() }
    }
    end()
    return parts
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"),
      UInt8(ascii: "="):
      true
    default: false
    }
  }
}
