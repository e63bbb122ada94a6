"""Who waits for an answer, and every way there is to reach them."""

from dataclasses import dataclass

from adapters.slack.origin import Origin


@dataclass(frozen=True, slots=True)
class Asker:
    """trigger: opens a dialog for three seconds. url: the response_url. message: the pressed card's timestamp.
    ephemeral: that card is seen by the asker alone. view, modal: the Home tab or dialog that was pressed in.
    direct: the conversation is the asker's own with Bailey. foreign: the payload itself says that they belong elsewhere."""

    tenant: str
    user: str
    channel: str = ""
    thread: str = ""
    trigger: str = ""
    url: str = ""
    message: str = ""
    ephemeral: bool = True
    view: str = ""
    modal: bool = False
    direct: bool = False
    foreign: bool = False

    @property
    def origin(self) -> Origin:
        return Origin(self.channel, self.thread, self.url, self.message, self.ephemeral, self.direct)
