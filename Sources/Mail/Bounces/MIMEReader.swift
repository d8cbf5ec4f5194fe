/// A stranger's message, as far as a bounce needs it: its parts in a row.
struct MIMEReader {
  struct Part {
    var fields: [HeaderFields.Field]
    /// `type/subtype` in lower case.
    var mediaType: String
    fileprivate var content: [UInt8]
  }

  /// How deep parts in parts are followed.
  static let depthMaximum = 6
  /// How many parts are looked at in all.
  static let partCountMaximum = 60

  /// The message itself first, then what is in it, in order.
  let parts: [Part]

  init(_ bytes: [UInt8]) {
    let message = CollectedMessage(
      bytes,
      ReadingLimits(
        messageBytes: BounceReader.lengthMaximum, fieldCount: HeaderFields.countMaximum,
        depth: Self.depthMaximum, partCount: Self.partCountMaximum,
        partBytes: BounceReader.lengthMaximum, entersMessages: false))
    parts = message.parts.map {
      Part(fields: $0.part.header.fields, mediaType: $0.part.mediaType, content: $0.content)
    }
  }

  /// A part's content as bytes, its transfer encoding undone.
  func content(of part: Part) -> [UInt8] { part.content }
}
