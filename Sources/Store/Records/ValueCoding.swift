import Workflow

/// Values as the tables keep them: JSON with sorted keys, so that the same value is the same bytes.
///
/// One for each thread.
final class ValueCoding {
  private let writer = JSONWriter()
  private let reader = JSONReader()

  func encode(
    _ value: some Encodable, table: StaticString, id: Int64
  ) throws(StoreError) -> [UInt8] {
    do {
      return try writer.write(value)
    } catch {
      throw .unreadable(table: table.description, id: id, what: "\(error)")
    }
  }

  /// A submission, by the quick way.
  func encode(_ submission: Submission) throws(StoreError) -> [UInt8] {
    do {
      return try writer.write(submission)
    } catch {
      throw .unreadable(table: "submission", id: submission.id.number, what: "\(error)")
    }
  }

  func decode<Value: Decodable>(
    _: Value.Type = Value.self, _ bytes: [UInt8], table: StaticString, id: Int64
  ) throws(StoreError) -> Value {
    do {
      return try reader.read(from: bytes)
    } catch {
      throw .unreadable(table: table.description, id: id, what: "\(error)")
    }
  }
}
