/// What a handler does once it has seen a request's headers, before any body has come.
///
/// ```swift
/// func evidence(_ call: Call<Visitor>) throws -> Handling {
///   guard call.context.mayUpload else { throw HTTPProblem(.forbidden) }
///   let blobs = call.context.blobs
///   return .multipart(MultipartLimits(bodyBytesMax: 2_200_000_000)) { part in
///     try blobs.begin(part.fileName)
///   } then: { request, form in
///     try .seeOther("/evidence/\(form.fields["draft"] ?? "")")
///   }
/// }
/// ```
public enum Handling {
  /// Answers at once. A body that follows is not looked at.
  case respond(HTTPResponse)
  /// Takes the body into memory, then answers; a longer one is answered with 413.
  case collect(bytesMax: Int, then: (HTTPRequest) throws -> HTTPResponse)
  /// Takes a form with files: fields into memory, files into sinks as they arrive.
  case multipart(
    MultipartLimits, sink: (FilePart) throws -> any FileSink,
    then: (HTTPRequest, MultipartForm) throws -> HTTPResponse)
}

/// Where a file goes that is being uploaded. Used by one thread at a time.
///
/// After ``cancel()`` nothing else is called. It comes whenever the request does not end well: the client
/// went away, another part was refused, the answer could not be made. It comes after ``finish()`` too, if
/// the rest of the request failed; a sink whose content was taken by the handler does nothing then.
public protocol FileSink: AnyObject {
  /// Takes the next bytes.
  func write(_ bytes: RawSpan) throws
  /// All bytes have come.
  func finish() throws
  /// The request failed: nothing must remain.
  func cancel()
}

/// What a client says of a file that it sends. None of it is proven.
public struct FilePart: Hashable, Sendable {
  /// The form field's name.
  public let field: String
  /// The file's own name, without any path, of at most 255 bytes; `file` if nothing is left of it.
  public let fileName: String
  /// As the client says; `application/octet-stream` if it says nothing usable.
  public let mediaType: String
}

/// How much of a form with files is taken.
public struct MultipartLimits: Hashable, Sendable {
  /// Of the whole body, in bytes.
  public var bodyBytesMax: Int64
  public var filesMax: Int
  public var fields: FormData.Limits
  /// Of all fields that are not files together, in bytes.
  public var fieldsBytesMax: Int
  /// Of the header of one part, in bytes.
  public var partHeaderBytesMax: Int

  public init(
    bodyBytesMax: Int64, filesMax: Int = 20,
    fields: FormData.Limits = FormData.Limits(fieldsMax: 200),
    fieldsBytesMax: Int = 1_000_000, partHeaderBytesMax: Int = 4_096
  ) {
    self.bodyBytesMax = bodyBytesMax
    self.filesMax = filesMax
    self.fields = fields
    self.fieldsBytesMax = fieldsBytesMax
    self.partHeaderBytesMax = partHeaderBytesMax
  }
}

/// A form with files that has arrived whole.
public struct MultipartForm {
  public struct File {
    public let part: FilePart
    /// In bytes.
    public let length: Int64
    /// The one that was made for it.
    public let sink: any FileSink
  }

  public internal(set) var fields = FormData()
  public internal(set) var files: [File] = []
}
