extension FilePart {
  /// In bytes of UTF-8: what file systems take (`NAME_MAX`).
  public static let fileNameBytesMaximum = 255

  /// A name fit to be kept and shown: what follows the last slash or backslash, without control
  /// characters, marks that turn the writing direction, or dots and blanks around it.
  ///
  /// - Parameter name: As the client sent it.
  /// - Returns: At most 255 bytes, with the ending kept; `file` when nothing is left.
  public static func cleaned(_ name: String) -> String {
    let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last ?? [][...]
    var scalars = last.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate: false
      default: true
      }
    }
    let isEdge: (Unicode.Scalar) -> Bool = { $0 == "." || $0.properties.isWhitespace }
    while let first = scalars.first, isEdge(first) { scalars.removeFirst() }
    while let end = scalars.last, isEdge(end) { scalars.removeLast() }
    let clean = String(String.UnicodeScalarView(scalars))
    return clean.isEmpty ? "file" : shortened(clean)
  }

  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > fileNameBytesMaximum else { return name }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    // An ending that is itself long is none.
    let ending = name[dot...].utf8.count <= 16 ? name[dot...] : ""
    var stem = ""
    for character in name[..<(ending.isEmpty ? name.endIndex : dot)] {
      let all = stem.utf8.count + character.utf8.count + ending.utf8.count
      guard all <= fileNameBytesMaximum else { break }
      stem.append(character)
    }
    let short = stem + ending
    return short.isEmpty ? "file" : short
  }

  /// What a part is, if it is a file.
  init(_ part: MultipartPart, fileName: String) {
    field = part.name
    self.fileName = Self.cleaned(fileName)
    let type = HeaderValue(part.mediaType ?? "").first
    let isType =
      type.utf8.count <= 127 && type.split(separator: "/").count == 2
      && type.utf8.allSatisfy { HTTPHeaders.isTokenByte($0) || $0 == UInt8(ascii: "/") }
    mediaType = isType ? lowercased(type) : "application/octet-stream"
  }
}
