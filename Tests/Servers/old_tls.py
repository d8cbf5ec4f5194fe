"""A relay that speaks nothing newer than TLS 1.1: started by `start`, and itself the server when run as a program.

It takes no message: whoever is careful does not come that far.
"""

import os
import socketserver
import ssl
import sys
import threading

from processes import free_port, wait_for_port


def start(parent, made, processes):
    folder = os.path.join(parent, "old")
    os.mkdir(folder)
    ports = {"starttls": free_port(), "tls": free_port()}
    command = [sys.executable, os.path.abspath(__file__), made["relay"]]
    number = processes.start("old_tls", command + [str(port) for port in ports.values()], folder)
    for port in ports.values():
        wait_for_port(port, "old_tls", processes, number)
    return {"ports": ports}


def serve(certificate, starttls, tls):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    # Debian's OpenSSL speaks such versions only at its lowest level.
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1

    class Conversation(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                if self.server.server_address[1] == starttls:
                    self.request.sendall(b"220 old.maplehollow.example ESMTP\r\n")
                    self.request.recv(2_000)
                    self.request.sendall(b"250-old.maplehollow.example\r\n250 STARTTLS\r\n")
                    self.request.recv(2_000)
                    self.request.sendall(b"220 2.0.0 Go on\r\n")
                with context.wrap_socket(self.request, server_side=True) as secret:
                    secret.sendall(b"220 old.maplehollow.example ESMTP\r\n")
                    secret.recv(2_000)
            except OSError as error:
                print(error, file=sys.stderr)

    class Relay(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    relays = [Relay(("127.0.0.1", port), Conversation) for port in (starttls, tls)]
    threading.Thread(target=relays[0].serve_forever, daemon=True).start()
    relays[1].serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
