"""Access tokens as Dovecot checks them without asking anybody: JSON Web Tokens signed with HS256."""

import base64
import hashlib
import hmac
import json
import time

KEY = b"a key for tests, known to everybody who reads this"
USER = "office@maplehollow.example"


def token(expires, key=KEY):
    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")

    header = {"alg": "HS256", "typ": "JWT", "kid": "default"}
    claims = {"sub": USER, "iat": int(time.time()) - 7200, "exp": int(expires)}
    signed = part(json.dumps(header).encode()) + b"." + part(json.dumps(claims).encode())
    signature = hmac.new(key, signed, hashlib.sha256).digest()
    return (signed + b"." + part(signature)).decode()


def make():
    """A good token, one that expired an hour ago, and one that somebody else signed."""
    now = time.time()
    return {
        "user": USER,
        "good": token(now + 3600),
        "expired": token(now - 3600),
        "forged": token(now + 3600, b"another key"),
    }
