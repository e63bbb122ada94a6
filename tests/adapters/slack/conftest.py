from collections.abc import AsyncIterator

import pytest

from tests.adapters.slack.driver import SlackDriver


@pytest.fixture
async def driver() -> AsyncIterator[SlackDriver]:
    driver = await SlackDriver().open()
    yield driver
    await driver.close()
