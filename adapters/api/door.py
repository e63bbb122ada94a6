"""The door for programs: POST /api/v1/NAME for every intake there is.

The token says whose data it is. A request is carried out once for its Idempotency-Key, and all of it or nothing; the same
request again gets the same answer. What is wrong is answered in one shape, each line by its place.
"""

import json
from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

import structlog
from aiohttp import web

from adapters.api.answers import Refused, faulty, unauthorised
from adapters.api.reading import Brought, read, token_digest
from bot.clock import Clock
from bot.intake import Faulty, Program, bring, intakes
from storage.ground import Ground
from storage.tables import ApiToken, Member
from storage.work import Work

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PATH = "/api/v1/"
REPLAYED = "Idempotency-Replayed"

log = structlog.get_logger(__name__)


def mount(app: web.Application, ground: Ground, clock: Clock, wake: Callable[[], None]) -> None:
    """wake: called when something was put into the outbox."""

    async def post(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        token = await _token(ground, request)
        if name not in intakes:
            raise Refused(
                404, "not_found", f"Nothing is taken here. Try one of: {', '.join(PATH + n for n in intakes)}"
            )
        brought = await read(request, name)

        def act(work: Work) -> tuple[dict[str, Any], bool, bool]:
            return _once(work, name, brought, token, clock)

        answer, again, posted = await ground.run(token.organization_id, act, alone=True)
        log.info("api", action="api_taken", intake=name, lines=len(brought.lines), again=again, token_id=token.id)
        if posted:
            wake()
        return web.json_response(answer, headers={REPLAYED: "true"} if again else {})

    async def other(request: web.Request) -> web.StreamResponse:
        raise Refused(405, "method_not_allowed", "Data is only brought here: send it with POST.")

    app.add_routes([web.post(PATH + "{name}", _told(post)), web.route("*", PATH + "{name}", _told(other))])


def _told(handler: Handler) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            log.info("api", action="api_refused", status=refused.status, code=refused.code)
            return refused.response()

    return handle


async def _token(ground: Ground, request: web.Request) -> ApiToken:
    """Before the body is read, so that a stranger cannot make us read it. Raises Refused."""
    digest = token_digest(request)
    if digest is None:
        raise unauthorised()
    found = await ground.run(0, lambda work: work.tokens.holder(digest), reads=True)
    if found is None:
        raise unauthorised()
    return found


def _once(work: Work, name: str, brought: Brought, token: ApiToken, clock: Clock) -> tuple[dict[str, Any], bool, bool]:
    """The answer, whether it was given before, and whether there is something to say. Raises Refused."""
    now = clock()
    maker = work.get(Member, token.created_by_id)
    assert maker is not None, "members are never deleted"
    # Two programs may choose the same key.
    key = sha256(f"api\0{token.id}\0{name}\0{brought.key}".encode("utf-8", "surrogatepass")).hexdigest()
    entry = work.messages.begin(key, maker.id, now)
    if entry is None:
        return _before(work, key, brought), True, False
    try:
        done, set_id = bring(work, name, brought.lines, Program(token.label, maker.id), now)
    except Faulty as error:
        raise faulty(error.faults, len(brought.lines)) from error
    answer = {"received": len(brought.lines), **done, "change": set_id}
    work.messages.answered(entry, json.dumps({"digest": brought.digest, "answer": answer}))
    return answer, False, work.messages.posted


def _before(work: Work, key: str, brought: Brought) -> dict[str, Any]:
    seen = work.messages.seen(key)
    kept: dict[str, Any] = json.loads(seen.reply) if seen and seen.reply else {}
    if kept.get("digest") != brought.digest:
        raise Refused(409, "key_reused", "This Idempotency-Key came with other content before. Use a new one.")
    answer: dict[str, Any] = kept["answer"]
    return answer
