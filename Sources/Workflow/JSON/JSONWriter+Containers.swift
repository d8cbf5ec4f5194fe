/// Writes into one node of a ``JSONWriter``.
struct NodeEncoder: Encoder {
  let writer: JSONWriter
  let node: Int

  // Where an error is told, the value's own type says enough; keeping the path would cost more than the rest.
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { writer.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.become(.object, node)
    return KeyedEncodingContainer(KeyedNodes(writer: writer, node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.become(.array, node)
    return UnkeyedNodes(writer: writer, node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    SingleNode(writer: writer, node: node)
  }
}

private struct KeyedNodes<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: JSONWriter
  let node: Int

  var codingPath: [any CodingKey] { [] }

  private func child(_ key: some CodingKey) -> Int {
    writer.child(of: node, key: key.stringValue)
  }

  func encodeNil(forKey key: Key) { writer.set(child(key), word: "null") }
  func encode(_ value: Bool, forKey key: Key) {
    writer.set(child(key), word: value ? "true" : "false")
  }
  func encode(_ value: String, forKey key: Key) { writer.set(child(key), to: value) }
  func encode(_ value: Int, forKey key: Key) { writer.set(child(key), to: value) }
  func encode(_ value: Int64, forKey key: Key) { writer.set(child(key), to: value) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    try value.encode(to: NodeEncoder(writer: writer, node: child(key)))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type, forKey key: Key
  ) -> KeyedEncodingContainer<NestedKey> {
    NodeEncoder(writer: writer, node: child(key)).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    NodeEncoder(writer: writer, node: child(key)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    NodeEncoder(writer: writer, node: writer.child(of: node, key: "super"))
  }

  func superEncoder(forKey key: Key) -> any Encoder {
    NodeEncoder(writer: writer, node: child(key))
  }
}

private struct UnkeyedNodes: UnkeyedEncodingContainer {
  let writer: JSONWriter
  let node: Int

  var codingPath: [any CodingKey] { [] }
  var count: Int { writer.childCount(of: node) }

  private func child() -> Int { writer.child(of: node) }

  func encodeNil() { writer.set(child(), word: "null") }
  func encode(_ value: Bool) { writer.set(child(), word: value ? "true" : "false") }
  func encode(_ value: String) { writer.set(child(), to: value) }
  func encode(_ value: Int) { writer.set(child(), to: value) }
  func encode(_ value: Int64) { writer.set(child(), to: value) }

  func encode(_ value: some Encodable) throws {
    try value.encode(to: NodeEncoder(writer: writer, node: child()))
  }

  func nestedContainer<NestedKey: CodingKey>(
    keyedBy keyType: NestedKey.Type
  ) -> KeyedEncodingContainer<NestedKey> {
    NodeEncoder(writer: writer, node: child()).container(keyedBy: keyType)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    NodeEncoder(writer: writer, node: child()).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    NodeEncoder(writer: writer, node: child())
  }
}

private struct SingleNode: SingleValueEncodingContainer {
  let writer: JSONWriter
  let node: Int

  var codingPath: [any CodingKey] { [] }

  func encodeNil() { writer.set(node, word: "null") }
  func encode(_ value: Bool) { writer.set(node, word: value ? "true" : "false") }
  func encode(_ value: String) { writer.set(node, to: value) }
  func encode(_ value: Double) throws { try writer.set(node, to: value) }
  func encode(_ value: Float) throws { try writer.set(node, to: Double(value)) }
  func encode(_ value: Int) { writer.set(node, to: value) }
  func encode(_ value: Int8) { writer.set(node, to: value) }
  func encode(_ value: Int16) { writer.set(node, to: value) }
  func encode(_ value: Int32) { writer.set(node, to: value) }
  func encode(_ value: Int64) { writer.set(node, to: value) }
  func encode(_ value: UInt) { writer.set(node, to: value) }
  func encode(_ value: UInt8) { writer.set(node, to: value) }
  func encode(_ value: UInt16) { writer.set(node, to: value) }
  func encode(_ value: UInt32) { writer.set(node, to: value) }
  func encode(_ value: UInt64) { writer.set(node, to: value) }

  func encode(_ value: some Encodable) throws {
    try value.encode(to: NodeEncoder(writer: writer, node: node))
  }
}
