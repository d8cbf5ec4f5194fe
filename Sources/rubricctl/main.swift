import Control
import Glibc

exit(ControlProgram.runOnThisMachine().rawValue)
