#include <microhttpd.h>

// Variadic functions and unions behind pointers do not come into Swift well; each of these is one of
// libmicrohttpd's, under a name of ours.

/// What a daemon is started with. The callbacks all get `closure`.
struct rubricd_MHD_setup {
  int listening_socket;
  unsigned int threads;
  unsigned int connections_max;
  size_t connection_memory_bytes;
  void *closure;
  MHD_AcceptPolicyCallback accept;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *closure, const char *target, struct MHD_Connection *connection);
  MHD_AccessHandlerCallback access;
  MHD_RequestCompletedCallback completed;
};

/// Starts a daemon with threads of its own, or gives NULL.
static inline struct MHD_Daemon *rubricd_MHD_start(const struct rubricd_MHD_setup *setup) {
  // A pool of one is no pool to libmicrohttpd.
  enum MHD_OPTION pool = setup->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END;
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, setup->accept, setup->closure, setup->access,
      setup->closure,
      MHD_OPTION_LISTEN_SOCKET, setup->listening_socket,
      MHD_OPTION_CONNECTION_LIMIT, setup->connections_max,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, setup->connection_memory_bytes,
      MHD_OPTION_STRICT_FOR_CLIENT, 0,
      MHD_OPTION_NOTIFY_CONNECTION, setup->connection, setup->closure,
      MHD_OPTION_URI_LOG_CALLBACK, setup->target, setup->closure,
      MHD_OPTION_NOTIFY_COMPLETED, setup->completed, setup->closure,
      pool, setup->threads,
      MHD_OPTION_END);
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

/// What was kept for a connection when it began, or NULL.
static inline void *rubricd_MHD_kept(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info == NULL ? NULL : info->socket_context;
}
