// How elements are written. The functions that bear the elements' names call these.

/// An element with content.
///
/// - Parameters:
///   - name: The tag's name, from this module only.
///   - attributes: In the order in which they are written.
///   - content: What stands between the tags.
/// - Returns: The element with both tags.
func element(_ name: StaticString, _ attributes: [Attribute], _ content: Markup) -> Markup {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(content.bytes.count + 64 + 48 * attributes.count)
  bytes.append(tag: name, attributes)
  bytes.append(contentsOf: content.bytes)
  bytes.append(fixed: "</")
  bytes.append(fixed: name)
  bytes.append(UInt8(ascii: ">"))
  return Markup(bytes: bytes)
}

/// An element that has no content and no end tag (HTML §13.1.2, void elements).
func voidElement(_ name: StaticString, _ attributes: [Attribute]) -> Markup {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(32 + 48 * attributes.count)
  bytes.append(tag: name, attributes)
  return Markup(bytes: bytes)
}

extension [UInt8] {
  /// Appends a start tag.
  mutating func append(tag name: StaticString, _ attributes: [Attribute]) {
    append(UInt8(ascii: "<"))
    append(fixed: name)
    for attribute in attributes { attribute.write(into: &self) }
    append(UInt8(ascii: ">"))
  }
}
