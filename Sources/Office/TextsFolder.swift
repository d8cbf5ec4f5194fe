import Documents
public import Files
public import Notices

/// A district's own wording of notices, as it lies in `texts/`: a file `NAME.txt` for each.
public enum TextsFolder {
  /// Most bytes of one text.
  public static let bytesMax = 64 << 10

  /// Reads all texts, with everything that is wrong in them told at once.
  ///
  /// - Parameter files: The data directory.
  /// - Returns: Our texts, and the district's own in the place of those of the same name.
  /// - Throws: ``Documents/Mistakes``, or ``Files/FileError``.
  public static func catalog(_ files: any FileSystem) throws -> NoticeCatalog {
    try NoticeCatalog(overrides: templates(files))
  }

  /// The district's own texts, with everything that is wrong in them told at once.
  ///
  /// - Parameter files: The data directory.
  /// - Returns: The texts.
  /// - Throws: ``Documents/Mistakes``, or ``Files/FileError``.
  public static func templates(_ files: any FileSystem) throws -> [Template] {
    var templates: [Template] = []
    var mistakes: [Mistake] = []
    for name in try names(files) {
      let path = "\(DataDirectory.texts)/\(name)"
      guard let template = NoticeCatalog.templateName(file: name) else {
        let near = NoticeCatalog.nearestFile(to: name)
        mistakes.append(
          Mistake(
            file: path, place: .init(), found: "a name that is no notice's",
            expected: near.map { "the name of one, perhaps \($0)" } ?? "the name of one"))
        continue
      }
      let bytes = try files.read(path, limit: bytesMax)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        mistakes.append(
          Mistake(
            file: path, place: .init(), found: "bytes that are no UTF-8",
            expected: "text (save the file as UTF-8)"))
        continue
      }
      do throws(Mistakes) {
        templates.append(try Template(text, file: path, for: template))
      } catch {
        mistakes += error.told
      }
    }
    if let mistakes = Mistakes(mistakes) { throw mistakes }
    return templates
  }

  private static func names(_ files: any FileSystem) throws(FileError) -> [String] {
    do throws(FileError) {
      return try files.list(DataDirectory.texts)
        .filter { $0.kind == .file && $0.name.hasSuffix(".txt") }.map(\.name)
    } catch {
      // No folder means that nothing was reworded.
      if error.reason == .notFound { return [] }
      throw error
    }
  }
}
