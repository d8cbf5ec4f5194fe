/// Sizes of files as people read them: `214 kB`, `2 GB`.
enum FileSize {
  static func words(_ bytes: Int64) -> String {
    let units: [(size: Int64, name: String)] = [
      (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"),
    ]
    for unit in units where bytes >= unit.size {
      let tenths = bytes * 10 / unit.size
      let isWhole = tenths >= 100 || tenths % 10 == 0
      return isWhole
        ? "\(tenths / 10)\u{a0}\(unit.name)" : "\(tenths / 10).\(tenths % 10)\u{a0}\(unit.name)"
    }
    return "\(bytes)\u{a0}bytes"
  }
}
