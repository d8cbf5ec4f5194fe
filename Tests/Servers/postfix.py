"""Postfix with its own configuration, queue and log: one master, a port for each way to reach it.

plain: in the clear, no sign-in. submission: STARTTLS and sign-in wanted. wrapper: TLS from the start, and
sign-in. The others offer STARTTLS with a certificate that has one thing wrong.

Chosen recipients are refused: full@ with 452, unknown@ with 550, closing@ with 421. What is accepted for
maplehollow.example goes into a Maildir under `mail`; mail for anywhere else is refused.
"""

import os
import pwd
import shutil
import subprocess

from processes import Failure, free_port, wait_for_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = relay.maplehollow.example
mydestination =
mynetworks = 127.0.0.0/8 [::1]/128
inet_interfaces = loopback-only
inet_protocols = all
alias_maps =
alias_database =
virtual_mailbox_domains = maplehollow.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions =
  check_recipient_access inline:{{
    {{full@maplehollow.example = 452 4.2.2 The mailbox is full}},
    {{unknown@maplehollow.example = 550 5.1.1 Nobody of this name works here}},
    {{closing@maplehollow.example = 421 4.3.2 The machine goes down}}}},
  permit
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl_port}
smtpd_sasl_security_options = noanonymous
smtpd_tls_chain_files = {relay}
smtpd_tls_loglevel = 0
smtpd_client_connection_count_limit = 0
smtpd_timeout = 60s
smtpd_error_sleep_time = 0
smtpd_hard_error_limit = 1000
smtpd_soft_error_limit = 1000
"""

SERVICES = """
cleanup   unix  n - n -   0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n -   - trivial-rewrite
bounce    unix  - - n -   0 bounce
defer     unix  - - n -   0 bounce
trace     unix  - - n -   0 bounce
verify    unix  - - n -   1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n -   - proxymap
error     unix  - - n -   - error
retry     unix  - - n -   - error
discard   unix  - - n -   - discard
virtual   unix  - n n -   - virtual
anvil     unix  - - n -   1 anvil
postlog   unix-dgram n - n - 1 postlogd
"""

TLS = "-o smtpd_tls_security_level=encrypt"
SIGN_IN = (
    "-o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject")


def services(made):
    """What each port is told beside the common settings."""
    return {
        "plain": "",
        "sixth": "",
        "offered": "-o smtpd_tls_security_level=may",
        "submission": f"{TLS} {SIGN_IN}",
        "wrapper": f"-o smtpd_tls_wrappermode=yes {SIGN_IN}",
        "wrong-host": f"{TLS} -o smtpd_tls_chain_files={made['wrong-host']}",
        "expired": f"{TLS} -o smtpd_tls_chain_files={made['expired']}",
        "future": f"{TLS} -o smtpd_tls_chain_files={made['future']}",
        "unknown": f"{TLS} -o smtpd_tls_chain_files={made['unknown']}",
    }


def start(parent, made, sasl_port, processes):
    if os.geteuid() != 0:
        raise Failure("Dovecot and Postfix start only as root: run the tests as root")
    if shutil.which("postfix", path="/usr/sbin") is None:
        raise Failure("Postfix is not installed: Scripts/test installs it")
    folder = os.path.join(parent, "postfix")
    for name in ("etc", "queue", "data", "mail"):
        os.makedirs(os.path.join(folder, name), 0o755)
    owner = pwd.getpwnam("postfix")
    os.chown(f"{folder}/data", owner.pw_uid, owner.pw_gid)
    os.chown(f"{folder}/mail", 65534, 65534)
    ports = {name: free_port() for name in services(made)}
    master = SERVICES
    for name, options in services(made).items():
        host = "[::1]" if name == "sixth" else "127.0.0.1"
        master += f"{host}:{ports[name]} inet n - n - - smtpd {options}\n"
    etc = f"{folder}/etc"
    with open(f"{etc}/main.cf", "w", encoding="utf-8") as file:
        file.write(MAIN.format(folder=folder, sasl_port=sasl_port, relay=made["relay"]))
    with open(f"{etc}/master.cf", "w", encoding="utf-8") as file:
        file.write(master)
    started = subprocess.run(
        ["/usr/sbin/postfix", "-c", etc, "start"], capture_output=True, text=True, timeout=60,
        check=False, stdin=subprocess.DEVNULL)
    if started.returncode != 0:
        raise Failure(f"postfix start: {started.stderr.strip()} {log(folder)}")
    with open(f"{folder}/queue/pid/master.pid", encoding="ascii") as file:
        processes.adopt("postfix", int(file.read()))
    for name, port in ports.items():
        if name != "sixth":
            wait_for_port(port, f"Postfix ({name})")
    return {"ports": ports, "mail": f"{folder}/mail/all", "log": f"{folder}/mail.log"}


def log(folder):
    try:
        with open(f"{folder}/mail.log", encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:]
    except FileNotFoundError:
        return ""
