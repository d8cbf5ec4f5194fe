"""Dovecot's SASL service, which Postfix asks: passwords and tokens."""

import base64
import os

import tokens
from processes import Failure, wait_for_port

PASSWORD = "correct horse battery"

CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols =
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login scram-sha-256 xoauth2 oauthbearer
auth_failure_delay = 0
default_vsz_limit = 0
passdb {{
  driver = passwd-file
  mechanisms = plain login scram-sha-256
  args = scheme=PLAIN {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={folder}
}}
# Without this, who mistypes is made to wait, and so is everybody else from the same address.
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {port}
  }}
}}
"""

OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={folder}/keys/
username_attribute = sub
"""


def start(parent, port, processes):
    if os.geteuid() != 0:
        raise Failure("Dovecot and Postfix start only as root: run the tests as root")
    folder = os.path.join(parent, "dovecot")
    keys = os.path.join(folder, "keys", "default", "HS256")
    os.makedirs(keys, 0o755)
    files = {
        "dovecot.conf": CONFIGURATION.format(folder=folder, port=port),
        "oauth2.conf": OAUTH2.format(folder=folder),
        "users": f"{tokens.USER}:{{PLAIN}}{PASSWORD}\n",
        "keys/default/HS256/default": base64.b64encode(tokens.KEY).decode(),
    }
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    number = processes.start(
        "dovecot", ["dovecot", "-F", "-c", os.path.join(folder, "dovecot.conf")], folder)
    wait_for_port(port, "Dovecot", processes, number)
    return {"sasl": port, "user": tokens.USER, "password": PASSWORD, "log": f"{folder}/dovecot.log"}
