from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.driver import SlackDriver
from tests.contracts.platform import PlatformContract


class TestSlack(PlatformContract):
    @pytest.fixture
    async def driver(self) -> AsyncIterator[SlackDriver]:
        driver = await SlackDriver().open()
        yield driver
        await driver.close()
