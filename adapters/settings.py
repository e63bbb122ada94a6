"""Everything that the environment says, read here and nowhere else."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.engine import WrongDatabase, engine

T = TypeVar("T")

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("auto", "human", "json")


class WrongSettings(Exception):
    """What cannot be used, one sentence a setting, each with what to set instead."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))


class Log(NamedTuple):
    """level: debug, info, warning or error. format: human, json, or auto (human on a terminal)."""

    level: str = "info"
    format: str = "auto"


def _log(value: object) -> object:
    if not isinstance(value, str):
        return value
    level, _, form = value.strip().lower().partition(" ")
    if level in FORMATS:
        level, form = "info", level
    if level not in LEVELS or (form or "auto") not in FORMATS:
        raise ValueError("set it to debug, info, warning or error, and after a blank human or json, as in “info json”")
    return Log(level, form or "auto")


def _database(value: str) -> str:
    try:
        engine(value)
    except WrongDatabase as error:
        raise ValueError(str(error)) from error
    return value


def _not(others: tuple[str, ...], beginning: str, where: str) -> Callable[[SecretStr], SecretStr]:
    """Slack shows several tokens side by side, and each is easily taken for another."""

    def check(value: SecretStr) -> SecretStr:
        if value.get_secret_value().startswith(others):
            raise ValueError(f"set it to the token that begins with {beginning}. {where}")
        return value

    return check


def _tokens(value: SecretStr) -> SecretStr:
    workspaces(value.get_secret_value())
    return value


def workspaces(said: str) -> dict[str, str]:
    """“T0123=xoxb-…, T0456=xoxb-…” → workspace → token. Raises ValueError."""
    found = dict(each.partition("=")[::2] for each in said.replace(",", " ").split())
    if not all(team.startswith("T") and token.startswith("xoxb-") for team, token in found.items()):
        raise ValueError("set it to a workspace and its token each, as in T0123=xoxb-… T0456=xoxb-…")
    return found


