"""Views that every door must be able to show: each block, the cards of the house, and text that means mischief."""

from datetime import date

from bot.view import (
    Amount,
    Block,
    Bold,
    Button,
    Buttons,
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
    return {"logged": logged(), "account": account(user), "book": book(), "form": form()}
