from collections.abc import AsyncIterator

import pytest

from tests.adapters.web.driver import Site
from tests.fakes import web_bailey


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site(web_bailey.ScriptedBailey(), gallery=web_bailey.gallery) as running:
        yield running
