/// One thing in which two values differ, in people's words.
public struct Difference: Hashable, Sendable, CustomStringConvertible {
  /// Keys from the root; an item of a list stands by its label, as in `intake.windows[Fall].days`.
  public let path: String
  /// What stood there, as in a file; nil when the thing is new.
  public let before: String?
  /// What stands there now; nil when the thing is gone.
  public let after: String?

  /// `judging.margin: 7 → 10`, `proposals: added { … }` or `proposals: removed (was { … })`.
  public var description: String {
    switch (before, after) {
    case (let before?, let after?): "\(path): \(before) → \(after)"
    case (nil, let after?): "\(path): added \(after)"
    case (let before?, nil): "\(path): removed (was \(before))"
    case (nil, nil): "\(path): unchanged"
    }
  }
}

extension Plain {
  /// Where `other` differs from this value, whatever the order of keys; empty when nowhere.
  ///
  /// Lists of maps that have an `id` or a `label`, each once only, are matched by it, since a
  /// person who puts a window in front has not changed all the others. Other lists are told as a
  /// whole.
  ///
  /// - Parameter other: The value after the change.
  /// - Returns: Differences in this value's order, then what is new in the other's.
  public func differences(to other: Plain) -> [Difference] {
    var found: [Difference] = []
    Self.compare(self, other, at: "", into: &found)
    return found
  }

  private static func compare(
    _ old: Plain?, _ new: Plain?, at path: String, into found: inout [Difference]
  ) {
    switch (old, new) {
    case (nil, nil): return
    case (.map(let before)?, .map(let after)?):
      compare(keyed(before), keyed(after), into: &found) {
        let part = Reader.pathPart($0)
        return path.isEmpty ? part : "\(path).\(part)"
      }
      return
    case (.list(let before)?, .list(let after)?):
      if before == after { return }
      guard let old = labelled(before), let new = labelled(after) else { break }
      compare(old, new, into: &found) { "\(path)[\($0)]" }
      let common = Set(old.map(\.label)).intersection(new.map(\.label))
      if old.map(\.label).filter(common.contains) != new.map(\.label).filter(common.contains) {
        found.append(
          Difference(
            path: "\(path.isEmpty ? "items" : path) in order",
            before: old.map(\.label).joined(separator: ", "),
            after: new.map(\.label).joined(separator: ", ")))
      }
      return
    default: break
    }
    guard old != new else { return }
    found.append(
      Difference(
        path: path.isEmpty ? "everything" : path, before: old.map(words), after: new.map(words)))
  }

  private typealias Labelled = [(label: String, value: Plain)]

  private static func compare(
    _ old: Labelled, _ new: Labelled, into found: inout [Difference], path: (String) -> String
  ) {
    let newValues = Dictionary(new.map { ($0.label, $0.value) }) { first, _ in first }
    let oldLabels = Set(old.map(\.label))
    for (label, value) in old {
      compare(value, newValues[label], at: path(label), into: &found)
    }
    for (label, value) in new where !oldLabels.contains(label) {
      compare(nil, value, at: path(label), into: &found)
    }
  }

  private static func keyed(_ entries: [Entry]) -> Labelled {
    entries.map { ($0.key, $0.value) }
  }

  /// Items by id or label; nil when one has none or two share one.
  private static func labelled(_ items: [Plain]) -> Labelled? {
    var labelled: Labelled = []
    var seen: Set<String> = []
    for item in items {
      guard case .map(let entries) = item,
        let name = entries.first(where: { $0.key == "id" || $0.key == "label" }),
        case .string(let label) = name.value, seen.insert(label).inserted
      else { return nil }
      labelled.append((label, item))
    }
    return labelled
  }

  /// A value as it is told in one line, at most 200 characters of it.
  private static func words(_ value: Plain) -> String {
    let text: String
    switch value {
    case .string(let string): text = "\"" + string + "\""
    case .list(let items):
      text = items.isEmpty ? "nothing" : items.map(words).joined(separator: ", ")
    case .map(let entries):
      text = "{ " + entries.map { "\($0.key): \(words($0.value))" }.joined(separator: ", ") + " }"
    case .null, .bool, .integer: text = JSONText.write(value)
    }
    let line = text.unicodeScalars.prefix(200).map(Mistake.visible).joined()
    return text.unicodeScalars.count > 200 ? line + "…" : line
  }
}
