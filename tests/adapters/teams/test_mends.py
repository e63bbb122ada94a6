"""Why adapters/teams/mends.py is there: each weakness of the library, shown. When a test here fails, the weakness has
gone, and so should its mend."""

import copy
from importlib.metadata import version
from typing import Any

import pytest
from botbuilder.core import TurnContext
from botbuilder.core import conversation_reference_extension as continuing
from botbuilder.schema import Activity, Attachment, ConversationAccount, ConversationReference
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials, PasswordServiceClientCredentialFactory
from botframework.connector.auth._connector_factory_impl import _ConnectorFactoryImpl
from botframework.connector.auth.jwt_token_extractor import _OpenIdMetadata
from msrest.universal_http.requests import ClientRetryPolicy

from adapters.teams import mends
from adapters.teams.settings import TeamsSettings

URL = "https://smba.trafficmanager.net/emea/"


async def nobody() -> Any:
    raise AssertionError("no call was expected")


def test_the_release_is_the_one_that_was_looked_at() -> None:
    assert version("botbuilder-core") == mends.MENDED
    mends.check_library()


def test_another_release_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mends, "MENDED", "4.18.0")
    with pytest.raises(RuntimeError, match="test_mends"):
        mends.check_library()


async def test_the_library_fails_on_an_unknown_key() -> None:
    metadata = _OpenIdMetadata("https://nowhere.example")
    metadata.keys = [{"kid": "known"}]
    with pytest.raises(IndexError):
        metadata._find("unknown")


async def test_the_library_builds_a_client_every_turn_and_ours_keeps_it() -> None:
    factory = _ConnectorFactoryImpl("app", "scope", "", True, PasswordServiceClientCredentialFactory())
    assert await factory.create(URL, "scope") is not await factory.create(URL, "scope")
    ours = mends.Connectors(TeamsSettings(app_id="app"), nobody)
    assert ours.at(URL) is ours.at(URL)
    assert ours.at(URL) is not ours.at(URL, "another audience")
    assert ours.at(URL) is not ours.at("https://smba.trafficmanager.net/amer/")
    with pytest.raises(ValueError, match="service URL"):
        ours.at("https://evil.example/")


def test_the_library_scans_a_list_for_every_client() -> None:
    assert isinstance(ClientRetryPolicy.safe_codes, list)


def test_the_library_sends_from_threads() -> None:
    client = ConnectorClient(MicrosoftAppCredentials.empty(), URL)
    assert "requests" in type(client.config.pipeline._sender).__module__


def test_the_library_copies_a_card_and_ours_is_shared() -> None:
    content = {"body": [{"type": "TextBlock"}]}
    assert copy.deepcopy(Attachment(content=content)).content is not content
    card = mends.Card(content)
    assert copy.deepcopy(Attachment(content=card)).content is card


def test_the_library_drops_the_tenant_and_unknown_fields() -> None:
    raw = {
        "type": "message",
        "conversation": {"id": "a", "tenantId": "t"},
        "entities": [{"type": "mention", "text": "x"}],
    }
    read = Activity().deserialize(raw)
    assert read.conversation.tenant_id is None
    assert "text" not in read.serialize()["entities"][0]


def test_the_library_takes_too_much_away_with_a_mention() -> None:
    activity = Activity().deserialize(
        {
            "type": "message",
            "text": "<at>x</at> taxi",
            "entities": [{"type": "mention", "mentioned": {"id": "1", "name": "x"}, "text": "<at>x</at>"}],
        }
    )
    assert TurnContext.remove_mention_text(activity, "1") != "taxi"


def test_the_library_answers_a_message_that_never_was() -> None:
    reference = ConversationReference(conversation=ConversationAccount(id="a"))
    assert continuing.get_continuation_activity(reference).id
