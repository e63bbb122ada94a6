"""Views that every door must be able to show: each block, the cards of the house, and text that means mischief."""

from datetime import date, timedelta
from decimal import Decimal

from bot.chart import Band, Point, Range, Series
from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
    Chart,
    Column,
    CommandLine,
    Confirm,
    DrawnView,
    Fact,
    Facts,
    Footer,
    Form,
    FormField,
    Heading,
    Link,
    Mention,
    Notice,
    Option,
    Row,
    Rows,
    Table,
    Text,
    When,
)

PROBES = (
    "<!channel>",
    "<@U0MISCHIEF>",
    "<at>Everyone</at>",
    "*bold* _slanted_ ~struck~ `code`",
    "[text](https://evil.example)",
    "<https://evil.example|your bank>",
    "<script>alert(1)</script>",
    "&lt;!here&gt; &amp;",
    ":fire: \\ ## heading",
    "${activity.text} {{TIME(1)}}",
    "\u202eright to left\u202c \u200bnothing",
)
NEXT_PAGE = "accounts mine after 10"


def view(*blocks: Block, summary: str = "Bailey answered.", nonce: str = "nonce1") -> DrawnView:
    return DrawnView(blocks, summary, nonce)


def probe(text: str) -> DrawnView:
    """The same text in every place where text can stand."""
    button = Button(text, "day", confirm=Confirm(text, text, text))
    return view(
        Heading((text, Bold(text))),
        Text((text, Link(text, "https://example.com"), Mention(text), CommandLine(text))),
        Facts((Fact(text, (text,)),)),
        Table((Column(text), Column("n", "right")), (((text,), ("1",)), ((Bold(text),), ("2",)))),
        Rows((Row((text,), (text,), (button,)),)),
        Notice("warning", (text,)),
        Chart(text, (text,), (Series(text, (Point(text, 1), Point("b", 2))),), frozenset(), unit=text),
        Chart(text, (text,), (Series(text, (Point("a", 1), Point("b", 2))),), frozenset(), "bar"),
        Buttons((button,)),
        Footer((text,)),
        summary=text,
    )


def logged() -> DrawnView:
    undo = Button("Undo", "undo change:7")
    edit = Button("Edit", "edit activity:9", opens_form=True)
    return view(
        Notice("done", (Bold("Logged"), " · only you")),
        Text((Bold("Acme Corp"), " · call · 30 min · ", When(date(2026, 11, 23), text="today"))),
        Text(("“pricing, QBR 2 Dec” · preventive?",)),
        Buttons((undo, edit, Button("Next step", "next Acme", opens_form=True), Button("Share", "share activity:9"))),
        summary="Logged.",
    )


def account(user: str = "") -> DrawnView:
    owner = Mention("Ana Reyes", (user,) if user else ())
    return view(
        Heading(("Acme Corp", " · T1 · ", owner)),
        Facts(
            (
                Fact("ARR", (Amount(24000000, "EUR", "€240k"),)),
                Fact("Notice", (When(date(2026, 12, 16), "countdown", "16 Dec (23 d)"),)),
                Fact("Goal", ("close books in 3 days",)),
            )
        ),
        Rows(
            (
                Row(("SOC2 report to Jane",), ("Fri",), (Button("Done", "done step:3"), Button("Move", "move step:3"))),
                Row((Link("QBR deck", "https://example.com/qbr"),)),
            )
        ),
        Buttons(
            (
                Button("Log", "log Acme", "primary", opens_form=True),
                Button("Escalate", "escalate Acme", "danger", Confirm("Escalate Acme?", "Priya is told.", "Escalate")),
            )
        ),
        Footer(
            (
                "Usage 2 d old · ",
                CommandLine("account Acme"),
                " · 3 fields hidden",
            )
        ),
        summary="Acme Corp",
    )


def book(rows: int = 10, total: int = 60, note: str = "steady") -> DrawnView:
    columns = (Column("Account"), Column("ARR", "right"), Column("Renewal"), Column("Note"))
    cells = tuple(((f"Account {n:03}",), (f"€{n}k",), (f"{n % 27 + 1} Dec",), (note,)) for n in range(rows))
    return view(Heading(("Your book",)), Table(columns, cells, total, NEXT_PAGE), summary="Your book")


def day(count: int) -> When:
    on = date(2026, 8, 25) + timedelta(count)
    return When(on, "short", f"{on.day} {on:%b}")


def health() -> DrawnView:
    """Ninety-one days of it, more than any platform draws or says one by one."""
    scores = tuple(Point(day(count), None if count == 40 else 63 - count // 4) for count in range(91))
    shown = Chart(
        "Health over 90 days",
        ("Down from 63 to ", Bold("41"), " since 25 Aug; red since 1 Oct."),
        (Series("Health", scores),),
        frozenset(),
        target=Series("Red below", (Point(day(0), 50), Point(day(90), 50))),
        low=0,
        high=100,
    )
    return view(
        Heading(("Acme Corp · health",)), shown, Buttons((Button("Wrong?", "wrong Acme"),)), summary="Acme Corp"
    )


def forecast() -> DrawnView:
    """A goal that is not reached, with what is expected."""
    reached = tuple(Point(day(7 * week), Decimal(80) + Decimal("2.5") * week) for week in range(13))
    ranges = tuple(Range(day(84 + 30 * step), 110 - step, 110 + 9 * step) for step in range(4))
    users = Chart(
        "Weekly active users",
        ("110 now, 128 planned; 107 to 137 expected on 15 Feb.",),
        (Series("Reached", reached),),
        frozenset(),
        target=Series("Plan", (Point(day(0), 80), Point(day(174), 150))),
        band=Band("Expected, 8 in 10", ranges),
        unit=" users",
    )
    names = ("Usage", "Engagement of the people who decide", "Support", "Sentiment")
    drivers = Chart(
        "What moved the score",
        ("Usage pulls it down, support up.",),
        (
            Series("August", tuple(Point(name, 12 - 3 * at) for at, name in enumerate(names))),
            Series("November", tuple(Point(name, None if at == 3 else 4 * at - 6) for at, name in enumerate(names))),
        ),
        frozenset(),
        "bar",
    )
    return view(users, drivers, summary="Acme Corp")


def form(errors: dict[str, str] | None = None) -> DrawnView:
    fields = (
        FormField("account", "Account", "account", required=True, hint="A name, an alias or a domain"),
        FormField("kind", "Type", "choice", True, (Option("call", "Call"), Option("email", "E-mail"))),
        FormField("length", "Length", placeholder="30m"),
        FormField("with", "With", "people"),
        FormField("on", "On", "date"),
        FormField("note", "Note", "multiline"),
    )
    values = {"account": "account:1", "kind": "call", "length": "30m", "on": "2026-11-20", "note": "pricing\nand more"}
    built = Form("log", "Log an activity", fields, values, {"account:1": "Acme Corp"}, errors or {}, {"draft": "7"})
    return view(built, summary="Log an activity", nonce="form1")


def examples(user: str = "") -> dict[str, DrawnView]:
    return {
        "logged": logged(),
        "account": account(user),
        "book": book(),
        "form": form(),
        "health": health(),
        "forecast": forecast(),
    }
