"""The terminal keeps every door's promises."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.request import Never, Place
from tests.adapters.cli.driver import CliDriver
from tests.contracts import gallery
from tests.contracts.driver import Driver
from tests.contracts.platform import PlatformContract
from tests.fakes.scripted import Scripted


class TestCli(PlatformContract):
    @pytest.fixture
    async def driver(self) -> AsyncIterator[Driver]:
        driver = CliDriver(Scripted())
        yield driver
        await driver.close()

    @pytest.mark.skip(reason="a terminal has no mentions of its own: @sam is a word that Bailey reads")
    async def test_other_peoples_mentions_are_understood(self, driver: Driver) -> None: ...

    async def test_outsiders_make_the_place_shared(self, driver: Driver) -> None:
        """Nobody else reads a terminal."""
        await driver.say("account Acme", Place.SHARED)
        assert driver.bailey.requests[-1].address.place is Place.DIRECT

    @pytest.mark.parametrize(("error", "outcome"), [("gone", Never)])
    async def test_the_error_table(self, driver: Driver, error: str, outcome: type) -> None:
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        driver.refuse(error)
        await asyncio.sleep(0)
        assert isinstance(await driver.platform.send(address, gallery.logged()), outcome)
