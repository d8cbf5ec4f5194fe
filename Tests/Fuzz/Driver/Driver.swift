// Driver — libFuzzer as a library. It brings a main function too, but Swift programs have their own.

/// What libFuzzer calls for each input: its bytes and their number. The result is always 0.
public typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// Lets libFuzzer run with the program's arguments (FuzzerInterface.h of compiler-rt).
///
/// - Parameter target: What is tried.
/// - Returns: The exit status, if it ends at all: a failure ends the process.
public func runFuzzer(_ target: FuzzTarget) -> CInt {
  var count = CommandLine.argc
  var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
    unsafe CommandLine.unsafeArgv
  return unsafe libFuzzerRunDriver(&count, &arguments, target)
}

@_silgen_name("LLVMFuzzerRunDriver")
private func libFuzzerRunDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: FuzzTarget
) -> CInt
