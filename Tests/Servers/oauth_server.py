"""A token server over HTTPS, and a proxy that connects to it: started by `start`, and itself both when run as a program.

What it does is chosen by the path of the token address:

    /client      RFC 6749 §4.4, the secret in the form; /basic takes it in the header only
    /refresh     RFC 6749 §6: each refresh token counts once, and the answer holds the next
    /account     RFC 7523: the statement is checked by openssl, not by anything of ours
    /code        RFC 8628: gives a code; /device answers pending, slow_down, pending, and then a token
    /chunked     the answer in chunks of one byte; /close without any length
    /endless     an answer that never ends; /silent takes the question and says nothing
    /cut         half of what its length says; /html, /moved, /busy as they are called
    /echo        sends the secret back in its refusal
    /refuse/X    the error X of RFC 6749 §5.2, in Microsoft's words where there are some

Each good question is a line of JSON in `log`: its path and the names in its form, never a value but those that the
tests ask for. Access tokens are what `tokens` makes, so that Dovecot takes them.
"""

import base64
import http.server
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import tokens
from processes import free_port, wait_for_port

CLIENT = "rubricd-client"
# Letters that a form and a header have to escape.
SECRET = "s3cret ~value+&=%/é"
ACCOUNT = "rubricd@maple-hollow.iam.example"
MAILBOX = tokens.USER
SCOPE = "https://mail.google.com/"
WORDS = {
    "invalid_client": "AADSTS7000215: Invalid client secret provided. Trace ID: 1234\r\nTimestamp: now",
    "invalid_grant": "AADSTS700082: The refresh token has expired due to inactivity.",
    "unauthorized_client": "Client is unauthorized to retrieve access tokens using this method.",
}


def start(parent, made, processes):
    folder = os.path.join(parent, "oauth")
    os.mkdir(folder)
    ports = {name: free_port() for name in ("good", "wrong-host", "unknown", "plain", "proxy", "closed-proxy", "eager-proxy")}
    key, public = f"{folder}/account.key", f"{folder}/account.public"
    for command in (
            ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key],
            ["pkey", "-in", key, "-pubout", "-out", public]):
        subprocess.run(["openssl", *command], check=True, capture_output=True, timeout=60)
    with open(key, encoding="ascii") as file:
        account = {
            "type": "service_account", "client_email": ACCOUNT, "private_key_id": "key-1",
            "private_key": file.read(), "token_uri": f"https://localhost:{ports['good']}/account",
        }
    with open(f"{folder}/account.json", "w", encoding="utf-8") as file:
        json.dump(account, file, indent=2)
    os.chmod(f"{folder}/account.json", 0o600)
    settings = {
        "ports": ports, "public": public, "log": f"{folder}/log",
        "certificates": {"good": made["relay"], "wrong-host": made["wrong-host"], "unknown": made["unknown"]},
    }
    open(settings["log"], "w", encoding="utf-8").close()
    number = processes.start(
        "oauth", [sys.executable, "-B", os.path.abspath(__file__), json.dumps(settings)], folder)
    for name in ports:
        wait_for_port(ports[name], "oauth", processes, number)
    return {
        "ports": ports, "client": CLIENT, "secret": SECRET, "key": f"{folder}/account.json",
        "mailbox": MAILBOX, "log": settings["log"], "refresh": "refresh-0",
    }


def decoded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def statement_problem(assertion, settings):
    """What is wrong with a statement, by openssl and RFC 7523 §3; nothing if it is good."""
    parts = assertion.split(".")
    if len(parts) != 3 or "=" in assertion:
        return "no compact form"
    with tempfile.NamedTemporaryFile() as signature:
        signature.write(decoded(parts[2]))
        signature.flush()
        verified = subprocess.run(
            ["openssl", "dgst", "-sha256", "-verify", settings["public"], "-signature", signature.name],
            input=".".join(parts[:2]).encode(), capture_output=True, timeout=60, check=False)
    if verified.returncode != 0:
        return "the signature does not fit"
    header, claims = json.loads(decoded(parts[0])), json.loads(decoded(parts[1]))
    wanted = {
        "iss": ACCOUNT, "sub": MAILBOX, "scope": SCOPE,
        "aud": f"https://localhost:{settings['ports']['good']}/account",
    }
    if header != {"alg": "RS256", "typ": "JWT", "kid": "key-1"}:
        return f"header {header}"
    if {name: claims.get(name) for name in wanted} != wanted:
        return f"claims {claims}"
    if not isinstance(claims["iat"], int) or claims["exp"] - claims["iat"] != 3600:
        return "no hour"
    return None


