"""Starting servers, knowing when they listen, and ending each by its own process id."""

import os
import random
import signal
import socket
import subprocess
import time

SECONDS_TO_START = 20


class Failure(Exception):
    """Why a server is not there, in words for whoever runs the tests."""


# Those that were given already.
GIVEN = set()


def free_port():
    """A port that nobody listens on, of IPv4 and IPv6 alike.

    It lies below those that the system gives to clients (32768 and up): one of these could be somebody's before the
    server that it is for has begun.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        if port in GIVEN:
            continue
        try:
            for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
                if family == socket.AF_INET6 and not os.path.exists("/proc/net/if_inet6"):
                    continue
                with socket.socket(family) as probe:
                    probe.bind((host, port))
        except OSError:
            continue
        GIVEN.add(port)
        return port


def wait_for_port(port, name, processes=None, number=None):
    """Returns as soon as somebody listens there."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if processes is not None and processes.has_ended(number):
                break
            time.sleep(0.02)
    words = processes.log(number) if processes is not None else ""
    raise Failure(f"{name} does not listen on port {port}. {words}")


class Processes:
    """The servers that were started here."""

    def __init__(self, folder):
        self.folder = folder
        self.running = {}
        self.commands = []

    def start(self, name, command, directory, environment=None):
        """Starts a process that stays in the foreground; its output goes into a file."""
        number = len(self.commands) + 1
        self.commands.append(name)
        with open(self.log_path(number), "wb") as log:
            self.running[number] = subprocess.Popen(
                command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log)
        return number

    def adopt(self, name, pid):
        """Takes over a daemon that has put itself into the background."""
        self.commands.append(name)
        self.running[len(self.commands)] = pid

    def log_path(self, number):
        return os.path.join(self.folder, f"process-{number}.log")

    def log(self, number):
        with open(self.log_path(number), errors="replace") as log:
            return log.read()[-2000:].strip()

    def has_ended(self, number):
        process = self.running.get(number)
        return process is None or (
            isinstance(process, subprocess.Popen) and process.poll() is not None)

    def stop(self, number):
        self.stop_these([number])

    def stop_all(self):
        self.stop_these(list(self.running))

    def stop_these(self, numbers):
        """Asks all of them to end, then waits; who does not listen is ended."""
        children = []
        for number in numbers:
            process = self.running.pop(number, None)
            if isinstance(process, int):
                self.end_daemon(process)
            elif process is not None:
                process.terminate()
                children.append(process)
        end = time.monotonic() + 2
        for process in children:
            try:
                # smtp-sink takes no notice of a request to end.
                is_sink = "smtp-sink" in process.args[0]
                process.wait(timeout=0 if is_sink else max(0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    @staticmethod
    def end_daemon(pid):
        """Ends a process that is not our child, which therefore can't be waited for."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(pid, number)
                for _ in range(250):
                    os.kill(pid, 0)
                    time.sleep(0.02)
            except ProcessLookupError:
                return
