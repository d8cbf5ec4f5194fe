/// How much of anything a table may hold; what lies beyond refuses the file.
///
/// The defaults are far above what a district's files reach (a form export of ten years has some
/// 15,000 rows) and far below what would endanger a small machine.
public struct Limits: Hashable, Sendable {
  /// Most bytes of one cell, after decoding.
  public var fieldBytes: Int
  /// Most columns of one row.
  public var columns: Int
  /// Most bytes of one row, all cells together.
  public var rowBytes: Int
  /// Most rows of one file, the heading and blank ones included.
  public var rows: Int
  /// Most bytes of one file, as stored.
  public var fileBytes: Int
  /// Most characters of a name, a title or another short text.
  public var shortTextCharacters: Int
  /// Most entries of a list in one cell: skills, leaders, links.
  public var listEntries: Int
  /// Most problems that are kept when a whole file is read at once; more are only counted.
  public var keptProblems: Int

  /// Sets each limit; what is not named keeps its default.
  public init(
    fieldBytes: Int = 1 << 20, columns: Int = 500, rowBytes: Int = 8 << 20,
    rows: Int = 1_000_000, fileBytes: Int = 512 << 20, shortTextCharacters: Int = 500,
    listEntries: Int = 100, keptProblems: Int = 1_000
  ) {
    self.fieldBytes = fieldBytes
    self.columns = columns
    self.rowBytes = rowBytes
    self.rows = rows
    self.fileBytes = fileBytes
    self.shortTextCharacters = shortTextCharacters
    self.listEntries = listEntries
    self.keptProblems = keptProblems
  }

  /// The limits that hold unless a caller says otherwise.
  public static let standard = Limits()
}
