import Control
import Documents
public import Files
public import Notices
public import Office
public import Programs

/// What the daemon reads from files: the installation, and the program's own texts of notices.
public struct Configuration: Sendable {
  public var installation: Installation
  public var texts: NoticeCatalog
  /// Names of the files below `texts/` that stand in place of our own texts.
  public var ownTexts: [String]

  /// The largest installation's file, and the largest text.
  private static let bytesMax = 1 << 20

  /// The installation's file of a data directory, unless another is named.
  public static func standardInstallation(data: String) -> String {
    "\(data)/\(DataDirectory.installation)"
  }

  /// Reads everything, and tells all mistakes of all files at once.
  ///
  /// - Parameters:
  ///   - path: The installation's file.
  ///   - files: The data directory, with `texts/`.
  /// - Throws: ``DaemonFailure/configuration(_:)`` with every mistake.
  public init(installation path: String, files: any FileSystem) throws(DaemonFailure) {
    var problems: [String] = []
    var installation: Installation?
    do {
      installation = try Installation.read(
        SystemFile.read(path, limit: Self.bytesMax), file: path)
    } catch let error as Mistakes {
      problems.append(error.description)
    } catch let error as FileError where error.reason == .notFound {
      problems.append(
        "\(path): not found; expected the installation's file, at least "
          + "{ format: 1, publicAddress: \"https://…\" }")
    } catch {
      problems.append("\(error)")
    }
    var catalog: NoticeCatalog?
    ownTexts = []
    do {
      let (templates, names) = try Self.templates(in: files, problems: &problems)
      catalog = try NoticeCatalog(overrides: templates)
      ownTexts = names
    } catch {
      problems.append("\(error)")
    }
    guard problems.isEmpty, let installation, let catalog else {
      throw .configuration(problems.joined(separator: "\n"))
    }
    self.installation = installation
    texts = catalog
  }

  /// The office's settings that follow from it.
  public var settings: OfficeSettings {
    OfficeSettings(
      publicAddress: installation.publicAddress,
      linkDaysAfterDeadline: installation.limits.linkDaysAfterDeadline, texts: texts,
      intakeFileBytesMax: installation.limits.intakeFileMebibytes << 20,
      mail: installation.delivery == .relay ? .relay : .maildir)
  }

  /// What another reading changed, a line each; a change of a text's words is not seen here.
  func differences(to other: Configuration) -> [String] {
    var lines = installation.plain.differences(to: other.installation.plain).map(\.description)
    if ownTexts != other.ownTexts {
      lines.append("texts: \(ownTexts.count) → \(other.ownTexts.count) of the program's own")
    }
    return lines
  }

  private static func templates(
    in files: any FileSystem, problems: inout [String]
  ) throws -> ([Template], [String]) {
    var templates: [Template] = []
    var names: [String] = []
    guard try files.exists(DataDirectory.texts) else { return ([], []) }
    for entry in try files.list(DataDirectory.texts) where !entry.name.hasPrefix(".") {
      let path = "\(DataDirectory.texts)/\(entry.name)"
      guard entry.kind == .file, let name = NoticeCatalog.templateName(file: entry.name) else {
        let nearest = NoticeCatalog.nearestFile(to: entry.name)
        problems.append(
          "\(path): found a name that is no notice's; expected "
            + (nearest.map { "perhaps \($0)" } ?? "one that `rubricctl notice list` shows"))
        continue
      }
      do {
        let bytes = try files.read(path, limit: bytesMax)
        guard let source = String(validating: bytes, as: UTF8.self) else {
          problems.append("\(path): found bytes that are no UTF-8; expected text in UTF-8")
          continue
        }
        templates.append(try Template(source, file: path, for: name))
        names.append(entry.name)
      } catch {
        problems.append("\(error)")
      }
    }
    return (templates, names)
  }
}
