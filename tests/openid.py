"""A small OpenID provider of our own, on a real socket of this machine: discovery, code flow with
PKCE, signed ID tokens. It is strict where the specification is; a test may have it lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "reading-room", "between the provider and us"


@dataclass
class Openid:
    """Who is signed in there, and what it says of them."""

    issuer: str = ""
    person: dict[str, Any] = field(default_factory=dict)  # `sub`, `email`, `email_verified`
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    algorithm: str = "RS256"
    lie: Callable[[dict[str, Any]], None] = lambda claims: None  # about an ID token
    codes: dict[str, dict[str, str]] = field(default_factory=dict)  # what was asked with each
    refused: list[str] = field(default_factory=list)  # why it gave no token

    def authorize(self, address: str) -> str:
        """Where a browser that was sent here is sent back to, once the person has agreed."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.issuer}/authorize?")
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, sent: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """The answer to a code; None, and why, where something about it is not right."""
        asked = self.codes.pop(sent.get("code", ""), None)
        verified = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verified).decode().rstrip("=")
        scheme, _, word = authorization.partition(" ")
        known = scheme == "Basic" and unquote(base64.b64decode(word).decode())
        for why, is_wrong in (
            ("client", known != f"{CLIENT}:{SECRET}"),
            ("code", asked is None),
            ("verifier", asked is not None and challenge != asked["code_challenge"]),
            ("redirect", asked is not None and sent.get("redirect_uri") != asked["redirect_uri"]),
        ):
            if is_wrong:
                self.refused.append(why)
                return None
        assert asked is not None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60,
                  "nonce": asked["nonce"], **self.person}  # fmt: skip
        self.lie(claims)
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return {"access_token": "unused", "token_type": "Bearer", "expires_in": 60,
                "id_token": jwt.encode(header, claims, self.key)}  # fmt: skip

    def says(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        return None


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._send(self.server.openid.says(self.path), 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        answer = self.server.openid.token(sent, self.headers.get("Authorization", ""))
        self._send(answer, 400)

    def _send(self, answer: dict[str, Any] | None, otherwise: int) -> None:
        body = json.dumps(answer or {"error": "invalid_grant"}).encode()
        self.send_response(200 if answer else otherwise)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    openid: Openid


@contextmanager
def provider() -> Iterator[Openid]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.openid = Openid(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.openid
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
