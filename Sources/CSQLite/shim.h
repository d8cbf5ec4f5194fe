#include <sqlite3.h>

// C's variadic functions do not import into Swift.

/// Turns one of SQLite's on/off settings of a connection on or off.
static inline int rubricd_sqlite3_switch(sqlite3 *database, int setting, int on) {
  return sqlite3_db_config(database, setting, on, (int *)0);
}

/// An open file of a storage layer written in Swift: SQLite's part first, then ours.
typedef struct rubricd_sqlite3_file {
  sqlite3_file base;
  void *context;
} rubricd_sqlite3_file;
