"""Where the page's clock is put forward."""

import asyncio
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from adapters.web.body import Travel, read
from adapters.web.clock import FARTHEST, DemoTime, morning, next_monday, stops, tomorrow, zone_of
from adapters.web.guard import Refused
from adapters.web.listen import Listener

log = structlog.get_logger()


class Traveller:
    """One journey at a time; every open page is told where it has got to."""

    def __init__(self, listener: Listener, time: DemoTime) -> None:
        self._listener = listener
        self._time = time
        self._on_the_way = asyncio.Lock()

    async def travel(self, request: web.Request) -> web.Response:
        body = await read(request, Travel)
        await self._listener.here(body)
        if body.to == "anew":
            return self._begin_anew()
        now = self._time.clock()
        to = _destination(body, now)
        if self._on_the_way.locked():
            raise Refused(409, "The clock is being put forward already. Wait until it has arrived.")
        async with self._on_the_way:
            log.info("web", action="demo_travels", hours=round((to - now) / timedelta(hours=1)))
            for stop in stops(now, to, zone_of(body.zone)):
                self._time.clock.reach(stop)
                self._listener.web.history.moved()
                await self._time.arrived()
        return web.json_response({"now": self._time.clock().isoformat()})

    def _begin_anew(self) -> web.Response:
        if self._time.anew is None:
            raise Refused(
                409, "This demo keeps its data in a database of your own, which I do not empty. Time goes forward only."
            )
        self._time.anew()
        return web.json_response({"now": ""})


def _destination(body: Travel, now: datetime) -> datetime:
    """Raises Refused for a time that is over already, or too far away."""
    zone = zone_of(body.zone)
    match body.to:
        case "hour":
            return now + timedelta(hours=1)
        case "tomorrow":
            return tomorrow(now, zone)
        case "monday":
            return next_monday(now, zone)
    if body.on is None:
        raise Refused(400, "Pick the day to go to.")
    away = body.on - now.astimezone(zone).date()
    if away > FARTHEST:
        raise Refused(400, "That is too far. Go at most a year ahead at a time.")
    if away < timedelta(0) or (to := morning(body.on, zone)) <= now:
        raise Refused(400, "That morning is over. Time goes forward only; pick a later day.")
    return to
