#include <microhttpd.h>

// Variadic functions do not import into Swift; each of these is one of libmicrohttpd's, under a name of ours.

/// Starts a daemon with options from an array that ends with `MHD_OPTION_END`.
static inline struct MHD_Daemon *rubricd_MHD_start_daemon(
    unsigned int flags, uint16_t port, MHD_AcceptPolicyCallback accept, void *accept_closure,
    MHD_AccessHandlerCallback access, void *access_closure, const struct MHD_OptionItem *options) {
  return MHD_start_daemon(flags, port, accept, accept_closure, access, access_closure,
                          MHD_OPTION_ARRAY, options, MHD_OPTION_END);
}

/// The socket of a connection, or -1.
static inline int rubricd_MHD_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

/// The address of a connection's other end, or NULL.
static inline const struct sockaddr *rubricd_MHD_client(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == NULL ? NULL : info->client_addr;
}

/// What the daemon calls when a connection begins or ends: the value that a connection keeps.
static inline void **rubricd_MHD_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : (void **)&info->socket_context;
}

/// The port that a daemon listens on, or 0.
static inline uint16_t rubricd_MHD_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == NULL ? 0 : info->port;
}
