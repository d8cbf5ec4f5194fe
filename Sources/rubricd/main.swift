import Daemon
import Glibc

// Without what libraries do at an exit: a thread that is still closing a connection would meet a library that is gone.
_exit(Rubricd.runOnThisMachine())
