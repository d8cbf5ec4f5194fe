"""A relay of a few lines, for tests of whoever sends: takes everything, in the clear, on loopback.

    python3 plain_relay.py [PORT]

Writes the port as its first line, then one line of JSON for each message that it took. It ends with its
input.
"""

import json
import socketserver
import sys
import threading


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 cellar.maplehollow.example ESMTP")
        recipients = []
        while True:
            line = self.rfile.readline(2_000)
            if not line:
                return
            word = line[:4].upper()
            if word == b"EHLO":
                self.say("250-cellar.maplehollow.example")
                self.say("250 PIPELINING")
            elif word == b"RCPT":
                recipients.append(line.split(b"<")[1].split(b">")[0].decode())
                self.say("250 2.1.5 OK")
            elif word == b"DATA":
                self.say("354 Go on")
                text = b""
                while not text.endswith(b"\r\n.\r\n"):
                    piece = self.rfile.readline(2_000)
                    if not piece:
                        return
                    text += piece
                print(json.dumps({"to": recipients, "text": text.decode("utf-8")}), flush=True)
                recipients = []
                self.say("250 2.0.0 Taken")
            elif word == b"QUIT":
                self.say("221 2.0.0 Goodbye")
                return
            else:
                self.say("250 2.0.0 OK")


class Relay(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


relay = Relay(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Conversation)
print(relay.server_address[1], flush=True)
threading.Thread(target=relay.serve_forever, daemon=True).start()
sys.stdin.read()
