"""A Slack to talk to: the Web API, response_urls and files over real HTTP. It refuses what the real one refuses."""

import json
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.slack.presence import SCOPES
from tests.fakes import block_kit

Json = dict[str, Any]
TEAM, BOT, ME, TOKEN = "T0BAILEY", "U0BAILEY", "U0DANA", "xoxb-fake"
APP_TOKEN = "xapp-fake"
DM = "D0DANA"


def user(id: str, name: str, **more: Any) -> Json:
    email = f"{name.split()[0].lower()}@example.com"
    profile = {"display_name": name, "real_name": name, "email": email}
    base = {"id": id, "team_id": TEAM, "name": name.lower(), "tz": "Europe/Berlin", "locale": "de-DE"}
    return {**base, "profile": profile, "is_bot": False, "is_restricted": False, **more}


@dataclass
class Call:
    method: str
    args: Json
    ok: bool = True
    team: str = ""


@dataclass
class FakeSlack:
    """calls: what was asked of it, in order. errors: method → what to answer next (a word of Slack's, `429:seconds`, an
    HTTP status, `drop` to close the connection, or `lose` to do it first). standing: channel → ts → what was posted there.
    """

    users: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    infos: dict[str, Json] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    tokens: dict[str, str] = field(default_factory=lambda: {TOKEN: TEAM})
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    standing: dict[str, dict[str, Json]] = field(default_factory=lambda: defaultdict(dict))
    ts: int = 1_700_000_000
    server: TestServer = field(init=False)

    def __post_init__(self) -> None:
        people = [user(ME, "Dana Fox"), user("U0ANA", "Ana Reyes"), user("U0SAM", "Sam Lee")]
        people.append(user(BOT, "Bailey", is_bot=True))
        self.users |= {each["id"]: each for each in people}
        self.channels |= {
            DM: {"id": DM, "is_im": True, "user": ME},
            "C0OPEN": {"id": "C0OPEN", "is_channel": True},
            "C0CLOSED": {"id": "C0CLOSED", "is_channel": True, "is_private": True},
            "C0SHARED": {"id": "C0SHARED", "is_channel": True, "is_ext_shared": True, "is_shared": True},
        }
        app = web.Application(client_max_size=8 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{number}", self._respond)
        app.router.add_get("/files/{name}", self._file)
        self.server = TestServer(app)

    @property
    def api(self) -> str:
        return str(self.server.make_url("/api/"))

    def response_url(self) -> str:
        self.ts += 1
        return str(self.server.make_url(f"/respond/{self.ts}"))

    @property
    def names(self) -> dict[str, str]:
        return {each["id"]: each["profile"]["display_name"] for each in self.users.values()}

    def of(self, *methods: str) -> list[Json]:
        return [call.args for call in self.calls if call.method in methods]

    # ------------------------------------------------------------ the Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        call = Call(method, args)
        self.calls.append(call)
        if self.errors[method]:
            call.ok = False
            error = self.errors[method].pop(0)
            if error == "lose":
                self._answer(method, args)
            return await self._fail(request, "drop" if error == "lose" else error)
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        known = bearer == APP_TOKEN if method == "apps.connections.open" else bearer in self.tokens
        call.team = self.tokens.get(bearer, "")
        answer = self._answer(method, args, call.team) if known else _refused("invalid_auth")
        call.ok = json.loads(answer.text or "{}")["ok"]
        return answer

    async def _fail(self, request: web.Request, error: str) -> web.StreamResponse:
        if error == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if error.startswith("429"):
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": error[4:]}
            )
        if error.isdigit():
            return web.Response(status=int(error), text="<html>bad gateway</html>", content_type="text/html")
        return _refused(error)

    def _answer(self, method: str, args: Json, team: str = TEAM) -> web.Response:
        if blocks := args.get("blocks") or args.get("view"):
            payload = blocks if isinstance(blocks, dict) else args
            if block_kit.faults(payload):
                return _refused("invalid_blocks" if "blocks" in args else "invalid_arguments")
        for attachment in args.get("unfurls", {}).values():
            if block_kit.faults({"text": "-", **attachment}):
                return _refused("invalid_blocks")
        match method:
            case "auth.test":
                answer = _ok(team_id=team, user_id=BOT, bot_id="B0BAILEY")
                answer.headers["x-oauth-scopes"] = ",".join(self.scopes)
                return answer
            case "apps.connections.open":
                return _ok(url=str(self.server.make_url("/socket")).replace("http", "ws"))
            case "users.info":
                return _ok(user=self.users[args["user"]]) if args["user"] in self.users else _refused("user_not_found")
            case "conversations.info":
                known = args["channel"] in self.channels
                return _ok(channel=self.channels[args["channel"]]) if known else _refused("channel_not_found")
            case "conversations.members":
                return self._members(args)
            case "conversations.open":
                return _ok(channel={"id": f"D0{args['users'][2:]}"})
            case "users.conversations":
                return _ok(channels=[self.channels[channel] for channel in self.members])
            case "files.info":
                return _ok(file=self.infos[args["file"]]) if args["file"] in self.infos else _refused("file_not_found")
            case "chat.update":
                standing = self.standing[args["channel"]]
                root = standing.get(args["ts"], {}).get("thread_ts")
                standing[args["ts"]] = {**args, "thread_ts": root} if root else args
                return _ok(channel=args["channel"], ts=args["ts"])
            case "conversations.history":
                return self._history(args, self.standing[args["channel"]])
            case "conversations.replies":
                every = self.standing[args["channel"]].items()
                return self._history(args, {ts: one for ts, one in every if args["ts"] in (ts, one.get("thread_ts"))})
            case "chat.getPermalink":
                ts = args["message_ts"].replace(".", "")
                return _ok(permalink=f"https://example.slack.com/archives/{args['channel']}/p{ts}")
            case "chat.postMessage":
                self.ts += 1
                ts = f"{time.time():.0f}.{self.ts % 1_000_000:06}"
                self.standing[args["channel"]][ts] = args
                return _ok(channel=args["channel"], ts=ts)
            case _:
                self.ts += 1
                return _ok(channel=args.get("channel"), ts=f"{self.ts}.000100", message_ts=f"{self.ts}.000100")

    def _history(self, args: Json, messages: dict[str, Json]) -> web.Response:
        """Newest first, two a page; with metadata for whoever asks and has the right."""
        kind = self.channels.get(args["channel"], {})
        needed = "groups:history" if kind.get("is_private") else "channels:history"
        needed = "im:history" if args["channel"].startswith("D") else needed
        if needed not in self.scopes:
            return _refused("missing_scope")
        told = str(args.get("include_all_metadata")) in ("1", "true") and "metadata.message:read" in self.scopes
        oldest, latest, inclusive = str(args.get("oldest", "")), str(args.get("latest", "9")), args.get("inclusive")
        within = (ts for ts in messages if oldest < ts < latest or (inclusive and ts in (oldest, latest)))
        newest = sorted(within, reverse=True)
        start = int(args.get("cursor") or 0)
        page = [
            {**_stands(messages[ts]), "ts": ts, **({"metadata": messages[ts].get("metadata")} if told else {})}
            for ts in newest[start : start + 2]
        ]
        following = str(start + 2) if start + 2 < len(newest) else ""
        return _ok(messages=page, response_metadata={"next_cursor": following})

    def _members(self, args: Json) -> web.Response:
        """Two a page, so that paging is always tried."""
        everybody = self.members.get(args["channel"])
        if everybody is None:
            return _refused("channel_not_found")
        start = int(args.get("cursor") or 0)
        following = str(start + 2) if start + 2 < len(everybody) else ""
        return _ok(members=everybody[start : start + 2], response_metadata={"next_cursor": following})

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = json.loads(await request.read())
        call = Call("respond", body)
        self.calls.append(call)
        if self.errors["respond"]:
            call.ok = False
            error = self.errors["respond"].pop(0)
            if error.isdigit() or error.startswith(("429", "drop")):
                return await self._fail(request, error)
            return web.Response(status=404, text=error)
        return web.Response(text="invalid_blocks" if block_kit.faults(body) else "ok")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        self.calls.append(Call("file", {"name": name}))
        if name not in self.files or request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        content, kind = self.files[name]
        return web.Response(body=content, content_type=kind)


def _stands(message: Json) -> Json:
    return {name: message[name] for name in ("text", "user", "thread_ts") if message.get(name)}


async def _arguments(request: web.Request) -> Json:
    raw = await request.read()
    if request.content_type == "application/json" and raw:
        return dict(json.loads(raw))
    return {**request.query, **dict(parse_qsl(raw.decode(), keep_blank_values=True))}


def _ok(**more: Any) -> web.Response:
    return web.json_response({"ok": True, **more})


def _refused(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})
