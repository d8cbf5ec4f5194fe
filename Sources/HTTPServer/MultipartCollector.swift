/// Sorts a multipart body: fields into memory, files into their sinks.
struct MultipartCollector: MultipartEvents {
  private enum Current {
    case nothing
    case field(name: String, bytes: [UInt8])
    case file(FilePart, any FileSink, length: Int64)
    /// A file field in which no file was chosen: browsers send an empty name and nothing else.
    case unchosen
  }

  private let limits: MultipartLimits
  private let makeSink: (FilePart) throws -> any FileSink
  private var current = Current.nothing
  private var fieldBytes = 0
  private var fieldCount = 0
  private(set) var form = MultipartForm()

  init(_ limits: MultipartLimits, sink: @escaping (FilePart) throws -> any FileSink) {
    self.limits = limits
    makeSink = sink
  }

  mutating func begin(_ part: MultipartPart) throws {
    guard part.name.utf8.count <= limits.fields.nameBytesMax else {
      throw HTTPProblem.tooLarge("a field's name of more than \(limits.fields.nameBytesMax) bytes")
    }
    fieldCount += 1
    guard fieldCount <= limits.fields.fieldsMax + limits.filesMax else {
      throw HTTPProblem.tooLarge("a form with too many parts")
    }
    guard let fileName = part.fileName else {
      guard form.fields.fields.count < limits.fields.fieldsMax else {
        throw HTTPProblem.tooLarge("a form with more than \(limits.fields.fieldsMax) fields")
      }
      current = .field(name: part.name, bytes: [])
      return
    }
    guard !fileName.isEmpty else {
      current = .unchosen
      return
    }
    guard form.files.count < limits.filesMax else {
      throw HTTPProblem.tooLarge("more than \(limits.filesMax) files")
    }
    let file = FilePart(part, fileName: fileName)
    current = .file(file, try makeSink(file), length: 0)
  }

  mutating func content(_ bytes: RawSpan) throws {
    switch current {
    case .nothing: break
    case .unchosen: throw HTTPProblem.bad("a file without a name")
    case .field(let name, var value):
      current = .nothing
      fieldBytes += bytes.byteCount
      guard value.count + bytes.byteCount <= limits.fields.valueBytesMax,
        fieldBytes <= limits.fieldsBytesMax
      else { throw HTTPProblem.tooLarge("a field, or all of them, with too many bytes") }
      unsafe bytes.withUnsafeBytes { unsafe value.append(contentsOf: $0) }
      current = .field(name: name, bytes: value)
    case .file(let part, let sink, let length):
      current = .file(part, sink, length: length + Int64(bytes.byteCount))
      try sink.write(bytes)
    }
  }

  mutating func endPart() throws {
    switch current {
    case .nothing, .unchosen: break
    case .field(let name, let bytes):
      form.fields.append(name, try FormData.checked(bytes, "value"))
    case .file(let part, let sink, let length):
      // It counts among the files first, so that it is cancelled if it cannot finish.
      form.files.append(MultipartForm.File(part: part, length: length, sink: sink))
      current = .nothing
      try sink.finish()
    }
    current = .nothing
  }

  /// Lets nothing remain of any file.
  mutating func cancel() {
    if case .file(_, let sink, _) = current { sink.cancel() }
    for file in form.files { file.sink.cancel() }
    current = .nothing
    form = MultipartForm()
  }
}
