import CMicroHTTPD
import Glibc

// What libmicrohttpd calls, on its own threads. Nothing here decides anything.

private func shared(_ closure: UnsafeMutableRawPointer?) -> ServerCore? {
  guard let closure = unsafe closure else { return nil }
  return unsafe Unmanaged<ServerCore>.fromOpaque(closure).takeUnretainedValue()
}

private func kept(_ connection: OpaquePointer?) -> Connection? {
  guard let connection = unsafe connection, let kept = unsafe rubricd_MHD_kept(connection) else {
    return nil
  }
  return unsafe Unmanaged<Connection>.fromOpaque(kept).takeUnretainedValue()
}

/// What a daemon is started with.
func makeSetup(_ core: ServerCore, listening: Int32, threads: Int, connectionsMax: Int)
  -> rubricd_MHD_setup
{
  var setup = unsafe rubricd_MHD_setup()
  unsafe setup.listening_socket = listening
  unsafe setup.threads = UInt32(threads)
  unsafe setup.connections_max = UInt32(connectionsMax)
  unsafe setup.connection_memory_bytes = core.settings.connectionMemoryBytes
  unsafe setup.closure = Unmanaged.passUnretained(core).toOpaque()
  unsafe setup.accept = { closure, peer, _ in
    guard let core = unsafe shared(closure) else { return .NO }
    return core.table.admits(unsafe address(of: peer)) ? .YES : .NO
  }
  unsafe setup.connection = { closure, connection, kept, event in
    guard let connection = unsafe connection, let kept = unsafe kept else { return }
    if event == .CONNECTION_NOTIFY_STARTED {
      guard let core = unsafe shared(closure) else { return }
      let new = Connection(
        unsafe rubricd_MHD_socket(connection),
        from: unsafe address(of: rubricd_MHD_client(connection)), core)
      unsafe kept.pointee = unsafe Unmanaged.passRetained(new).toOpaque()
    } else if let object = unsafe kept.pointee {
      unsafe Unmanaged<Connection>.fromOpaque(object).takeRetainedValue().end()
      unsafe kept.pointee = nil
    }
  }
  unsafe setup.target = { closure, target, connection in
    guard let core = unsafe shared(closure), let target = unsafe target else { return nil }
    unsafe kept(connection)?.begin(
      RawTarget(target, bytesMax: core.settings.targetBytesMax))
    return nil
  }
  unsafe setup.access = { _, connection, _, method, version, data, count, _ in
    guard let connection = unsafe connection, let object = unsafe kept(connection),
      let method = unsafe method, let version = unsafe version, let count = unsafe count
    else { return .NO }
    let bytes = unsafe UnsafeRawBufferPointer(start: data, count: count.pointee)
    let goesOn = unsafe object.handle(
      connection, method: text(method, strnlen(method, 32)),
      version: version, bytes: bytes)
    unsafe count.pointee = 0
    return goesOn ? .YES : .NO
  }
  unsafe setup.completed = { _, connection, _, end in
    unsafe kept(connection)?.complete(isWhole: end == .REQUEST_TERMINATED_COMPLETED_OK)
  }
  return unsafe setup
}
