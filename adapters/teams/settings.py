"""What the Teams door needs to know, as plain values, and the hosts it talks to."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

OPENID_METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"
# Microsoft's own entry for messages that Bailey begins: it serves every tenant of the public cloud, so an address
# alone is enough to write after a restart, before the tenant's regional host has been seen again.
SERVICE_URL = "https://smba.trafficmanager.net/teams/"
SERVICE_HOSTS = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
)
FILE_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".onedrive.com", ".1drv.com")


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """app_id, password, tenant: of the bot's registration ("" where there is none). authenticated: False only for
    trying Bailey out on this machine (`TEAMS_AUTH=off`). host: what the server is bound to. patience: seconds that
    Teams is kept waiting for an answer before it is sent as a message of its own. service_hosts: further hosts that
    messages may be sent to; for a stand-in of Teams' own service."""

    app_id: str = ""
    password: str = ""
    tenant: str = ""
    authenticated: bool = True
    openid_metadata_url: str = OPENID_METADATA_URL
    login_url: str = LOGIN_URL
    host: str = "127.0.0.1"
    service_url: str = SERVICE_URL
    patience: float = 9.0
    service_hosts: tuple[str, ...] = ()

    @property
    def shut(self) -> str:
        """Why nobody is let in, as a plain sentence; "" when the door is open."""
        if self.authenticated and not self.app_id:
            return (
                "Bailey's Teams door is shut: set TEAMS_APP_ID and TEAMS_APP_PASSWORD, "
                "or TEAMS_AUTH=off on a loopback address to try it out."
            )
        if not self.authenticated and not is_loopback(self.host):
            return (
                "Bailey's Teams door is shut: TEAMS_AUTH=off works on a loopback address alone (BAILEY_HOST=127.0.0.1)."
            )
        return ""

    def serves(self, url: str) -> bool:
        """True for an address of Teams' message service, which alone may be handed our token."""
        return self._known(url, (*SERVICE_HOSTS, *self.service_hosts))

    def stores(self, url: str) -> bool:
        """True for an address where Teams keeps dropped files."""
        return self._known(url, (*FILE_HOSTS, *self.service_hosts))

    def _stands_in(self, scheme: str, host: str) -> bool:
        """Whether a host is the one that publishes the keys, where that is not Microsoft's: whoever decides who is let in
        may be answered too. All of a machine's own addresses are one."""
        if self.openid_metadata_url == OPENID_METADATA_URL:
            return False
        keys = urlsplit(self.openid_metadata_url)
        issuer = (keys.hostname or "").lower()
        return scheme == keys.scheme and (host == issuer or (is_loopback(host) and is_loopback(issuer)))

    def _known(self, url: str, hosts: tuple[str, ...]) -> bool:
        try:
            parts = urlsplit(url)
            host, port, user = (parts.hostname or "").lower(), parts.port, parts.username
        except ValueError:
            return False
        if user is not None or "\\" in url:
            return False
        if not self.authenticated and is_loopback(host):
            return parts.scheme in ("http", "https")
        if self._stands_in(parts.scheme, host):
            return True
        if f"{host}:{port}" in self.service_hosts:
            return True
        return (
            parts.scheme == "https"
            and port in (None, 443)
            and any(host == known or (known.startswith(".") and host.endswith(known)) for known in hosts)
        )


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
