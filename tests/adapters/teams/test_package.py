"""The zip that an administrator uploads."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

import bot.commands  # noqa: F401  # fills the registry
from adapters.teams.icons import color_icon, outline_icon
from adapters.teams.listen import LOG_ACTIVITY, SEARCHES
from adapters.teams.package import ListedCommand, MessageCommand, manifest, package
from bot.registry import registry
from tests.fakes.teams import APP

SCHEMA = Path(__file__).parents[2] / "schemas" / "teams.manifest.1.25.json"
COMMANDS = [ListedCommand(f"verb{n}", f"Does thing {n}") for n in range(20)]
ON_MESSAGES = [
    MessageCommand(one.name, one.title, one.summary) for one in sorted(registry.on_messages, key=lambda one: one.name)
]


def test_the_manifest_is_valid() -> None:
    made = manifest(APP, "https://bailey.example.com:8443/", COMMANDS, ON_MESSAGES)
    schema = json.loads(SCHEMA.read_text())
    assert [error.message for error in Draft4Validator(schema).iter_errors(made)] == []
    [bot] = made["bots"]
    assert {scope for listed in bot["commandLists"] for scope in listed["scopes"]} == {"personal", "team", "groupChat"}
    assert bot["commandLists"][0]["commands"][0] == {"title": "verb0", "description": "Does thing 0"}
    [extension] = made["composeExtensions"]
    ids = [(one["type"], one["id"]) for one in extension["commands"]]
    assert ids == [
        *(("action", name) for name in ("escalate", LOG_ACTIVITY, "reference", "request")),
        *(("query", name) for name in SEARCHES),
    ]
    assert made["validDomains"] == ["bailey.example.com"]
    [handler] = extension["messageHandlers"]
    assert handler["value"] == {"domains": ["bailey.example.com"], "supportsAnonymizedPayloads": False}


def test_the_zip_holds_the_manifest_and_both_icons() -> None:
    packed = package(APP, "https://bailey.example.com", COMMANDS, ON_MESSAGES)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(archive.read("manifest.json"))["id"] == APP
    assert packed == package(APP, "https://bailey.example.com", COMMANDS, ON_MESSAGES)


@pytest.mark.parametrize(("picture", "size"), [(color_icon(), 192), (outline_icon(), 32)])
def test_an_icon_is_a_picture_of_the_right_size(picture: bytes, size: int) -> None:
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (size, size)
    start = picture.index(b"IDAT") + 4
    length = struct.unpack(">I", picture[start - 8 : start - 4])[0]
    assert len(zlib.decompress(picture[start : start + length])) == size * (size * 4 + 1)


def test_the_outline_is_white_on_nothing() -> None:
    picture = outline_icon()
    start = picture.index(b"IDAT") + 4
    data = zlib.decompress(picture[start:-16])
    pixels = [data[at : at + 4] for line in range(32) for at in range(line * 129 + 1, line * 129 + 129, 4)]
    assert {pixel[:3] for pixel in pixels} == {b"\xff\xff\xff"}
    assert {0, 255} <= {pixel[3] for pixel in pixels}


@pytest.mark.parametrize(("app", "url"), [("", "https://x.example"), (APP, "http://x.example"), (APP, ""), (APP, "x")])
def test_a_package_that_teams_would_refuse_is_not_made(app: str, url: str) -> None:
    with pytest.raises(ValueError, match=r"TEAMS_APP_ID|BAILEY_PUBLIC_URL"):
        package(app, url, COMMANDS, ON_MESSAGES)
