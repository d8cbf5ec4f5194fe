import Programs

/// What a document is, as its own first bytes tell. Its name was chosen by a stranger, and so was the type that came
/// with it; only where several kinds share a wrapping does the name say which.
///
/// Source: the signatures of the WHATWG's MIME Sniffing Standard §6 and of ISO/IEC 14496-12 §4.3; MS-CFB §2.2.
struct DocumentType: Hashable {
  let kind: DocumentKind
  let mediaType: String
  /// What a name of this type ends in.
  let ending: String

  private init(_ kind: DocumentKind, _ mediaType: String, _ ending: String) {
    self.kind = kind
    self.mediaType = mediaType
    self.ending = ending
  }

  /// - Parameters:
  ///   - head: The first 4 KiB, or all of them.
  ///   - name: What its sender called it.
  init?(head: [UInt8], named name: String) {
    let ending = name.lowercased().split(separator: ".").last.map(String.init) ?? ""
    guard let found = Self.known(head, ending) else { return nil }
    self = found
  }

  private static func known(_ head: [UInt8], _ ending: String) -> DocumentType? {
    func begins(_ bytes: [UInt8], at place: Int = 0) -> Bool {
      head.dropFirst(place).starts(with: bytes)
    }
    func begins(_ text: String, at place: Int = 0) -> Bool { begins(Array(text.utf8), at: place) }
    if begins("%PDF-") || begins([0xEF, 0xBB, 0xBF] + Array("%PDF-".utf8)) {
      return DocumentType(.pdf, "application/pdf", "pdf")
    }
    if let picture = picture(begins: begins(_:at:)) { return picture }
    if begins("RIFF"), begins("WEBP", at: 8) { return DocumentType(.picture, "image/webp", "webp") }
    if begins("RIFF"), begins("WAVE", at: 8) { return DocumentType(.audio, "audio/wav", "wav") }
    if begins("RIFF"), begins("AVI ", at: 8) {
      return DocumentType(.video, "video/x-msvideo", "avi")
    }
    if begins("OggS") { return DocumentType(.audio, "audio/ogg", "ogg") }
    if begins("ID3") || (head.count > 1 && head[0] == 0xFF && head[1] & 0xE6 == 0xE2) {
      return DocumentType(.audio, "audio/mpeg", "mp3")
    }
    if begins([0x1A, 0x45, 0xDF, 0xA3]) { return DocumentType(.video, "video/webm", "webm") }
    if begins("ftyp", at: 4), head.count >= 12 { return film(head) }
    if begins([0x50, 0x4B, 0x03, 0x04]) { return packed[ending].map { office($0, ending) } }
    if begins([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
      return compound[ending].map { office($0, ending) }
    }
    if begins("{\\rtf") { return office("application/rtf", "rtf") }
    if ["txt", "md", "csv", "text"].contains(ending), isText(head) {
      return DocumentType(.text, "text/plain; charset=utf-8", "txt")
    }
    return nil
  }

  private static func picture(begins: ([UInt8], Int) -> Bool) -> DocumentType? {
    if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], 0) {
      return DocumentType(.picture, "image/png", "png")
    }
    if begins([0xFF, 0xD8, 0xFF], 0) { return DocumentType(.picture, "image/jpeg", "jpg") }
    if begins(Array("GIF87a".utf8), 0) || begins(Array("GIF89a".utf8), 0) {
      return DocumentType(.picture, "image/gif", "gif")
    }
    if begins([0x49, 0x49, 0x2A, 0x00], 0) || begins([0x4D, 0x4D, 0x00, 0x2A], 0) {
      return DocumentType(.picture, "image/tiff", "tif")
    }
    return nil
  }

  private static func film(_ head: [UInt8]) -> DocumentType {
    switch String(decoding: head[8..<12], as: UTF8.self) {
    case "avif", "avis": DocumentType(.picture, "image/avif", "avif")
    case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1":
      DocumentType(.picture, "image/heic", "heic")
    case "M4A ", "M4B ": DocumentType(.audio, "audio/mp4", "m4a")
    case "qt  ": DocumentType(.video, "video/quicktime", "mov")
    default: DocumentType(.video, "video/mp4", "mp4")
    }
  }

  private static func office(_ mediaType: String, _ ending: String) -> DocumentType {
    DocumentType(.office, mediaType, ending)
  }

  /// What is a zip file and a document; any other archive is none.
  private static let packed: [String: String] = [
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "pages": "application/vnd.apple.pages", "numbers": "application/vnd.apple.numbers",
    "key": "application/vnd.apple.keynote",
  ]

  private static let compound: [String: String] = [
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
  ]

  /// Without control characters; the letters of an older machine are letters all the same.
  private static func isText(_ head: [UInt8]) -> Bool {
    !head.isEmpty
      && head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x0C }
  }
}
