"""Signing in through an OpenID provider: code flow, with PKCE, `state` and `nonce`.

    begin() ─► the provider's address; what to remember, signed, for a cookie of ten minutes
    end()   ─► who it is, once the provider's answer fits what was remembered

Authlib speaks with the provider and reads its answer; joserfc checks the signature. Of what the
provider says we take who it is, and their e-mail if it says that it has verified it.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from reportedly.config import Registration
from reportedly.errors import ConfigurationError
from reportedly.web.team.terms import PATH, Pending, ProviderError

_TIMEOUT = 10.0  # seconds, for each step of a request
_SILENT = 10.0  # seconds for which a provider that did not answer is not asked again
_LEEWAY = 60  # seconds by which two clocks may differ
# Signed with a key of the provider's own. Never "none", nor HMAC, whose key we hold ourselves.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")


class Provider:
    """One OpenID provider. Asked at the first sign-in, not before: a room opens without it."""

    def __init__(self, registration: Registration, origin: str) -> None:
        """Raises `ConfigurationError` for a provider that would be asked in the clear."""
        parts = urlsplit(registration.issuer)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise ConfigurationError("must be an https address", about="oidc_issuer")
        self.registration = registration
        self._redirect = origin + PATH
        self._lock = threading.Lock()
        self._silent_until = 0.0
        self._metadata: dict[str, Any] | None = None
        self._keys: KeySet | None = None

    def begin(self, to: str) -> tuple[str, Pending]:
        """Where to send the browser, and what to remember meanwhile. Raises `ProviderError`."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        pending = Pending(state, nonce, verifier, to)
        address = self._said()["authorization_endpoint"]
        with self._client() as client:
            url, _ = client.create_authorization_url(
                address, pending.state, code_verifier=pending.verifier, nonce=pending.nonce
            )
        return str(url), pending

    def end(self, pending: Pending, answer: dict[str, str]) -> tuple[str, str | None]:
        """Who it is (issuer and subject) and their verified e-mail. `answer`: what the browser
        brought back. Raises `ProviderError`."""
        if not secrets.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
            raise self._error("the answer belongs to another sign-in (state)")
        if answer.get("iss", self.registration.issuer) != self.registration.issuer:
            raise self._error("the answer is another provider's (iss)")
        if "code" not in answer:
            raise self._error(f"refused it: {answer.get('error', 'no code')[:100]}")
        token = self._token(answer["code"], pending)
        claims = self._claims(token, pending.nonce)
        email = claims.get("email") if claims.get("email_verified") is True else None
        return json.dumps([claims["iss"], claims["sub"]]), str(email) if email else None

    def _token(self, code: str, pending: Pending) -> dict[str, Any]:
        try:
            with self._client() as client:
                token: dict[str, Any] = client.fetch_token(
                    self._said()["token_endpoint"], code=code, code_verifier=pending.verifier,
                    grant_type="authorization_code", redirect_uri=self._redirect,
                )  # fmt: skip
        except (httpx2.HTTPError, AuthlibBaseError, ValueError) as error:
            raise self._error(f"gave no token: {error}") from error
        if not isinstance(token.get("id_token"), str):
            raise self._error("gave no ID token")
        return token

    def _claims(self, token: dict[str, Any], nonce: str) -> dict[str, Any]:
        """What the ID token says, its signature, issuer, audience, times, nonce and hash of the
        access token checked."""
        offered = self._said().get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = jws.JWSRegistry(
            algorithms=[each for each in _ALGORITHMS if each in offered], strict_check_header=False
        )
        wanted: Any = {
            "iss": {"essential": True, "value": self.registration.issuer},
            "aud": {"essential": True, "value": self.registration.client},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        known = {"nonce": nonce, "client_id": self.registration.client,
                 "access_token": token.get("access_token")}  # fmt: skip
        try:
            try:
                read = jwt.decode(token["id_token"], self._key_set(), registry=registry)
            except InvalidKeyIdError:  # a key that is newer than what we know of
                read = jwt.decode(token["id_token"], self._key_set(anew=True), registry=registry)
            claims = CodeIDToken(read.claims, read.header, wanted, known)
            claims.validate(leeway=_LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as error:
            raise self._error(f"what it says cannot be believed: {error}") from error
        return dict(claims)

    def _said(self) -> dict[str, Any]:
        """What the provider says of itself."""
        with self._lock:
            if self._metadata is None:
                if time.monotonic() < self._silent_until:  # or all who ask would wait in turn
                    raise self._error("does not answer")
                address = self.registration.issuer.rstrip("/") + "/.well-known/openid-configuration"
                try:
                    said = self._get(address)
                except ProviderError:
                    self._silent_until = time.monotonic() + _SILENT
                    raise
                if said.get("issuer") != self.registration.issuer:
                    raise self._error("calls itself otherwise (issuer)")
                for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                    if not isinstance(said.get(name), str):
                        raise self._error(f"says nothing of its {name}")
                self._metadata = said
            return self._metadata

    def _key_set(self, *, anew: bool = False) -> KeySet:
        said = self._said()
        with self._lock:
            if self._keys is None or anew:
                self._keys = KeySet.import_key_set(self._get(said["jwks_uri"]))  # type: ignore[arg-type]
            return self._keys

    def _get(self, address: str) -> dict[str, Any]:
        try:
            with httpx2.Client(timeout=_TIMEOUT) as client:
                answer = client.get(address)
                answer.raise_for_status()
                said = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise self._error(f"does not answer: {error}") from error
        if not isinstance(said, dict):
            raise self._error("does not answer as a provider does")
        return said

    def _client(self) -> Any:
        told = self.registration
        return OAuth2Client(
            told.client, told.secret, scope="openid email", redirect_uri=self._redirect,
            code_challenge_method="S256", timeout=_TIMEOUT,
        )  # fmt: skip

    def _error(self, message: str) -> ProviderError:
        return ProviderError(message, about=self.registration.name)
