import Daemon
import Glibc

exit(Rubricd.runOnThisMachine())
