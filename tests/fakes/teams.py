"""Microsoft's side of Teams on a local port: issuer of tokens, login service and message service."""

import asyncio
import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa

APP, TENANT, PASSWORD = "11111111-2222-3333-4444-555555555555", "72f988bf-tenant", "app-secret"
ISSUER = "https://api.botframework.com"
Raw = dict[str, Any]


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


SIGNING_KEY = new_key()


@dataclass
class Call:
    """One call that Bailey made."""

    method: str
    path: str
    body: Any
    authorization: str

    @property
    def what(self) -> str:
        """`post`, `update`, `create`, `member`, `members`, `channels`, `login` or `keys`."""
        parts = self.path.split("/")
        if "v3" not in parts:
            return "login" if self.path.endswith("/token") else "keys"
        parts = parts[parts.index("v3") + 1 :]
        if self.method == "PUT":
            return "update"
        if self.method == "POST":
            return "post" if "activities" in parts else "create"
        return {"teams": "channels"}.get(parts[0], "members" if parts[-1] == "pagedmembers" else "member")

    @property
    def conversation(self) -> str:
        return self.path.split("/v3/conversations/")[1].split("/")[0]


@dataclass
class FakeTeams:
    """keys: key id → (private key, endorsements), as the issuer publishes them. members: conversation → its members.
    channels: team → its channels. refusals: answers for the next posts and updates, in order. unreachable: hang up.
    standing: id → the card that stands there. placed: id → the conversation, with its thread, that it was posted to."""

    keys: dict[str, tuple[rsa.RSAPrivateKey, list[str]]] = field(
        default_factory=lambda: {"key1": (SIGNING_KEY, ["msteams"])}
    )
    members: dict[str, list[Raw]] = field(default_factory=dict)
    channels: dict[str, list[Raw]] = field(default_factory=dict)
    refusals: list[tuple[int, Raw, dict[str, str]]] = field(default_factory=list)
    creations: list[tuple[int, Raw, dict[str, str]]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    standing: dict[str, Raw] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)
    unreachable: bool = False
    page: int = 2
    silent: bool = False
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    async def start(self) -> None:
        app = web.Application(client_max_size=1 << 22)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._server = TestServer(app)
        await self._server.start_server()
        self.changed = asyncio.Event()

    async def stop(self) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    @property
    def service_url(self) -> str:
        return f"{self.url}/emea/"

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    # ------------------------------------------------------------ tokens

    def token(self, *, key: str = "key1", signed_by: rsa.RSAPrivateKey | None = None, **changes: Any) -> str:
        """A token as Teams sends it; `changes` replace claims, None takes one away."""
        now = int(time.time())
        claims: Raw = {"iss": ISSUER, "aud": APP, "exp": now + 3600, "nbf": now, "serviceurl": self.service_url}
        claims = {name: value for name, value in (claims | changes).items() if value is not None}
        signer = signed_by or (self.keys[key][0] if key in self.keys else SIGNING_KEY)
        return jwt.encode(claims, signer, algorithm="RS256", headers={"kid": key})

    # ------------------------------------------------------------ what was said

    def said(self, *kinds: str) -> list[Call]:
        return [call for call in self.calls if call.what in (kinds or ("post", "update"))]

    async def wait_for(self, count: int, *kinds: str) -> list[Call]:
        """Until so many calls of these kinds have arrived."""
        while len(self.said(*kinds)) < count:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 10)
        return self.said(*kinds)

    # ------------------------------------------------------------ answering

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path, data = request.path, await request.read()
        if path.startswith("/files/"):
            return web.Response(body=self.files[path.removeprefix("/files/")])
        body = json.loads(data) if data and request.content_type == "application/json" else data.decode()
        call = Call(request.method, path, body, request.headers.get("Authorization", ""))
        self.calls.append(call)
        self.changed.set()
        if self.unreachable and call.what in ("post", "update", "create"):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        return getattr(self, f"_{call.what}")(call, request)

    def _keys(self, call: Call, request: web.Request) -> web.Response:
        if self.silent:
            return web.Response(status=500)
        if call.path == "/openid":
            return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/jwks"})
        keys = []
        for name, (key, endorsements) in self.keys.items():
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
            keys.append({**public, "kid": name, "use": "sig", "endorsements": endorsements})
        return web.json_response({"keys": keys})

    def _login(self, call: Call, request: web.Request) -> web.Response:
        return web.json_response({"access_token": f"token{next(self._ids)}", "expires_in": 3599})

    def _post(self, call: Call, request: web.Request) -> web.Response:
        if self.refusals:
            return _refusal(self.refusals.pop(0))
        ref = f"{1_700_000_000_000 + next(self._ids)}"
        self.placed[ref] = unquote(call.conversation)
        self._stands(call, ref)
        return web.json_response({"id": ref}, status=201)

    def _update(self, call: Call, request: web.Request) -> web.Response:
        if self.refusals:
            return _refusal(self.refusals.pop(0))
        ref = call.path.rsplit("/", 1)[1]
        self._stands(call, ref)
        return web.json_response({"id": ref})

    def _stands(self, call: Call, ref: str) -> None:
        if attachments := call.body.get("attachments"):
            self.standing[ref] = attachments[0]["content"]

    def _create(self, call: Call, request: web.Request) -> web.Response:
        if self.creations:
            return _refusal(self.creations.pop(0))
        return web.json_response({"id": f"a:chat-of-{call.body['members'][0]['id']}"}, status=201)

    def _member(self, call: Call, request: web.Request) -> web.Response:
        wanted = call.path.rsplit("/", 1)[1]
        for member in self.members.get(call.conversation, []):
            if wanted in (member["id"], member.get("aadObjectId")):
                return web.json_response(member)
        return _refusal((404, {"code": "MemberNotFoundInConversation"}, {}))

    def _members(self, call: Call, request: web.Request) -> web.Response:
        everybody = self.members.get(call.conversation)
        if everybody is None:
            return _refusal((403, {"code": "BotNotInConversationRoster"}, {}))
        start = int(request.query.get("continuationToken", "0"))
        page: Raw = {"members": everybody[start : start + self.page]}
        if start + self.page < len(everybody):
            page["continuationToken"] = str(start + self.page)
        return web.json_response(page)

    def _channels(self, call: Call, request: web.Request) -> web.Response:
        return web.json_response({"conversations": self.channels.get(call.path.split("/")[-2], [])})


def _refusal(refusal: tuple[int, Raw, dict[str, str]]) -> web.Response:
    status, error, headers = refusal
    return web.json_response({"error": error}, status=status, headers=headers)
