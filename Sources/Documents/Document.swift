/// A JSON5 document, parsed, every node with its place.
///
/// ```swift
/// let document = try Document(parsing: bytes, file: "Config/x.json5")
/// let margin = try document.read { root in
///   root.fields { $0.required("margin")?.integer(in: 0...28) }
/// }
/// ```
public struct Document: Sendable {
  /// Most bytes in a document: the largest rubric with all its texts has a tenth of it.
  public static let byteMax = 1_048_576
  /// Most lists and maps inside one another. It bounds the parser's recursion, too.
  public static let depthMax = 32

  /// The file's name as mistakes tell it.
  public let file: String
  /// The outermost value. Of a key that stands twice it has the first, and ``read(_:)`` tells it.
  public let root: Value
  private let doubleKeys: Mistakes?

  /// Parses bytes as JSON5 in UTF-8, with or without a byte order mark.
  ///
  /// A parser can't guess what was meant after a slip in the syntax, so that slip is the last
  /// mistake told. Double keys, by contrast, are kept for ``read(_:)``, to be told with all others.
  ///
  /// - Throws: ``Mistakes`` when the bytes are no JSON5 within the limits.
  public init(parsing bytes: [UInt8], file: String) throws(Mistakes) {
    self.file = file
    var doubles: Mistakes?
    do throws(Mistake) {
      let scalars = try Self.decode(bytes, file: file)
      var parser = Parser(scalars: scalars, file: file)
      defer { doubles = parser.doubleKeys }
      root = try parser.document()
    } catch {
      guard var mistakes = doubles else { throw Mistakes(error) }
      mistakes.add(error)
      throw mistakes
    }
    doubleKeys = doubles
  }

  /// Reads typed values from the document.
  ///
  /// - Parameter body: Asks the reader for what it needs, and returns nil when something needed is
  ///   missing.
  /// - Returns: What `body` made, if nothing at all was wrong.
  /// - Throws: ``Mistakes`` with everything that was wrong, in the file's order.
  public func read<Result>(_ body: (Reader) -> Result?) throws(Mistakes) -> Result {
    let notes = Notes(file: file, mistakes: doubleKeys)
    let reader = Reader(value: root, path: "", notes: notes)
    let result = body(reader)
    if notes.mistakes == nil, let result { return result }
    if notes.mistakes == nil { reader.mistake(expected: "a complete document") }
    guard let mistakes = notes.mistakes else {
      throw Mistakes(Mistake(file: file, place: .init(), found: "nothing", expected: "a document"))
    }
    throw mistakes.inFileOrder()
  }

  /// Bytes to scalars, without a byte order mark.
  private static func decode(_ bytes: [UInt8], file: String) throws(Mistake) -> [Unicode.Scalar] {
    func whole(found: String, expected: String) -> Mistake {
      Mistake(file: file, place: .init(), found: found, expected: expected)
    }
    guard bytes.count <= byteMax else {
      throw whole(found: "\(bytes.count) bytes", expected: "at most \(byteMax) bytes")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw whole(found: "UTF-16", expected: "UTF-8 (save the file with that encoding)")
    }
    var scalars: [Unicode.Scalar] = []
    scalars.reserveCapacity(bytes.count)
    var codec = UTF8()
    var iterator = (bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
      .makeIterator()
    var line = 1
    var column = 1
    decoding: while true {
      let place = Mistake.Place(line: line, column: column)
      switch codec.decode(&iterator) {
      case .emptyInput: break decoding
      case .error:
        throw Mistake(
          file: file, place: place, found: "bytes that are no UTF-8",
          expected: "text (save the file as UTF-8)")
      case .scalarValue("\0"):
        throw Mistake(
          file: file, place: place, found: "a zero byte", expected: "text, not a binary file")
      case .scalarValue(let scalar):
        let ends = scalar == "\n" && scalars.last != "\r" || scalar == "\r"
        if ends { line += 1 }
        column = ends || scalar == "\n" ? 1 : column + 1
        scalars.append(scalar)
      }
    }
    return scalars
  }
}
