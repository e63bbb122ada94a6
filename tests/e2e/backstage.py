"""An event loop in a thread of its own, for whatever is asynchronous beside a browser that is not."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

PATIENCE = 60.0  # seconds for anything that is asked of it
T = TypeVar("T")


class Backstage:
    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
