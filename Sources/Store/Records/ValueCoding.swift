import FoundationEssentials

/// Values as the tables keep them: JSON with sorted keys, so that the same value is the same bytes.
///
/// One for each thread.
final class ValueCoding {
  private let encoder = JSONEncoder()
  private let decoder = JSONDecoder()

  init() {
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  }

  func encode(
    _ value: some Encodable, table: StaticString, id: Int64
  ) throws(StoreError) -> [UInt8] {
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw .unreadable(table: table.description, id: id, what: "\(error)")
    }
  }

  func decode<Value: Decodable>(
    _: Value.Type = Value.self, _ bytes: [UInt8], table: StaticString, id: Int64
  ) throws(StoreError) -> Value {
    do {
      return try decoder.decode(Value.self, from: Data(bytes))
    } catch {
      throw .unreadable(table: table.description, id: id, what: "\(error)")
    }
  }
}
