import Control
import Glibc

// Without what libraries do at an exit, as rubricd ends: only what was written must be out.
let code = ControlProgram.runOnThisMachine().rawValue
_ = fflush(nil)
_exit(code)
