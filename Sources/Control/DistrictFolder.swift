import Files
import Glibc
import Notices
import Office
import Programs
import SQLite
import Store

/// A data directory, by its path.
struct DistrictFolder {
  let path: String
  let files: LocalFiles

  init(_ path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    files = LocalFiles(root: self.path)
  }

  var databasePath: String { "\(path)/\(DataDirectory.database)" }

  /// Whether there is a database.
  func hasDistrict() throws -> Bool {
    do throws(FileError) {
      return try files.attributes(DataDirectory.database) != nil
    } catch {
      if error.reason == .notFound || error.errorNumber == ENOTDIR { return false }
      throw Failure(error)
    }
  }

  func checkDistrict() throws {
    guard try hasDistrict() else {
      throw Failure(
        .noInput, "There is no district in \(path).",
        hint: "Begin one with: rubricctl init --data \(path) --program FILE")
    }
  }

  /// Makes the data directory and its folders.
  func prepare() throws {
    do throws(FileError) {
      try OutputFile.makeFolder(path)
    } catch {
      throw Failure(.cantCreate, error.description)
    }
    try DistrictOffice.prepareFolders(files)
  }

  /// Opens the district's office.
  ///
  /// - Parameters:
  ///   - environment: The world outside.
  ///   - forReading: Whether nothing will be changed: then no lock is needed.
  /// - Returns: The office.
  /// - Throws: ``Failure`` where there is no district, and what the store throws.
  func open(_ environment: Environment, forReading: Bool) throws -> DistrictOffice {
    try checkDistrict()
    let options = Connection.Options(access: forReading ? .readOnly : .readWrite)
    let store = try DistrictStore(
      at: .file(databasePath), random: environment.random, options: options)
    return try office(over: store, environment)
  }

  /// The office over an open database.
  func office(over store: DistrictStore, _ environment: Environment) throws -> DistrictOffice {
    DistrictOffice(
      store: store,
      surroundings: Surroundings(
        clock: environment.clock, random: environment.random, files: files,
        zoneFile: environment.zoneFile),
      settings: OfficeSettings(publicAddress: publicAddress, texts: try NoticeCatalog()))
  }

  /// Where links lead, by the installation's file beside the database. Without one that can be read it is this machine:
  /// the daemon says what is wrong with it, and puts mails into words itself.
  private var publicAddress: String {
    let name = DataDirectory.installation
    let installation = try? Installation.read(files.read(name, limit: 1 << 20), file: name)
    return installation?.publicAddress ?? InstallationFile.firstAddress
  }
}

extension DistrictFolder {
  /// Takes the lock that whoever writes holds: one process owns a data directory.
  ///
  /// - Returns: The lock; `nil` if somebody else has it.
  /// - Throws: ``Failure`` when the file can't be made.
  func lock() throws(Failure) -> DataLock? {
    do throws(LockFailure) {
      return try DataLock(data: path)
    } catch {
      switch error {
      case .taken: return nil
      case .file(let error):
        throw Failure(
          error.reason == .notPermitted ? .notAllowed : .cantCreate,
          "The lock can't be had: \(error).")
      }
    }
  }
}
