"""What a person finds in a piece of the page's HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "input", "use", "br", "hr"}
OURS = {
    "article", "aside", "b", "bdi", "body", "button", "code", "dd", "details", "dialog", "div", "dl", "dt", "footer",
    "form", "h1", "h2", "h3", "head", "header", "html", "i", "img", "input", "kbd", "label", "li", "link", "main",
    "meta", "nav", "option", "p", "pre", "section", "select", "span", "strong", "summary", "svg", "table", "tbody",
    "td", "template", "textarea", "th", "thead", "time", "title", "tr", "ul", "use", "a", "script",
    "figcaption", "figure", "g", "path", "polygon", "polyline", "rect",
}  # fmt: skip


@dataclass
class Reading(HTMLParser):
    """words: everything visible, the values of fields included. buttons: label → (line, nonce of its view).
    fields: name → text, as the page's script would send it. ids, links, tags: all there are."""

    words: str = ""
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    nonce: str = ""
    command: str = ""
    origin: str = ""
    summary: str = ""
    _open: list[tuple[str, dict[str, str], int]] = field(default_factory=list)
    _kind: str = ""
    _name: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        self.tags.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if "href" in attrs and tag == "a":
            self.links.append(attrs["href"])
        self.nonce = attrs.get("data-nonce", self.nonce)
        self.command = attrs.get("data-command", self.command)
        self.origin = attrs.get("data-origin", self.origin)
        if tag == "article":
            self.summary = attrs.get("aria-label", "")
        if "data-kind" in attrs:
            self._kind, self._name = attrs["data-kind"], attrs["data-name"]
            self.fields.setdefault(self._name, "")
        if tag == "input":
            self._input(attrs)
        if tag == "span" and attrs.get("class") == "token":
            self._several(attrs["data-value"])
        if tag == "option" and "selected" in attrs:
            self.fields[self._name] = attrs["value"]
        if tag not in VOID:
            self._open.append((tag, attrs, len(self.words)))

    def _input(self, attrs: dict[str, str]) -> None:
        match attrs.get("type"):
            case "hidden":
                self.fields[attrs["name"]] = attrs["value"]
            case "checkbox" if "checked" in attrs:
                self._several(attrs["value"])
            case "text":
                self.words += f" {attrs.get('value', '')} "
                if self._kind not in ("people", "accounts"):
                    self.fields[self._name] = attrs.get("data-value", attrs.get("value", ""))

    def _several(self, value: str) -> None:
        self.fields[self._name] = "\n".join(filter(None, (self.fields[self._name], value)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, attrs, start = self._open.pop()
        assert opened == tag, f"<{opened}> was closed by </{tag}>"
        inside = self.words[start:]
        if tag == "textarea" and self._kind == "multiline":
            self.fields[self._name] = inside.removeprefix("\n")
        if tag == "button":
            self.labels.append(inside.strip() or attrs.get("aria-label", ""))
            if "data-press" in attrs:
                self.buttons[inside.strip()] = (attrs["data-press"], self.nonce)
        if tag not in ("strong", "bdi", "a", "time", "i", "b"):
            self.words += " "

    def handle_data(self, data: str) -> None:
        self.words += data


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading
