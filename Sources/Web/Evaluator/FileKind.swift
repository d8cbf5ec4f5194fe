import HTTPServer
import Office

/// What a file that was handed in is, as its own first bytes tell.
///
/// Its name was chosen by a stranger, and so was the type that their browser sent along: a page that is called
/// `plan.pdf` is no PDF. Only what is known here is shown in place; everything else is a download.
///
/// Source: the signatures of the WHATWG's MIME Sniffing Standard §6, of ISO/IEC 14496-12 §4.3 and RFC 8081.
struct FileKind: Hashable {
  enum Family: String {
    case pdf, image, video, audio, text
    /// Something to save.
    case file
  }

  let family: Family
  /// As it is served.
  let type: MediaType
  /// Whether its name says something else, which whoever opens it ought to know.
  let isMisnamed: Bool

  /// So many bytes are looked at.
  static let headBytes = 2_048

  /// - Parameters:
  ///   - head: The first bytes, or all of them.
  ///   - name: What its teacher called it.
  init(head: [UInt8], named name: String) {
    let said = MediaType(forFileName: name)
    if let (family, type) = Self.known(head) {
      self.family = family
      self.type = type
      // Sound and film come in the same wrappings.
      let isHeard =
        [.audio, .video].contains(family) && [.audio, .video].contains(Self.family(said))
      isMisnamed = Self.family(said) != family && Self.family(said) != .file && !isHeard
    } else if Self.isCalledText(name), Self.isText(head) {
      family = .text
      type = .plain
      isMisnamed = false
    } else {
      family = .file
      // What a browser would show or run is not told by a name.
      type = Self.family(said) == .file && !Self.isRun(said) ? said : .bytes
      // A text in the letters of an older machine is a text all the same.
      isMisnamed = ![.file, .text].contains(Self.family(said))
    }
  }

  /// Whether it is shown in place, without a right to anything.
  var isShown: Bool { family != .file }

  /// Whether browsers show it as a picture within a page.
  var isPicture: Bool { family == .image && type != MediaType(forFileName: "a.heic") }

  private static func known(_ head: [UInt8]) -> (Family, MediaType)? {
    func begins(_ bytes: [UInt8], at place: Int = 0) -> Bool {
      head.dropFirst(place).starts(with: bytes)
    }
    func begins(_ text: String, at place: Int = 0) -> Bool { begins(Array(text.utf8), at: place) }
    func type(_ ending: String) -> MediaType { MediaType(forFileName: "a." + ending) }
    if begins("%PDF-") { return (.pdf, .pdf) }
    if begins([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return (.image, type("png")) }
    if begins([0xFF, 0xD8, 0xFF]) { return (.image, type("jpg")) }
    if begins("GIF87a") || begins("GIF89a") { return (.image, type("gif")) }
    if begins("RIFF"), begins("WEBP", at: 8) { return (.image, type("webp")) }
    if begins("RIFF"), begins("WAVE", at: 8) { return (.audio, type("wav")) }
    if begins("OggS") { return (.audio, type("ogg")) }
    if begins("ID3") || (begins([0xFF]) && head.count > 1 && head[1] & 0xE6 == 0xE2) {
      return (.audio, type("mp3"))
    }
    if begins([0x1A, 0x45, 0xDF, 0xA3]) { return (.video, type("webm")) }
    guard begins("ftyp", at: 4), head.count >= 12 else { return nil }
    switch String(decoding: head[8..<12], as: UTF8.self) {
    case "avif", "avis": return (.image, type("avif"))
    case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1": return (.image, type("heic"))
    case "M4A ", "M4B ": return (.audio, type("m4a"))
    case "qt  ": return (.video, type("mov"))
    default: return (.video, type("mp4"))
    }
  }

  private static func family(_ type: MediaType) -> Family {
    if type == .pdf { return .pdf }
    if type == .plain { return .text }
    if type.text.hasPrefix("image/"), type != .svg { return .image }
    if type.text.hasPrefix("video/") { return .video }
    return type.text.hasPrefix("audio/") ? .audio : .file
  }

  private static func isRun(_ type: MediaType) -> Bool {
    [.html, .svg, .script, .css, .calendar].contains(type)
  }

  private static func isCalledText(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".txt", ".md", ".csv"].contains { name.hasSuffix($0) }
  }

  /// UTF-8 without control characters; a character that the head cuts in two is none the worse for it.
  private static func isText(_ head: [UInt8]) -> Bool {
    guard !head.isEmpty else { return false }
    let isPlain = head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
    guard isPlain else { return false }
    if String(validating: head, as: UTF8.self) != nil { return true }
    guard head.count >= headBytes else { return false }
    return (1...3).contains { String(validating: head.dropLast($0), as: UTF8.self) != nil }
  }
}

extension KeptFile {
  /// The first bytes.
  ///
  /// - Throws: ``HTTPServer/HTTPProblem`` when the file can't be read.
  func head() throws -> [UInt8] {
    switch self {
    case .bytes(let bytes): return Array(bytes.prefix(FileKind.headBytes))
    case .path(let path):
      let file = try ServedFile(path: path)
      return try file.read(0..<min(file.length, Int64(FileKind.headBytes)))
    }
  }
}