def _address(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise ValueError("set it to an address that begins with https://")
    return value


def _email(value: str) -> str:
    if value and "@" not in value:
        raise ValueError("set it to an e-mail address, as in dana@example.com")
    return value.strip().casefold()


def _setting(name: str, default: Any, meaning: str, **rules: Any) -> Any:
    return Field(default, validation_alias=name, description=meaning, **rules)


Address = Annotated[str, AfterValidator(_address)]


class Settings(BaseSettings):
    """Each setting: its name in the environment or in the file `.env`, its default, its meaning."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True,
        str_strip_whitespace=True, hide_input_in_errors=True,
    )  # fmt: skip

    database_url: Annotated[str, AfterValidator(_database)] = _setting(
        "BAILEY_DATABASE_URL",
        "sqlite:///bailey.db",
        "Where everything is kept: a file of SQLite, or postgresql://user:password@host/name",
        repr=False,
    )
    host: str = _setting("BAILEY_HOST", "127.0.0.1", "The address to listen on; 0.0.0.0 for every one")
    port: int = _setting("BAILEY_PORT", 8787, "The port to listen on", ge=0, le=65535)
    public_url: Address = _setting(
        "BAILEY_PUBLIC_URL",
        "",
        "The https address under which Slack, Teams and browsers reach Bailey; for the Teams app and links to records",
    )
    log: Annotated[Log, NoDecode, BeforeValidator(_log)] = _setting(
        "BAILEY_LOG", Log(), "How much is logged (debug, info, warning, error) and how (human, json), as in “info json”"
    )
    admin_email: Annotated[str, AfterValidator(_email)] = _setting(
        "BAILEY_ADMIN_EMAIL", "", "Whoever has this e-mail address is an admin"
    )
    slack_bot_token: Annotated[
        SecretStr, AfterValidator(_not(("xapp-", "xoxp-"), "xoxb-", "Slack shows it under Install App."))
    ] = _setting("SLACK_BOT_TOKEN", SecretStr(""), "Slack's bot token, xoxb-…; without it the Slack door is shut")
    slack_bot_tokens: Annotated[SecretStr, AfterValidator(_tokens)] = _setting(
        "SLACK_BOT_TOKENS",
        SecretStr(""),
        "Bot tokens of further workspaces in which the same app is installed, as in T0123=xoxb-… T0456=xoxb-…",
    )
    slack_signing_secret: SecretStr = _setting(
        "SLACK_SIGNING_SECRET", SecretStr(""), "Slack's signing secret, which proves that a request is Slack's"
    )
    slack_app_token: Annotated[
        SecretStr, AfterValidator(_not(("xoxb-", "xoxp-"), "xapp-", "Slack shows it under App-Level Tokens."))
    ] = _setting(
        "SLACK_APP_TOKEN", SecretStr(""), "An app-level token, xapp-…; with it Slack is reached by Socket Mode"
    )
    slack_api_url: Address = _setting("SLACK_API_URL", "https://slack.com/api/", "Slack's Web API")
    teams_app_id: str = _setting("TEAMS_APP_ID", "", "The bot's application id; without it the Teams door is shut")
    teams_app_password: SecretStr = _setting("TEAMS_APP_PASSWORD", SecretStr(""), "The application's client secret")
    teams_app_tenant_id: str = _setting("TEAMS_APP_TENANT_ID", "", "The tenant of a single-tenant application")
    teams_auth: Literal["on", "off"] = _setting(
        "TEAMS_AUTH", "on", "off lets the Agents Playground in without a token, on a loopback address alone"
    )
    teams_openid_metadata_url: Address = _setting(
        "TEAMS_OPENID_METADATA_URL",
        "https://login.botframework.com/v1/.well-known/openidconfiguration",
        "Where the keys are published with which Teams signs",
    )
    teams_login_url: Address = _setting(
        "TEAMS_LOGIN_URL", "https://login.microsoftonline.com", "Where Bailey gets its own tokens for Teams"
    )

    @property
    def slack(self) -> bool:
        """Whether there is anything to open a Slack door with."""
        return bool(self.slack_bot_token.get_secret_value())

    @property
    def teams(self) -> bool:
        return bool(self.teams_app_id) or self.teams_auth == "off"


class Setting(NamedTuple):
    """One line of the README's table. default: as one would write it, "" for none."""

    name: str
    default: str
    meaning: str


def read_settings(*, whole: bool = True, **given: Any) -> Settings:
    """The environment over `.env`. given: field → value, over both. whole: each door must have all that it needs, or
    nothing; without it, what is there is taken. Raises WrongSettings.
    """
    names = {name: str(field.validation_alias) for name, field in Settings.model_fields.items()}
    try:
        settings = Settings(**{names[name]: value for name, value in given.items()})
    except ValidationError as error:
        raise WrongSettings([_sentence(each) for each in error.errors(include_input=False)]) from None
    if whole:
        _agree(settings)
    return settings


def table() -> tuple[Setting, ...]:
    """Every setting, in the order in which to explain them."""
    return tuple(
        Setting(str(field.validation_alias), _written(field.default), field.description or "")
        for field in Settings.model_fields.values()
    )


def _agree(settings: Settings) -> None:
    """What is right alone and wrong together. Raises WrongSettings."""
    wrong = []
    secrets = (settings.slack_signing_secret.get_secret_value(), settings.slack_app_token.get_secret_value())
    if settings.slack and not any(secrets):
        wrong.append("SLACK_BOT_TOKEN is set alone; set SLACK_SIGNING_SECRET too, or SLACK_APP_TOKEN for Socket Mode.")
    if any(secrets) and not settings.slack:
        wrong.append("Slack is half set up; set SLACK_BOT_TOKEN to the token that begins with xoxb-.")
    if settings.teams_app_id and not settings.teams_app_password.get_secret_value() and settings.teams_auth == "on":
        wrong.append("TEAMS_APP_ID is set alone; set TEAMS_APP_PASSWORD to the application's client secret.")
    if wrong:
        raise WrongSettings(wrong)


def _sentence(error: Any) -> str:
    """A plain sentence for one error. The value itself stays out: it may be a secret."""
    name = str(error["loc"][0])
    match error["type"]:
        case "value_error":
            return f"{name} is wrong: {str(error['ctx']['error']).rstrip('.')}."
        case "int_parsing" | "greater_than_equal" | "less_than_equal":
            return f"{name} is no port: set it to a number from 0 to 65535, as in {name}=8787."
        case "literal_error":
            return f"{name} is wrong: set it to on or off."
    return f"{name} is wrong: {error['msg']}."


def _written(default: object) -> str:
    match default:
        case SecretStr():
            return default.get_secret_value()
        case Log():
            return default.level
    return str(default)
