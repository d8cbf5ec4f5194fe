import Crypto
import Files
import Mail
import Programs
import Store
import Workflow

/// A file that came with a mail, kept under its hash.
struct IncomingFile: Hashable {
  var name: String
  var sha256: String
  var byteCount: Int64
  /// By its own bytes; `nil` for what is none of the kinds that anybody accepts.
  var type: DocumentType?

  var artifact: Artifact? {
    type.map {
      Artifact(
        part: nil,
        place: .file(sha256: sha256, bytes: byteCount, mediaType: $0.mediaType, name: name))
    }
  }
}

/// What is in a mail, as it is read: files go straight into the blob store, piece by piece, so that a large mail
/// needs no memory.
///
/// Nothing refers to these files yet. Those that nobody wants are swept away after a day.
struct IncomingMail {
  private(set) var files: [IncomingFile] = []
  /// Small pictures within the text: of a signature, most of them.
  private(set) var pictures: [IncomingFile] = []
  /// What the sender wrote, as far as it is plain text; at most ``textBytesMax``.
  private(set) var text = ""
  private(set) var isEncrypted = false
  private(set) var isSealed = false
  private(set) var isBrokenOff = false
  /// A winmail.dat, or what calls itself so, in which something could not be read.
  private(set) var isWrapped = false
  private(set) var hasTooManyFiles = false

  /// Files that are kept; one more is for the text of the mail.
  static let filesMax = Content.artifactsMax - 1
  static let textBytesMax = 65_536
  /// A picture of a signature is no larger.
  private static let signatureBytesMax = 100_000
  private static let headBytes = 4_096

  private enum Role {
    case passedOver
    case file
    case picture
    case text(Charset)
    case wrapping(TNEFReader)
  }

  private let blobs: Blobs
  private var role = Role.passedOver
  private var name = ""
  private var writer: BlobWriter?
  private var byteCount: Int64 = 0
  private var head: [UInt8] = []
  private var textBytes: [UInt8] = []
  /// Types of the containers that were begun, by number.
  private var containers: [Int: String] = [:]

  init(_ blobs: Blobs) {
    self.blobs = blobs
  }

  /// Gives up what is not finished.
  mutating func cancel() {
    writer?.cancel()
    writer = nil
  }
}

extension IncomingMail: MessageEvents {
  typealias Failure = any Error

  mutating func begin(_ part: MessagePart) throws {
    guard part.kind == .content else {
      containers[part.number] = part.mediaType
      if part.mediaType == "multipart/encrypted" { isEncrypted = true }
      return
    }
    role = try role(of: part)
    name = part.name ?? ""
    switch role {
    case .file, .picture: try beginFile()
    case .text: textBytes = []
    case .wrapping, .passedOver: break
    }
  }

  private mutating func role(of part: MessagePart) throws -> Role {
    let container = part.container.flatMap { containers[$0] } ?? ""
    if container == "multipart/encrypted" { return .passedOver }
    switch part.mediaType {
    case "application/pkcs7-mime", "application/x-pkcs7-mime":
      switch (part.typeParameter("smime-type") ?? "").lowercased() {
      case "signed-data": isSealed = true
      case "certs-only": break
      default: isEncrypted = true
      }
      return .passedOver
    case "application/pkcs7-signature", "application/x-pkcs7-signature",
      "application/pgp-signature", "application/pgp-keys", "message/delivery-status",
      "message/disposition-notification", "text/rfc822-headers":
      return .passedOver
    case "application/ms-tnef", "application/vnd.ms-tnef": return .wrapping(TNEFReader())
    case "text/plain", "text/html", "text/calendar", "text/enriched", "multipart/mixed":
      if part.name == nil, part.disposition != .attachment {
        return part.mediaType == "text/plain" && text.isEmpty
          ? .text(part.charset) : .passedOver
      }
    default: break
    }
    if part.name?.lowercased() == "winmail.dat" { return .wrapping(TNEFReader()) }
    let isWithinText =
      container == "multipart/related" && part.mediaType.hasPrefix("image/")
      && part.disposition != .attachment && part.header.field("content-id") != nil
    return isWithinText ? .picture : .file
  }

  mutating func content(_ bytes: [UInt8]) throws {
    switch role {
    case .passedOver: break
    case .file, .picture: try write(bytes)
    case .text:
      textBytes += bytes.prefix(max(0, Self.textBytesMax - textBytes.count))
    case .wrapping(var reader):
      // The reader tells this very value, so it must not be part of it meanwhile.
      role = .passedOver
      try reader.read(bytes, into: &self)
      role = .wrapping(reader)
    }
  }

  mutating func end(_ end: MessagePartEnd) throws {
    if end.ending != .whole { isBrokenOff = true }
    switch role {
    case .passedOver: break
    case .file, .picture: try endFile()
    case .text(let charset):
      text = charset.text(of: textBytes[...])
      textBytes = []
    case .wrapping(var reader):
      role = .passedOver
      try reader.finish(into: &self)
      if !reader.isTNEF { isWrapped = true }
    }
    role = .passedOver
  }

  mutating func passed(_ limit: ReadingLimit) {
    switch limit {
    case .messageBytes: isBrokenOff = true
    // What lies so deep, or comes so late, is no document that anybody sent on purpose.
    case .depth, .partCount: hasTooManyFiles = true
    }
  }
}

// MARK: - Files

extension IncomingMail: TNEFEvents {
  mutating func beginFile() throws {
    head = []
    byteCount = 0
    guard files.count + pictures.count < Self.filesMax else {
      hasTooManyFiles = true
      return
    }
    writer = try blobs.write()
  }

  mutating func fileContent(_ bytes: [UInt8]) throws { try write(bytes) }

  mutating func endFile(name: String, isWhole: Bool) throws {
    self.name = name
    if !isWhole { isBrokenOff = true }
    try endFile()
  }

  mutating func unreadAttachment() { isWrapped = true }

  private mutating func write(_ bytes: [UInt8]) throws {
    byteCount += Int64(bytes.count)
    head += bytes.prefix(max(0, Self.headBytes - head.count))
    try writer?.append(bytes)
  }

  private mutating func endFile() throws {
    guard let writer else { return }
    self.writer = nil
    guard byteCount > 0 else {
      writer.cancel()
      return
    }
    let digest = try writer.finish()
    let type = DocumentType(head: head, named: name)
    let file = IncomingFile(
      name: AttachmentName.clean(name, number: files.count + pictures.count + 1, type),
      sha256: digest.hex, byteCount: byteCount, type: type)
    if case .picture = role, byteCount <= Self.signatureBytesMax {
      pictures.append(file)
    } else if !files.contains(where: { $0.sha256 == file.sha256 && $0.name == file.name }) {
      files.append(file)
    }
  }
}

/// What an attachment is called from now on.
enum AttachmentName {
  /// The last name of what may be a path, without what can't stand in a name.
  static func clean(_ name: String, number: Int, _ type: DocumentType?) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
    let bare = last.filter { $0 != ":" && $0 != "\0" }.drop { $0 == "." || $0 == " " }
    guard bare.isEmpty else { return String(bare) }
    return "attachment-\(number)\(type.map { ".\($0.ending)" } ?? "")"
  }
}
