"""A team's room that speaks https itself, over a real socket, with a certificate of the day."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from reportedly.web.store import Store
from reportedly.web.team.accounts import Accounts
from tests.teaming import PASSWORDS, ROLES, TESTS, field_of


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate of this machine for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "room.pem", folder / "room.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.fixture
def room(ledger_copy: Path, tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """Its port, and what trusts its certificate alone."""
    accounts = Accounts(Store(ledger_copy.with_name(ledger_copy.name + ".room")))
    accounts.add(TESTS, "Ilse", ROLES["Ilse"], password=PASSWORDS["Ilse"])
    certificate, key = certified(tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "reportedly", "serve", "--ledger", str(ledger_copy), "--team",
        "--port", str(port), "--origin", f"https://localhost:{port}",
        "--certificate", str(certificate), "--key", str(key),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            assert f"https://localhost:{port}/" in server.stdout.readline()
            yield port, ssl.create_default_context(cafile=certificate)
        finally:
            server.terminate()


def test_one_signs_in_over_https_and_nobody_in_the_clear(
    room: tuple[int, ssl.SSLContext],
) -> None:
    port, trusted = room
    here = f"https://localhost:{port}"
    with httpx.Client(base_url=here, verify=trusted, trust_env=False) as client:
        page = client.get("/login")
        assert page.headers["strict-transport-security"].startswith("max-age=")
        sent = {
            "token": field_of(page.text, "token"), "name": "Ilse", "password": PASSWORDS["Ilse"],
        }  # fmt: skip
        answer = client.post("/login", data=sent, headers={"Origin": here})
        assert answer.status_code == 303
        assert "Secure" in answer.headers["set-cookie"]
        assert client.get("/account.json").json()["account"]["name"] == "Ilse"
        other = client.get("/login", headers={"Host": f"127.0.0.1:{port}"})
        assert other.status_code == 421
    with httpx.Client(trust_env=False) as plain, pytest.raises(httpx.TransportError):
        plain.get(f"http://localhost:{port}/login")
    with httpx.Client(trust_env=False) as wary, pytest.raises(httpx.ConnectError, match="CERT"):
        wary.get(f"{here}/login")
