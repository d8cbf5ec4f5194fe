import Crypto

/// Files of the program itself that pages refer to: styles, scripts, pictures.
///
/// Each is served under a name that holds the hash of its content, so that browsers may keep it for ever and
/// still get a new one as soon as there is one.
///
/// ```swift
/// let assets = Assets([("style.css", bytes)])
/// assets.name(of: "style.css")         // style.3fa4c1d2e5b6a798.css
/// router.get("/assets/:file") { try assets.response(try $0.text("file")) }
/// ```
public struct Assets: Sendable {
  private struct Asset {
    let type: MediaType
    let bytes: [UInt8]
    let eTag: ETag
  }

  private var assets: [String: Asset] = [:]
  private var names: [String: String] = [:]

  /// Takes the files by their plain names; of two with one name, the last.
  public init(_ files: [(name: String, bytes: [UInt8])]) {
    for file in files {
      let digest = SHA256.hash(file.bytes)
      let dot = file.name.lastIndex(of: ".") ?? file.name.endIndex
      let hashed = file.name[..<dot] + "." + digest.hex.prefix(16) + file.name[dot...]
      names[file.name] = String(hashed)
      assets[String(hashed)] = Asset(
        type: MediaType(forFileName: file.name), bytes: file.bytes, eTag: ETag(digest))
    }
  }

  /// The name under which a file is served; nothing for an unknown one.
  public func name(of plainName: String) -> String? { names[plainName] }

  /// A file's content.
  ///
  /// - Throws: ``HTTPProblem`` with 404 for a name that ``name(of:)`` does not give.
  public func response(_ name: String) throws(HTTPProblem) -> HTTPResponse {
    guard let asset = assets[name] else { throw HTTPProblem(.notFound, "no such asset") }
    return HTTPResponse(.ok, type: asset.type, asset.bytes).with(cache: .forever)
      .with(eTag: asset.eTag)
  }
}
