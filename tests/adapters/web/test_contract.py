"""The web door keeps every door's promises."""

from collections.abc import AsyncIterator

import pytest

from bot.request import Never
from tests.adapters.web.driver import Site, WebDriver
from tests.contracts import gallery
from tests.contracts.driver import Driver
from tests.contracts.platform import PlatformContract
from tests.fakes.scripted import Scripted


class TestWeb(PlatformContract):
    @pytest.fixture
    async def driver(self) -> AsyncIterator[Driver]:
        async with Site(Scripted()) as site:
            yield WebDriver(site)

    @pytest.mark.parametrize(("error", "outcome"), [("gone", Never)])
    async def test_the_error_table(self, driver: Driver, error: str, outcome: type) -> None:
        """There is no network between Bailey and the page, so only somebody who left can be out of reach."""
        await driver.chat("day")
        address = driver.bailey.requests[-1].address
        driver.refuse(error)
        assert isinstance(await driver.platform.send(address, gallery.logged()), outcome)
