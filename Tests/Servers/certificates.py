"""Authorities and certificates, made by openssl for one run.

`relay` is a good one; the others have one thing wrong each. All are valid for localhost, the relay's name
and both loopback addresses, except for `wrong-host`.
"""

import os
import subprocess

from processes import Failure

HOSTS = "DNS:localhost,DNS:relay.maplehollow.example,IP:127.0.0.1,IP:::1"
OTHER_HOSTS = "DNS:mail.elsewhere.example,DNS:*.far.example,IP:192.0.2.7"

CONFIGURATION = """
[ca]
default_ca = authority
[authority]
new_certs_dir = {folder}
database = {folder}/{name}.index
serial = {folder}/{name}.serial
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
"""


def openssl(*arguments):
    result = subprocess.run(
        ["openssl", *arguments], capture_output=True, text=True, timeout=60, check=False)
    if result.returncode != 0:
        raise Failure(f"openssl {arguments[0]}: {result.stderr.strip()}")


def authority(folder, name, words):
    """A self-signed authority, and what openssl keeps of it."""
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.pem", "-days", "30",
        "-subj", f"/CN={words}", "-addext", "basicConstraints=critical,CA:TRUE",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    with open(f"{folder}/{name}.cnf", "w", encoding="utf-8") as file:
        file.write(CONFIGURATION.format(folder=folder, name=name))
    open(f"{folder}/{name}.index", "w", encoding="utf-8").close()
    with open(f"{folder}/{name}.serial", "w", encoding="utf-8") as file:
        file.write("01\n")


def certificate(folder, name, by, hosts, start="20200101000000Z", end="20991231235959Z"):
    """A server's certificate; the file holds its key too, as Postfix likes it."""
    key, request = f"{folder}/{name}.key", f"{folder}/{name}.csr"
    openssl(
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", key, "-out", request, "-subj", f"/CN={name}.maplehollow.example")
    extensions = f"{folder}/{name}.ext"
    with open(extensions, "w", encoding="utf-8") as file:
        file.write(f"subjectAltName={hosts}\nextendedKeyUsage=serverAuth\n")
    plain = f"{folder}/{name}.crt"
    openssl(
        "ca", "-batch", "-notext", "-config", f"{folder}/{by}.cnf", "-cert", f"{folder}/{by}.pem",
        "-keyfile", f"{folder}/{by}.key", "-in", request, "-out", plain, "-extfile", extensions,
        "-startdate", start, "-enddate", end)
    with open(f"{folder}/{name}.pem", "w", encoding="utf-8") as both:
        for part in (key, plain):
            with open(part, encoding="utf-8") as file:
                both.write(file.read())
    # Servers that have given up root read them too; they are worth nothing after the test.
    for path in (key, plain, f"{folder}/{name}.pem"):
        os.chmod(path, 0o644)
    return f"{folder}/{name}.pem"


def make(parent):
    """Makes all of them and gives their paths."""
    folder = os.path.join(parent, "certificates")
    os.mkdir(folder, 0o755)
    authority(folder, "authority", "Maple Hollow Test Authority")
    authority(folder, "stranger", "Somebody Else's Authority")
    return {
        "authority": f"{folder}/authority.pem",
        "stranger": f"{folder}/stranger.pem",
        "relay": certificate(folder, "relay", "authority", HOSTS),
        "wrong-host": certificate(folder, "wrong-host", "authority", OTHER_HOSTS),
        "expired": certificate(
            folder, "expired", "authority", HOSTS, "20200101000000Z", "20210301120000Z"),
        "future": certificate(folder, "future", "authority", HOSTS, "20900101000000Z"),
        "unknown": certificate(folder, "unknown", "stranger", HOSTS),
    }
