"""Exim, unpacked from its Debian package by Scripts/prepare: as a package it would replace Postfix."""

import os
import pwd
import shutil

from processes import Failure, free_port, wait_for_port

PASSWORD = "correct horse battery"

CONFIGURATION = """
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/exim.pid
primary_hostname = exim.maplehollow.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = {plain} : {wrapper}
tls_on_connect_ports = {wrapper}
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {certificate}
smtputf8_advertise_hosts = *
chunking_advertise_hosts = *
dsn_advertise_hosts = *
pipelining_advertise_hosts = *
auth_advertise_hosts = *
host_lookup =
rfc1413_hosts =
acl_smtp_rcpt = recipient
acl_smtp_data = accept
domainlist local_domains = maplehollow.example
queue_only = false
begin acl
recipient:
  deny message = Nobody of this name works here
       local_parts = unknown
  defer message = The mailbox is full
       local_parts = full
  accept domains = +local_domains
  deny message = This machine relays nothing
begin routers
all:
  driver = accept
  transport = file
begin transports
file:
  driver = appendfile
  maildir_format
  create_directory
  directory = {folder}/mail
  user = nobody
  group = nogroup
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if eq{{$auth3}}{{{password}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if eq{{$auth2}}{{{password}}}}}
  server_set_id = $auth1
"""


def start(parent, made, root, processes):
    program = os.path.join(root, ".servers", "exim", "usr", "sbin", "exim4")
    if not os.path.exists(program):
        raise Failure("Exim is not unpacked: Scripts/test does it")
    if os.geteuid() != 0:
        raise Failure("Exim takes its own configuration only from root: run the tests as root")
    folder = os.path.join(parent, "exim")
    owner = pwd.getpwnam("Debian-exim")
    for name in ("", "spool", "log"):
        path = os.path.join(folder, name)
        os.mkdir(path, 0o755)
        os.chown(path, owner.pw_uid, owner.pw_gid)
    os.mkdir(f"{folder}/mail", 0o755)
    shutil.chown(f"{folder}/mail", "nobody", "nogroup")
    ports = {"plain": free_port(), "wrapper": free_port()}
    path = f"{folder}/exim.conf"
    with open(path, "w", encoding="utf-8") as file:
        file.write(
            CONFIGURATION.format(
                folder=folder, certificate=made["relay"], password=PASSWORD, **ports))
    os.chmod(path, 0o644)
    number = processes.start("exim", [program, "-C", path, "-bdf", "-q1h"], folder)
    for port in ports.values():
        wait_for_port(port, "Exim", processes, number)
    return {"ports": ports, "mail": f"{folder}/mail", "password": PASSWORD, "log": f"{folder}/log/mainlog"}
