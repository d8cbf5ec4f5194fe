/// What content is (RFC 9110 §8.3), for the kinds of files that a district sees.
public struct MediaType: Hashable, Sendable {
  /// As in `Content-Type`.
  public let text: String

  private init(_ text: String) {
    self.text = text
  }

  public static let html = MediaType("text/html; charset=utf-8")
  public static let plain = MediaType("text/plain; charset=utf-8")
  public static let css = MediaType("text/css; charset=utf-8")
  public static let script = MediaType("text/javascript; charset=utf-8")
  public static let csv = MediaType("text/csv; charset=utf-8")
  public static let calendar = MediaType("text/calendar; charset=utf-8")
  public static let json = MediaType("application/json")
  public static let svg = MediaType("image/svg+xml")
  public static let pdf = MediaType("application/pdf")
  /// Bytes of which nothing is known; browsers save them.
  public static let bytes = MediaType("application/octet-stream")
  /// Prometheus' text format 0.0.4.
  public static let metrics = MediaType("text/plain; version=0.0.4; charset=utf-8")

  /// The type that a file's name tells; ``bytes`` for an unknown one.
  public init(forFileName name: String) {
    let dot = name.lastIndex(of: ".")
    let ending = dot.map { lowercased(name[name.index(after: $0)...]) } ?? ""
    self = Self.byEnding[ending] ?? .bytes
  }

  /// Whether a browser shows it by itself, without any script of it being run: pictures, sound, films, PDF and
  /// plain text. SVG and HTML are not among them.
  public var isSafeInPlace: Bool {
    self == .pdf || self == .plain || text.hasPrefix("video/") || text.hasPrefix("audio/")
      || (text.hasPrefix("image/") && self != .svg)
  }

  private static let byEnding: [String: MediaType] = [
    "html": .html, "htm": .html, "txt": .plain, "css": .css, "js": .script, "csv": .csv,
    "ics": .calendar, "json": .json, "svg": .svg, "pdf": .pdf,
    "png": MediaType("image/png"), "jpg": MediaType("image/jpeg"),
    "jpeg": MediaType("image/jpeg"), "gif": MediaType("image/gif"),
    "webp": MediaType("image/webp"), "heic": MediaType("image/heic"),
    "avif": MediaType("image/avif"), "ico": MediaType("image/vnd.microsoft.icon"),
    "mp4": MediaType("video/mp4"), "m4v": MediaType("video/mp4"),
    "mov": MediaType("video/quicktime"), "webm": MediaType("video/webm"),
    "mp3": MediaType("audio/mpeg"), "m4a": MediaType("audio/mp4"), "wav": MediaType("audio/wav"),
    "ogg": MediaType("audio/ogg"), "woff2": MediaType("font/woff2"),
    "zip": MediaType("application/zip"), "doc": MediaType("application/msword"),
    "xls": MediaType("application/vnd.ms-excel"),
    "ppt": MediaType("application/vnd.ms-powerpoint"),
    "docx": MediaType("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": MediaType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": MediaType(
      "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": MediaType("application/vnd.oasis.opendocument.text"),
    "ods": MediaType("application/vnd.oasis.opendocument.spreadsheet"),
  ]
}
