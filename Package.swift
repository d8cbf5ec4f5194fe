// swift-tools-version: 6.2
import PackageDescription

// The manifest reads as the table of modules: each line is a module and what it may import. Imports
// point downward only; `Tests/TidyTests` holds the sources against this table.

/// Settings of every target: a warning is an error, and each unsafe expression says so.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of our own, and what it may import.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of a module; they may import that module and whatever else is named.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name, condition: nil)] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "rubricd",
  products: [
    .executable(name: "rubricd", targets: ["rubricd"]),
    .executable(name: "rubricctl", targets: ["rubricctl"]),
  ],
  targets: [
    // Debian's C libraries, each for what must never be written by hand.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),

    // Values and pure functions.
    module("CivilTime"),
    module("Documents"),
    module("Matching"),
    module("HTML"),
    module("Crypto", ["COpenSSL"]),
    module("Rubrics", ["Crypto", "Documents"]),
    module("Mail", ["CivilTime", "Crypto", "Documents"]),
    module("Programs", ["CivilTime", "Documents", "Rubrics"]),
    module("Ledger", ["CivilTime", "Crypto", "Programs", "Rubrics"]),
    module("Workflow", ["CivilTime", "Ledger", "Programs", "Rubrics"]),
    module("Assignments", ["CivilTime", "Matching", "Programs", "Workflow"]),
    module(
      "Notices",
      ["CivilTime", "Documents", "HTML", "Mail", "Programs", "Rubrics", "Workflow"]),
    module("IntakeFormats", ["CArchive", "CivilTime"]),

    // The network.
    module("MailTransport", ["COpenSSL", "Crypto", "Mail"]),
    module("HTTPServer", ["CMicroHTTPD", "Crypto"]),

    // Storage.
    module("Files", ["Crypto"]),
    module("SQLite", ["CSQLite", "Crypto", "Files"]),
    module(
      "Store",
      ["CivilTime", "Crypto", "Files", "Ledger", "Programs", "Rubrics", "SQLite", "Workflow"]),

    // The one way through the house, and who walks it.
    module(
      "Office",
      [
        "Assignments", "CivilTime", "Crypto", "Documents", "Files", "IntakeFormats", "Ledger",
        "Mail", "Notices", "Programs", "Rubrics", "SQLite", "Store", "Workflow",
      ]),
    // The pages.
    .target(
      name: "Web",
      dependencies: [
        "Assignments", "CivilTime", "Crypto", "Documents", "Files", "HTML", "HTTPServer",
        "IntakeFormats", "Ledger", "Mail", "Notices", "Office", "Programs", "Rubrics", "Store",
        "Workflow",
      ],
      resources: [
        .embedInCode("Assets/style.css"), .embedInCode("Assets/pages.css"),
        .embedInCode("Assets/evaluator.css"),
        .embedInCode("Assets/pages.js"), .embedInCode("Assets/icon.svg"),
        .embedInCode("Assets/teacher.css"), .embedInCode("Assets/office.css"),
      ],
      swiftSettings: strict),
    module(
      "Simulation",
      [
        "Assignments", "CivilTime", "Crypto", "Documents", "Files", "IntakeFormats", "Ledger",
        "Mail", "Notices", "Office", "Programs", "Rubrics", "SQLite", "Store", "Workflow",
      ]),
    module(
      "Control",
      [
        "Assignments", "CivilTime", "Crypto", "Documents", "Files", "IntakeFormats", "Ledger",
        "Mail", "MailTransport", "Matching", "Notices", "Office", "Programs", "Rubrics",
        "Simulation", "SQLite", "Store", "Workflow",
      ]),
    module(
      "Daemon",
      [
        "CivilTime", "Control", "Crypto", "Documents", "Files", "HTTPServer", "Mail",
        "MailTransport", "Notices", "Office", "Programs", "Simulation", "SQLite", "Store", "Web",
        "Workflow",
      ]),
    .executableTarget(name: "rubricd", dependencies: ["Daemon"], swiftSettings: strict),
    .executableTarget(name: "rubricctl", dependencies: ["Control"], swiftSettings: strict),

    tests(of: "CivilTime"),
    tests(of: "Documents"),
    tests(of: "Matching"),
    tests(of: "HTML"),
    tests(of: "Crypto"),
    tests(of: "Files"),
    tests(of: "Rubrics", ["Documents"]),
    tests(of: "Mail", ["CivilTime", "Crypto", "Documents"]),
    tests(of: "MailTransport", ["CivilTime", "Crypto", "Mail"]),
    tests(of: "HTTPServer", ["Crypto"]),
    tests(of: "Programs", ["CivilTime", "Documents", "Rubrics"]),
    tests(of: "Ledger", ["CivilTime", "Programs", "Rubrics"]),
    tests(of: "Workflow", ["CivilTime", "Ledger", "Programs", "Rubrics"]),
    tests(of: "Assignments", ["CivilTime", "Matching", "Programs", "Workflow"]),
    tests(
      of: "Notices",
      [
        "CivilTime", "Crypto", "Documents", "HTML", "Ledger", "Mail", "Programs", "Rubrics",
        "Workflow",
      ]),
    tests(of: "IntakeFormats", ["CivilTime"]),
    tests(of: "SQLite", ["CSQLite", "Crypto", "Files"]),
    tests(
      of: "Store",
      ["CivilTime", "Crypto", "Files", "Ledger", "Programs", "Rubrics", "SQLite", "Workflow"]),
    tests(
      of: "Office",
      [
        "Assignments", "CivilTime", "Crypto", "Documents", "Files", "IntakeFormats", "Ledger",
        "Mail", "Notices", "Programs", "Rubrics", "SQLite", "Store", "Workflow",
      ]),
    tests(
      of: "Simulation",
      [
        "CivilTime", "Crypto", "Documents", "Files", "Ledger", "Mail", "Notices", "Office",
        "Programs", "Rubrics", "SQLite", "Store", "Workflow",
      ]),
    tests(
      of: "Control",
      [
        "CivilTime", "Crypto", "Documents", "Files", "Mail", "Notices", "Office", "Programs",
        "Rubrics", "Simulation", "SQLite", "Store", "Workflow",
      ]),
    tests(
      of: "Daemon",
      [
        "CivilTime", "Control", "Crypto", "Documents", "Files", "Mail", "Notices", "Office",
        "Programs", "Rubrics", "Simulation", "SQLite", "Store", "Web", "Workflow",
      ]),
    tests(
      of: "Web",
      [
        "CivilTime", "Crypto", "Files", "HTML", "HTTPServer", "Ledger", "Notices", "Office",
        "Programs", "Rubrics", "Simulation", "SQLite", "Store", "Workflow",
      ]),
    .testTarget(name: "TidyTests", swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "CivilTime", "Crypto", "Documents", "Files", "IntakeFormats", "Ledger", "Mail",
        "MailTransport", "Matching", "Notices", "Office", "Programs", "Rubrics", "Simulation",
        "SQLite", "Store", "Workflow",
      ],
      path: "Benchmarks", exclude: ["Matching"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
