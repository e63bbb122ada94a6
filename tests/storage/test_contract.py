"""The storage contract, run on both databases by the fixture `ground`."""

from tests.contracts.storage import *  # noqa: F403  # its tests
