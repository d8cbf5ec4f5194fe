"""Real mail servers on loopback, for as long as a test holds this process's input open.

    python3 start.py [postfix] [exim] [aiosmtpd] [oauth] [old]

Writes one line of JSON when all that were named take connections:

    {"folder": "…", "certificates": {…}, "postfix": {"plain": 34567, …}, "tokens": {…}, …}

then answers each line of its input with a line of its own:

    {"sink": ["-q", "."]}              starts smtp-sink with these options  ->  {"port": …, "id": …}
    {"stop": 3}                        ends that one                        ->  {"stopped": 3}

Everything lies in one temporary folder. At the end of the input, and on SIGTERM, each server is ended by
its own process id and the folder is removed. A server that can't start is told in words, with exit 1.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import aiosmtpd_server
import certificates
import dovecot
import exim
import oauth_server
import old_tls
import postfix
import tokens
from processes import Failure, Processes, free_port, wait_for_port

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def start(names, folder, processes):
    """Starts the servers that were named, side by side, and describes all of them."""
    description = {"folder": folder, "certificates": certificates.make(folder)}
    made = description["certificates"]
    jobs = {}
    if "postfix" in names:
        sasl_port = free_port()
        jobs["dovecot"] = lambda: dovecot.start(folder, sasl_port, processes)
        jobs["postfix"] = lambda: postfix.start(folder, made, sasl_port, processes)
        description["tokens"] = tokens.make()
    if "exim" in names:
        jobs["exim"] = lambda: exim.start(folder, made, ROOT, processes)
    if "aiosmtpd" in names:
        jobs["aiosmtpd"] = lambda: aiosmtpd_server.start(folder, made, ROOT, processes)
    if "oauth" in names:
        jobs["oauth"] = lambda: oauth_server.start(folder, made, processes)
    if "old" in names:
        jobs["old"] = lambda: old_tls.start(folder, made, processes)
    failures = []

    def run(name, job):
        try:
            description[name] = job()
        except (Failure, OSError, subprocess.SubprocessError) as error:
            failures.append(f"{name}: {error}")

    threads = [threading.Thread(target=run, args=item) for item in jobs.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise Failure("; ".join(failures))
    return description


def answer(request, folder, processes):
    """Performs one request of the test."""
    if "sink" in request:
        port = free_port()
        command = ["smtp-sink", *request["sink"]]
        if os.geteuid() == 0:
            # smtp-sink refuses to stay root.
            command[1:1] = ["-u", "nobody"]
        number = processes.start(
            "smtp-sink", command + [f"127.0.0.1:{port}", "100"], folder)
        wait_for_port(port, "smtp-sink", processes, number)
        return {"port": port, "id": number}
    if "stop" in request:
        processes.stop(request["stop"])
        return {"stopped": request["stop"]}
    raise Failure(f"no such request: {request}")


def main():
    folder = tempfile.mkdtemp(prefix="rubricd-servers-")
    # Servers give up root; they must still reach their files.
    os.chmod(folder, 0o755)
    processes = Processes(folder)
    # Whoever started this may have had its signals blocked.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print(json.dumps(start(sys.argv[1:], folder, processes)), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line), folder, processes)), flush=True)
    except Failure as failure:
        print(failure, file=sys.stderr, flush=True)
        sys.exit(1)
    finally:
        processes.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