def serve(settings):
    state = {"refresh": 0, "polls": 0, "tokens": 0}
    lock = threading.Lock()
    log = open(settings["log"], "a", encoding="utf-8")

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def answer(self, value, status=200):
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def give(self, **more):
            # No two are alike.
            state["tokens"] += 1
            token = tokens.token(time.time() + 3600 + state["tokens"])
            return {"token_type": "Bearer", "expires_in": 3599, "access_token": token, **more}

        def refuse(self, code, status=400):
            self.answer({"error": code, "error_description": WORDS.get(code, "")}, status)

        def do_POST(self):
            self.close_connection = True
            with lock:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
                form = dict(urllib.parse.parse_qsl(body, strict_parsing=True, keep_blank_values=True))
                shown = {name: form.get(name) for name in ("grant_type", "scope", "client_id")}
                log.write(json.dumps({"path": self.path, "host": self.headers["Host"], "form": sorted(form), **shown}) + "\n")
                log.flush()
                self.route(self.path.split("/")[1], form)

        def is_client(self, form):
            return form.get("client_id") == CLIENT and form.get("client_secret") == SECRET

        def route(self, name, form):
            grant = form.get("grant_type")
            if name in ("client", "chunked", "close") and (grant != "client_credentials" or not self.is_client(form)):
                return self.refuse("invalid_client", 401)
            if name == "client":
                return self.answer(self.give())
            if name == "basic":
                words = self.headers.get("Authorization", "").removeprefix("Basic ")
                pair = base64.b64decode(words).decode("ascii").split(":")
                if [urllib.parse.unquote_plus(part) for part in pair] != [CLIENT, SECRET] or "client_secret" in form:
                    return self.refuse("invalid_client", 401)
                return self.answer(self.give())
            if name == "refresh":
                if grant != "refresh_token" or form.get("refresh_token") != f"refresh-{state['refresh']}":
                    return self.refuse("invalid_grant")
                state["refresh"] += 1
                return self.answer(self.give(refresh_token=f"refresh-{state['refresh']}"))
            if name == "account":
                problem = statement_problem(form.get("assertion", "..."), settings)
                if grant != "urn:ietf:params:oauth:grant-type:jwt-bearer" or problem:
                    return self.answer({"error": "invalid_grant", "error_description": problem or "grant"}, 400)
                return self.answer(self.give())
            if name == "code":
                state["polls"] = 0
                return self.answer({
                    "device_code": "device-1", "user_code": "BDWD-HQPK", "interval": 5, "expires_in": 900,
                    "verification_uri": "https://device.example/go"})
            if name == "device":
                if form.get("device_code") != "device-1":
                    return self.refuse("invalid_grant")
                state["polls"] += 1
                waiting = ["authorization_pending", "slow_down", "authorization_pending"]
                if state["polls"] <= 3:
                    return self.refuse(waiting[state["polls"] - 1])
                return self.answer(self.give(refresh_token=f"refresh-{state['refresh']}"))
            if name == "late":
                return self.refuse("authorization_pending")
            if name == "refuse":
                code = self.path.split("/")[2]
                return self.refuse(code, 401 if code == "invalid_client" else 400)
            if name == "echo":
                form_text = urllib.parse.urlencode({"s": SECRET})
                return self.answer({
                    "error": "invalid_client", "error_description": f"wrong: {SECRET} {form_text}"}, 401)
            return self.misbehave(name)

        def misbehave(self, name):
            good = json.dumps(self.give()).encode()
            if name == "chunked":
                pieces = b"".join(b"1;x=y\r\n%c\r\n" % byte for byte in good)
                self.raw(b"Transfer-Encoding: chunked", pieces + b"0\r\nTrailer: yes\r\n\r\n")
            elif name == "close":
                self.raw(b"Connection: close", good)
            elif name == "cut":
                self.raw(b"Content-Length: %d" % (2 * len(good)), good)
            elif name == "endless":
                self.raw(b"Connection: close", b"")
                try:
                    while True:
                        self.wfile.write(b"{" * 4096)
                except OSError:
                    pass
            elif name == "silent":
                # Until the other side has gone.
                self.connection.recv(1)
            elif name == "html":
                self.answer(b"<html>Sign in</html>")
            elif name == "moved":
                self.send_response(302)
                self.send_header("Location", "https://localhost:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif name == "busy":
                self.answer(b"busy", 503)
            elif name == "none":
                self.answer(b"no such page", 404)

        def raw(self, header, body):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\n" + body)

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        certificate = None

        def handle_error(self, *_):
            pass

        def finish_request(self, request, address):
            # The handshake belongs to the connection's own thread: nobody else waits for it.
            if self.certificate:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.certificate)
                request = context.wrap_socket(request, server_side=True)
            super().finish_request(request, address)

    class Proxy(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_CONNECT(self):
            self.close_connection = True
            if self.server.name == "closed-proxy":
                return self.send_error(403, "Not from here")
            if self.server.name == "eager-proxy":
                return self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\nslipped in")
            host, port = self.path.rsplit(":", 1)
            log.write(json.dumps({"proxy": self.path}) + "\n")
            log.flush()
            other = socket.create_connection((host, int(port)))
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\nContent-Length: 5\r\n\r\n")
            back = threading.Thread(target=self.carry, args=(other, self.connection))
            back.start()
            self.carry(self.connection, other)
            back.join()

        @staticmethod
        def carry(one, other):
            try:
                while data := one.recv(4096):
                    other.sendall(data)
            except OSError:
                pass
            for end in (one, other):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    ports = settings["ports"]
    for name in ports:
        server = Server(("127.0.0.1", ports[name]), Proxy if "proxy" in name else Handler)
        server.certificate = settings["certificates"].get(name)
        server.name = name
        threading.Thread(target=server.serve_forever, daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
