"""A calendar server: over TLS, with tags, redirects, and whatever else may be wrong with one."""

import datetime as dt
import ipaddress
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = Callable[[web.Request], web.StreamResponse]


@dataclass
class CalendarServer:
    """content: what /basic.ics holds. tags: whether it says when nothing has changed. answers: path → another answer.
    asked: (path, headers) of every request."""

    content: str = ""
    tags: bool = True
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    url: str = ""
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, dict(request.headers)))
        if (answer := self.answers.get(request.path)) is not None:
            return answer(request)
        tag = f'"{hash(self.content)}"'
        if self.tags and request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        headers = {"ETag": tag} if self.tags else {}
        return web.Response(text=self.content, content_type="text/calendar", headers=headers)


@asynccontextmanager
async def calendar_server(folder: Path) -> AsyncIterator[CalendarServer]:
    """folder: for its certificate."""
    served = CalendarServer()
    cert = _certificate(folder)
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(cert)
    served.trust.load_verify_locations(cert)
    app = web.Application()
    app.router.add_get("/{tail:.*}", served._answer)
    server = TestServer(app, scheme="https", host="localhost")
    await server.start_server(ssl=own)
    served.url = f"https://localhost:{server.port}"
    try:
        yield served
    finally:
        await server.close()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file
