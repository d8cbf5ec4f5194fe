"""aiosmtpd, which needs no root: started by `start`, and itself the server when run as a program.

Each accepted message is one line of JSON in `truth`, synced to the disk before the relay answers: what
is in that file was accepted, and what is not was not.
"""

import base64
import json
import os
import ssl
import sys

from processes import Failure, free_port, wait_for_port

PASSWORD = "correct horse battery"


def start(parent, made, root, processes):
    python = os.path.join(root, ".venv", "bin", "python3")
    if not os.path.exists(python):
        raise Failure("the virtual environment is missing: Scripts/test makes it")
    folder = os.path.join(parent, "aiosmtpd")
    os.mkdir(folder)
    ports = {"plain": free_port(), "starttls": free_port(), "tls": free_port()}
    settings = {"ports": ports, "certificate": made["relay"], "truth": f"{folder}/truth"}
    open(settings["truth"], "w", encoding="utf-8").close()
    number = processes.start(
        "aiosmtpd", [python, os.path.abspath(__file__), json.dumps(settings)], folder)
    for port in ports.values():
        wait_for_port(port, "aiosmtpd", processes, number)
    return {"ports": ports, "truth": settings["truth"], "password": PASSWORD}


def serve(settings):
    import asyncio

    from aiosmtpd.smtp import SMTP, AuthResult

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
            if address.startswith("full@"):
                return "452 4.2.2 The mailbox is full"
            if address.startswith("unknown@"):
                return "550 5.1.1 Nobody of this name works here"
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"

        async def handle_DATA(self, server, session, envelope):
            line = json.dumps({
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "tls": server.transport.get_extra_info("cipher") is not None,
                "user": session.auth_data,
                "message": base64.b64encode(envelope.original_content).decode(),
            })
            truth.write(line + "\n")
            truth.flush()
            os.fsync(truth.fileno())
            return "250 2.0.0 Taken"

    def authenticator(server, session, envelope, mechanism, data):
        if data.password != PASSWORD.encode():
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=data.login.decode())

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings["certificate"])

    def protocol(**options):
        return lambda: SMTP(
            Handler(), hostname="aiosmtpd.maplehollow.example", enable_SMTPUTF8=True,
            authenticator=authenticator, loop=loop, **options)

    truth = open(settings["truth"], "a", encoding="utf-8")
    ports = settings["ports"]
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    listeners = [
        ("plain", protocol(auth_require_tls=False), None),
        ("starttls", protocol(tls_context=context, require_starttls=True, auth_required=True), None),
        ("tls", protocol(auth_require_tls=False, auth_required=True), context),
    ]
    for name, factory, secret in listeners:
        loop.run_until_complete(
            loop.create_server(factory, "127.0.0.1", ports[name], ssl=secret))
    loop.run_forever()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
