import Crypto
import Documents

/// SHA-256 over a value's canonical JSON, as 64 small hexadecimal digits.
func contentHash(of value: Plain) -> String {
  SHA256.hash(Array(JSONText.write(value).utf8)).hex
}
