/// One field of a row, and the headings under which files have it.
public struct Column: Hashable, Sendable {
  /// Whether a file without the column can be used.
  public enum Need: Hashable, Sendable {
    case required
    case optional
    /// At least one of the columns of this group must be there: an employee number or an e-mail.
    case oneOf(String)
  }

  /// The field's own name, as configuration names it.
  public let field: String
  /// Accepted headings, the preferred one first.
  public var headings: [String]
  public let need: Need

  /// Describes a column.
  public init(_ field: String, _ headings: [String], _ need: Need = .optional) {
    self.field = field
    self.headings = headings
    self.need = need
  }
}

/// Which headings lead to which field, for one kind of file.
///
/// Headings are compared by their letters and digits only, whatever their case, so that
/// `employee_number`, `EmployeeNumber` and "Employee number" are one; `#` counts as "number" and
/// `%` as "percent". The field's own name is always accepted, and comes last.
public struct ColumnMapping: Hashable, Sendable {
  public private(set) var columns: [Column]

  /// Makes a mapping of columns whose fields differ.
  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// A field that the mapping does not know, found in configuration.
  public struct UnknownFields: Error, Hashable, Sendable, CustomStringConvertible {
    public let found: [String]
    public let known: [String]

    public var description: String {
      "found the fields \(found.joined(separator: ", ")); expected any of "
        + known.joined(separator: ", ")
    }
  }

  /// The same mapping with a district's own headings put before the built-in ones.
  ///
  /// - Parameter headings: For a field's name the headings that the district's files have.
  /// - Returns: A mapping that prefers those, and still accepts the others.
  /// - Throws: ``UnknownFields`` with all names that are none of this mapping's fields.
  public func preferring(_ headings: [String: [String]]) throws(UnknownFields) -> ColumnMapping {
    let known = columns.map(\.field)
    let unknown = headings.keys.filter { !known.contains($0) }.sorted()
    guard unknown.isEmpty else { throw UnknownFields(found: unknown, known: known) }
    var copy = self
    for index in columns.indices {
      copy.columns[index].headings.insert(contentsOf: headings[columns[index].field] ?? [], at: 0)
    }
    return copy
  }

  /// The index of a field's column.
  func index(of field: String) -> Int? {
    columns.firstIndex { $0.field == field }
  }

  /// What is left of a heading for comparison.
  static func key(_ heading: String) -> String {
    var key = ""
    for scalar in heading.unicodeScalars {
      switch scalar {
      case "#": key += "number"
      case "%": key += "percent"
      case "A"..."Z":
        key.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
      case "a"..."z", "0"..."9": key.unicodeScalars.append(scalar)
      default:
        let properties = scalar.properties
        guard scalar.value > 0x7F, properties.isAlphabetic || properties.numericType != nil else {
          continue
        }
        key += properties.lowercaseMapping
      }
    }
    return key
  }
}
