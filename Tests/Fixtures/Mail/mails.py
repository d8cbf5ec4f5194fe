"""Mails as strangers send them, from a seed, and what Python's email package finds in them.

    mails.py SEED COUNT       JSON lines: shape, bytes, parts, files; every shape, again and again
    mails.py large BYTES      one mail with an attachment of so many bytes, on standard output

`files` are the names and contents that the maker put in; `parts` is the parser's answer.
"""
import base64, email, email.message, email.policy, hashlib, json, random, struct, sys
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

SENDER = "Maya Alder <m.alder@maplehollow.example>"
TO = "mc+CODE1@maplehollow.example"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


def content(r, length=None):
    length = r.randrange(1, 3000) if length is None else length
    return PDF + bytes(r.randrange(256) for _ in range(length)) + b"\n%%EOF\n"


NAMES = ["reflection.pdf", "Élève réflexion.pdf", "photo of the class.pdf", "資料.pdf", "a;b=c.pdf",
         "quote\"d.pdf", "x" * 120 + ".pdf"]


class Mail:
    """A mail and the files in it."""

    def __init__(self, r, number):
        self.r, self.number, self.files, self.shape = r, number, [], ""

    def head(self, message, subject="My certificate"):
        message["From"] = SENDER
        message["To"] = TO
        message["Subject"] = subject
        message["Date"] = "Tue, 22 Dec 2026 16:47:00 -0800"
        message["Message-ID"] = "<%d.%d@maplehollow.example>" % (self.number, self.r.randrange(10**9))
        return message

    def attachment(self, name=None, data=None, encode="base64"):
        r = self.r
        name = r.choice(NAMES) if name is None else name
        data = content(r) if data is None else data
        part = MIMEBase("application", "pdf")
        if encode == "base64":
            part.set_payload(base64.encodebytes(data).decode())
            part["Content-Transfer-Encoding"] = "base64"
        else:
            part.set_payload("".join("=%02X" % b + "=\n" * (n % 24 == 23) for n, b in enumerate(data)))
            part["Content-Transfer-Encoding"] = "quoted-printable"
        way = r.randrange(3)
        if way == 0 and all(ord(c) < 128 for c in name):
            part.add_header("Content-Disposition", "attachment", filename=name)
        elif way == 1:
            part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
        else:
            # As Outlook and many others do it, against RFC 2047 §5.
            part["Content-Disposition"] = "attachment"
            part.set_param("name", "X")
            part.replace_header("Content-Type", 'application/pdf; name="%s"' % Header(name, "utf-8", maxlinelen=10**6).encode())
        self.files.append((name, data))
        return part

    def simple(self, encodings=("base64", "quoted")):
        message = self.head(MIMEMultipart())
        message.attach(MIMEText("Hello,\n\nhere it is.\n"))
        for _ in range(self.r.randrange(1, 4)):
            message.attach(self.attachment(encode=self.r.choice(encodings)))
        return message.as_bytes()

    def apple(self):
        message = self.head(MIMEMultipart("alternative"))
        message.attach(MIMEText("Hello"))
        mixed = MIMEMultipart("mixed")
        related = MIMEMultipart("related")
        related.attach(MIMEText("<p>Hello</p>", "html"))
        image = MIMEImage(b"\x89PNG\r\n\x1a\n" + bytes(50), "png")
        image["Content-ID"] = "<logo>"
        image["Content-Disposition"] = 'inline; filename="logo.png"'
        related.attach(image)
        mixed.attach(related)
        mixed.attach(self.attachment())
        message.attach(mixed)
        return message.as_bytes()

    def nested(self, levels=None):
        inner = MIMEMultipart()
        inner.attach(self.attachment("deep.pdf"))
        for _ in range(self.r.randrange(2, 12) if levels is None else levels - 1):
            outer = MIMEMultipart(self.r.choice(["mixed", "related", "alternative"]))
            outer.attach(inner)
            inner = outer
        return self.head(inner).as_bytes()

    def hundred(self):
        return self.nested(100)

    def forwarded(self):
        inner = Mail(self.r, self.number + 10_000)
        bytes_ = inner.simple()
        self.files += inner.files
        message = self.head(MIMEMultipart(), "Fwd: My certificate")
        message.attach(MIMEText("See below."))
        message.attach(MIMEMessage(email.message_from_bytes(bytes_)))
        return message.as_bytes()

    def signed(self):
        message = self.head(MIMEMultipart("signed", protocol="application/pkcs7-signature", micalg="sha-256"))
        inner = MIMEMultipart()
        inner.attach(MIMEText("Signed."))
        inner.attach(self.attachment())
        message.attach(inner)
        message.attach(MIMEApplication(b"0\x80\x06\x09", "pkcs7-signature", name="smime.p7s"))
        return message.as_bytes()

    def pgp_signed(self):
        message = self.head(MIMEMultipart("signed", protocol="application/pgp-signature"))
        inner = MIMEMultipart()
        inner.attach(self.attachment())
        message.attach(inner)
        signature = MIMEApplication(b"-----BEGIN PGP SIGNATURE-----\n", "pgp-signature", name="signature.asc")
        message.attach(signature)
        return message.as_bytes()

    def pgp_encrypted(self):
        message = self.head(MIMEMultipart("encrypted", protocol="application/pgp-encrypted"))
        message.attach(MIMEApplication(b"Version: 1\n", "pgp-encrypted"))
        message.attach(MIMEApplication(b"-----BEGIN PGP MESSAGE-----\n\nhQ\n", "octet-stream", name="encrypted.asc"))
        return message.as_bytes()

    def smime_encrypted(self):
        message = self.head(MIMEBase("application", "pkcs7-mime", **{"smime-type": "enveloped-data", "name": "smime.p7m"}))
        message.set_payload(base64.encodebytes(bytes(self.r.randrange(256) for _ in range(800))).decode())
        message["Content-Transfer-Encoding"] = "base64"
        return message.as_bytes()

    def tnef(self):
        def attribute(level, id_, value):
            return struct.pack("<BII", level, id_, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

        def properties(name):
            text = name.encode("utf-16le") + b"\0\0"
            value = struct.pack("<IHHII", 2, 0x0003, 0x0E21, 7, 0x3707001F)
            value += struct.pack("<II", 1, len(text)) + text + bytes(-len(text) % 4)
            return value

        data = struct.pack("<IH", 0x223E9F78, 1)
        data += attribute(1, 0x00089006, struct.pack("<I", 0x10000))
        data += attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
        data += attribute(1, 0x00018004, b"My certificate\0")
        for _ in range(self.r.randrange(1, 4)):
            name, body = self.r.choice(NAMES), content(self.r)
            data += attribute(2, 0x00069002, bytes(14))
            data += attribute(2, 0x0006800F, body)
            data += attribute(2, 0x00018010, b"REFLEC~1.PDF\0")
            data += attribute(2, 0x00069005, properties(name))
            self.files.append((name, body))
        message = self.head(MIMEMultipart())
        message.attach(MIMEText("Hello"))
        part = MIMEApplication(data, "ms-tnef", name="winmail.dat")
        part["Content-Disposition"] = 'attachment; filename="winmail.dat"'
        message.attach(part)
        return message.as_bytes()

    def charsets(self):
        label, real = self.r.choice([("utf-8", "latin-1"), ("iso-8859-1", "utf-8"), ("x-nobody", "cp1252"),
                                     ("utf-8", "cp1252"), ("us-ascii", "utf-8"), ("iso-8859-15", "iso-8859-15")])
        name = "Réflexion.pdf"
        boundary = "=_%d" % self.number
        data = content(self.r)
        self.files.append((name, data))
        text = ("From: " + SENDER + "\nTo: " + TO + "\nSubject: Certificat réussi\nMessage-ID: <c%d@maplehollow.example>\n"
                "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"%s\"\n\n--%s\n"
                "Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: 8bit\n\nVoilà, l'été.\n--%s\n"
                "Content-Type: application/pdf; name=\"%s\"\nContent-Transfer-Encoding: base64\n\n"
                % (self.number, boundary, boundary, label, boundary, name)).encode(real)
        return text + base64.encodebytes(data) + ("--%s--\n" % boundary).encode()

    def empty(self):
        return self.r.choice([b"", b"\n", b"\r\n\r\n", ("From: %s\nTo: %s\n\n" % (SENDER, TO)).encode(),
                              ("From: %s\nTo: %s\nMessage-ID: <e%d@maplehollow.example>" % (SENDER, TO, self.number)).encode()])

    def text_only(self):
        message = self.head(MIMEText("Here are my documents: https://drive.example/x\n" * 3))
        return message.as_bytes()

    def html_only(self):
        message = self.head(MIMEText("<p>Hello</p>\n", "html", "utf-8"))
        return message.as_bytes()

    def bare_attachment(self):
        part = self.attachment("scan.pdf")
        return self.head(part).as_bytes()

    def many(self, count=10_000):
        lines = ["From: " + SENDER, "To: " + TO, "Message-ID: <m%d@maplehollow.example>" % self.number, "MIME-Version: 1.0",
                 'Content-Type: multipart/mixed; boundary="b"', ""]
        for number in range(count):
            lines += ["--b", "Content-Type: application/octet-stream; name=f%d.bin" % number, "", "x"]
        return "\n".join(lines + ["--b--", ""]).encode()

    def cut(self):
        whole = self.r.choice([self.simple, self.apple, self.signed, self.tnef, self.forwarded])()
        self.files = []
        return whole[:self.r.randrange(1, len(whole) - 60)]

    def carriage_returns(self):
        # Python's reader of quoted-printable knows no soft break of CR alone.
        return self.simple(["base64"]).replace(b"\n", b"\r")

    def crlf(self):
        return self.simple().replace(b"\n", b"\r\n")

    def nuls(self):
        whole = bytearray(self.simple())
        self.files = []
        for _ in range(20):
            whole.insert(self.r.randrange(len(whole)), 0)
        return bytes(whole)

    def huge_headers(self):
        message = self.simple()
        extra = b"".join(b"X-Trace-%d: %s\n" % (n, b"y" * 900) for n in range(self.r.randrange(100, 400)))
        return message.replace(b"To:", b"X-Long: " + b"z" * 200_000 + b"\nTo:", 1).replace(b"Subject:", extra + b"Subject:", 1)

    def damaged(self):
        whole = bytearray(self.simple())
        self.files = []
        for _ in range(self.r.randrange(1, 30)):
            whole[self.r.randrange(len(whole))] = self.r.randrange(256)
        return bytes(whole)

    def noise(self):
        return bytes(self.r.randrange(256) for _ in range(self.r.randrange(5000)))

    def vacation(self):
        message = self.head(MIMEText("I am away."), "Automatic reply: Missing")
        message["Auto-Submitted"] = "auto-replied"
        return message.as_bytes()

    def list_mail(self):
        message = self.head(MIMEMultipart())
        message["List-Id"] = "<staff.maplehollow.example>"
        message.attach(MIMEText("News"))
        message.attach(self.attachment("news.pdf"))
        return message.as_bytes()

    def bounce(self):
        message = self.head(MIMEText("Undelivered"), "Undelivered Mail Returned to Sender")
        message["Return-Path"] = "<>"
        return message.as_bytes()

    def stranger(self):
        message = self.simple().replace(SENDER.encode(), b"Somebody <somebody@elsewhere.example>")
        return message


SHAPES = [
    "simple", "apple", "nested", "hundred", "forwarded", "signed", "pgp_signed", "pgp_encrypted", "smime_encrypted",
    "tnef", "charsets", "empty", "text_only", "html_only", "bare_attachment", "cut", "carriage_returns", "crlf", "nuls",
    "huge_headers", "damaged", "noise", "vacation", "list_mail", "bounce", "stranger",
]
# Where the maker broke something, readers differ, and Python's answer is one of several.
BROKEN = {"cut", "nuls", "damaged", "noise", "empty"}


def walk(part, depth, parts):
    is_container = part.is_multipart()
    data = b"" if is_container else part.get_payload(decode=True) or b""
    parts.append([depth, part.get_content_type(), is_container, len(data), hashlib.sha256(data).hexdigest()])
    if is_container:
        for inner in part.get_payload():
            walk(inner, depth + 1, parts)


def main():
    if sys.argv[1] == "large":
        out, left = sys.stdout.buffer, int(sys.argv[2])
        out.write(('From: %s\nTo: %s\nSubject: My video\nMessage-ID: <large@maplehollow.example>\nMIME-Version: 1.0\n'
                   'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n'
                   'Content-Type: application/pdf; name="large.pdf"\nContent-Transfer-Encoding: base64\n\n' % (SENDER, TO)).encode())
        line = base64.encodebytes(b"0123456789abcdef" * 3 + b"012345678")
        out.write(base64.encodebytes(PDF + b" " * (57 - len(PDF))))
        while left > 0:
            out.write(line * 1000)
            left -= 1000 * 57
        out.write(b"--b--\n")
        return
    seed, count = int(sys.argv[1]), int(sys.argv[2])
    for number in range(count):
        r = random.Random(seed * 1_000_003 + number)
        shape = "many" if number == 0 else SHAPES[number % len(SHAPES)]
        mail = Mail(r, number)
        bytes_ = getattr(mail, shape)()
        # Boundaries that the package makes are random, and not from this seed.
        parts = []
        if shape not in BROKEN:
            walk(email.message_from_bytes(bytes_), 0, parts)
        print(json.dumps({
            "shape": shape, "bytes": base64.b64encode(bytes_).decode(), "parts": parts, "isBroken": shape in BROKEN,
            "files": [[name, hashlib.sha256(data).hexdigest()] for name, data in mail.files],
        }))


if __name__ == "__main__":
    # The package draws boundaries from the module's own generator.
    random.seed(int(sys.argv[1]) if sys.argv[1].isdigit() else 0)
    main()
