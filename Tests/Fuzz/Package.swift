// swift-tools-version: 6.2
import PackageDescription

// Fuzzers of what strangers send to Mail and HTTPServer, and of Matching's files, for `Scripts/fuzz`. A package of
// its own, because its modules are compiled with libFuzzer's instrumentation. `Modules` is a link to the project's
// sources.

/// As strict as the project's own targets, and instrumented.
let fuzzed: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

/// A module of the project.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Modules/\(name)", swiftSettings: fuzzed)
}

/// A fuzzer: a program that hands a function to libFuzzer.
func fuzzer(_ name: String, of modules: [Target.Dependency] = ["CivilTime", "Mail"]) -> Target {
  .executableTarget(
    name: "Fuzz" + name, dependencies: ["Driver"] + modules, path: name,
    swiftSettings: fuzzed + [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
}

let package = Package(
  name: "Fuzz",
  targets: [
    .systemLibrary(name: "COpenSSL", path: "Modules/COpenSSL", pkgConfig: "openssl"),
    .systemLibrary(
      name: "CMicroHTTPD", path: "Modules/CMicroHTTPD", pkgConfig: "libmicrohttpd"),
    module("CivilTime"),
    module("Crypto", ["COpenSSL"]),
    module("Documents"),
    module("Mail", ["CivilTime", "Crypto", "Documents"]),
    module("HTTPServer", ["CMicroHTTPD", "Crypto"]),
    module("Matching"),
    .target(name: "Driver", path: "Driver", swiftSettings: fuzzed),
    fuzzer("Replies"),
    fuzzer("Messages"),
    fuzzer("Bounces"),
    fuzzer("Incoming"),
    fuzzer("Answers"),
    fuzzer("Forms", of: ["HTTPServer"]),
    fuzzer("Multipart", of: ["HTTPServer"]),
    fuzzer("Cookies", of: ["HTTPServer"]),
    fuzzer("Routing", of: ["HTTPServer"]),
    fuzzer("Matching", of: ["Matching"]),
  ],
  swiftLanguageModes: [.v6]
)
