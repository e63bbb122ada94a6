"""A small Bailey with a script: rich cards, a form with every kind of field, and a memory of what it was asked."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.request import Address, Choice, Dropped, Filled, Finding, Line, Overheard, Reply, Request, Sender
from bot.view import (
    Amount,
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

PEOPLE = [
    ("dana@example.com", "Dana Whitfield", "csm"),
    ("sam@example.com", "Sam Okafor", "lead"),
    ("jane@example.com", "Jane Lindqvist", "sales"),
    ("mia@example.com", "Mia Torres", "viewer"),
    ("paul@example.com", "Paul Nakamura-Fitzgerald of the Northern Accounts", "admin"),
]
ACCOUNTS = (
    "Acme Corp",
    "Acme Health",
    "Globex",
    "Initech",
    "Nordbank",
    "Monday Logistics",
    "شركة النور",
    "<script>alert(1)</script>",
)
NOTICE = When(date(2026, 12, 16), "countdown", "16 Dec (23 d)")
ARR = Amount(24000000, "EUR", "€240k")


ESCALATE = Confirm("Escalate Acme?", "Sam and two others hear of it now.", "Escalate")


def logged(nonce: str = "n-log", length: str = "30 min") -> DrawnView:
    return DrawnView(
        (
            Notice("done", ("Logged · only you",)),
            Text((Bold("Acme Corp"), " · call · ", length, " · ", When(date(2026, 11, 23), "day", "today"))),
            Text(("“pricing, QBR 2 Dec” · preventive?",)),
            Buttons(
                (
                    Button("Undo", "undo 7"),
                    Button("Edit", "edit 7", opens_form=True),
                    Button("Next step", "next 7", opens_form=True),
                    Button("Share", "share 7"),
                )
            ),
        ),
        "Logged a call",
        nonce,
    )


def form(
    errors: dict[str, str] | None = None, values: dict[str, str] | None = None, nonce: str = "n-form"
) -> DrawnView:
    kinds = (Option("call", "Call"), Option("meeting", "Meeting"), Option("email", "E-mail"))
    missions = (Option("retention", "Retention"), Option("growth", "Growth"), Option("value", "Value"))
    asked = Form(
        "log",
        "Log an activity",
        (
            FormField("kind", "Type", "choice", required=True, options=kinds),
            FormField("account", "Account", "account", required=True, placeholder="Start typing a name"),
            FormField("length", "Length", hint="30m, 1h15 or half an hour", placeholder="30m"),
            FormField("on", "When", "date"),
            FormField("people", "With", "people", placeholder="Names, one by one"),
            FormField("missions", "Missions", "choices", options=missions),
            FormField("note", "Note", "multiline", placeholder="What was said"),
        ),
        values or {"kind": "call", "account": "a1", "length": "30m", "missions": "value"},
        {"a1": "Acme Corp"},
        errors or {},
        {"activity": "7"},
        submit="Save",
    )
    return DrawnView((asked,), "A form", nonce)


def account() -> DrawnView:
    return DrawnView(
        (
            Heading(("Acme Corp · T1 · ", Mention("Ana"), " (backup ", Mention("Sam"), ")")),
            Facts(
                (
                    Fact("ARR", (ARR,)),
                    Fact("Notice", (NOTICE,)),
                    Fact("Health", (Bold("RED 41"), " ▼22/90d · 82 % of data")),
                    Fact("Goal", ("close books in 3 days",)),
                    Fact("Talked", ("34 d ago; 3 attempts since",)),
                    Fact("Open", ("SOC2 to Jane, Fri",)),
                )
            ),
            Table(
                (Column("When"), Column("What"), Column("Minutes", "right"), Column("By")),
                (
                    (
                        ("Thu 19 Nov",),
                        ("Call with Jane Doe, pricing and the SSO rollout",),
                        ("30",),
                        (Mention("Dana"),),
                    ),
                    (("2 Nov",), ("E-mail, Q3 value report",), ("10",), (Mention("Dana"),)),
                    (("20 Oct",), ("Business review",), ("75",), (Mention("Sam"),)),
                ),
                total=41,
                next="activities Acme after 3",
            ),
            Buttons(
                (
                    Button("Log", "log account:1", "primary", opens_form=True),
                    Button("Next step", "next account:1", opens_form=True),
                    Button("Escalate", "escalate 1", "danger", ESCALATE),
                )
            ),
            Footer(
                (
                    "ARR from the import of 20 Nov · ",
                    CommandLine("account Acme renewal"),
                    " · ",
                    Link("the sheet", "https://example.com/sheet"),
                )
            ),
        ),
        "Acme Corp",
        "n-account",
    )


def everything() -> DrawnView:
    done = Button("Done", "done 1", "primary")
    rows = Rows(
        (
            Row(("Send the SOC2 report to Jane",), ("Acme Corp · due Fri",), (done, Button("Move", "move 1"))),
            Row(("Book the QBR",), (), (Button("Done", "done 2"),)),
        ),
        total=12,
        next="next after 2",
    )
    notices = (
        Notice("info", ("A colleague logged the same meeting.",)),
        Notice("warning", ("No two-way contact for 34 days.",)),
    )
    return DrawnView(
        (*account().blocks, rows, *notices, Notice("problem", ("Usage is older than a week.",)), *form().blocks),
        "Everything",
        "n-all",
    )


def day(done: int = 0) -> DrawnView:
    steps = (
        Row(("Send the SOC2 report",), ("Acme Corp · today",), (Button("Done", "done 1"),)),
        Row(("Book the QBR with Globex",), ("Globex · Thu",), (Button("Done", "done 2"),)),
    )[done:]
    return DrawnView(
        (
            Heading(("What needs you",)),
            Rows(steps) if steps else Text(("Nothing is due.",)),
            Heading(("Your book",)),
            Facts(
                (
                    Fact("Accounts", ("14",)),
                    Fact("ARR", (Amount(1, "EUR", "€1.9M"),)),
                    Fact("Renewing in 90 d", ("3",)),
                    Fact("Silent 30 d", ("2",)),
                )
            ),
            Footer(("As of now · ", CommandLine("accounts"))),
        ),
        "Your day",
        "n-day",
    )


def which() -> DrawnView:
    picks = (Button("Acme Corp · yours", "log call a1 30m", "primary"), Button("Acme Health", "log call a2 30m"))
    return DrawnView((Heading(("Which Acme? Nothing saved yet",)), Buttons(picks)), "Which account?", "n-which")


def said(text: str, level: str = "") -> DrawnView:
    block = Notice("done", (text,)) if level == "done" else Text((text,))
    return DrawnView((block,), text[:60])


@dataclass
class ScriptedBailey:
    """asked: every request that came. hold: set to make answers wait until `go` is set."""

    asked: list[Request] = field(default_factory=list)
    rosters: dict[str, tuple[Sender, ...]] = field(default_factory=dict)
    hold: bool = False
    go: asyncio.Event = field(default_factory=asyncio.Event)
    kept: dict[str, Reply] = field(default_factory=dict)
    effects: int = 0

    async def answer(self, request: Request) -> Reply:
        self.asked.append(request)
        if self.hold:
            await self.go.wait()
        if request.key not in self.kept:
            self.kept[request.key] = self._reply(request)
        return self.kept[request.key]

    def _reply(self, request: Request) -> Reply:
        match request.what:
            case Dropped(name=name, content=content):
                lines = content.decode(errors="replace").splitlines()
                view = DrawnView(
                    (
                        Heading((f"{name}: {max(len(lines) - 1, 0)} rows",)),
                        Text(("2 new · 1 changed · 0 skipped. Nothing is written yet.",)),
                        Buttons((Button("Apply", "import apply 5", "primary"), Button("Drop it", "import drop 5"))),
                    ),
                    "A file",
                    "n-import",
                )
                return Reply(view, done=False)
            case Filled(fields=fields):
                if "soon" in fields.get("length", ""):
                    errors = {"length": "“soon” is not a length of time. Try 30m or 1h15m."}
                    return Reply(form(errors, dict(fields)), done=False)
                self.effects += 1
                return Reply(logged("n-log2", fields.get("length", "")), replaces=request.pressed)
            case Line():
                return self._line(request, request.what)

    def _line(self, request: Request, line: Line) -> Reply:
        text = f"{line.assumed} {line.text}".strip()
        match text.split():
            case ["log"] | ["edit" | "next", _] | ["log", "account:1"]:
                return Reply(form(), done=False)
            case ["log", "call", "Acme", *_]:
                return Reply(which(), done=False)
            case ["log", *_]:
                self.effects += 1
                return Reply(logged(), replaces=request.pressed)
            case ["undo", *_]:
                self.effects += 1
                return Reply(said("Taken back: the call with Acme Corp.", "done"), replaces=request.pressed)
            case ["account", *_]:
                return Reply(account())
            case ["everything"]:
                return Reply(everything())
            case ["day"]:
                return Reply(day(min(self.effects, 1)))
            case ["echo", *_]:
                return Reply(said(text.partition(" ")[2]))
            case _ if request.pressed:
                return Reply(said(f"Done: {text}.", "done"), replaces=True)
            case _:
                view = DrawnView((Text((f"I do not know “{text[:40]}”. Try ", CommandLine("help"), ".")),), "Unknown")
                return Reply(view, done=False)

    async def heeds(self, sender: Sender, emoji: str, ours: bool) -> bool:
        return False

    async def find(self, sender: Sender, where: Address, kind: str, query: str) -> tuple[Finding, ...]:
        return ()

    async def suggest(self, sender: Sender, kind: str, query: str) -> tuple[Choice, ...]:
        names = ACCOUNTS if kind.startswith("account") else tuple(name for _, name, _ in PEOPLE)
        found = [Choice(f"id-{name}", name) for name in names if query.casefold() in name.casefold()]
        return tuple(found[:15])

    async def complete(self, sender: Sender, line: str) -> tuple[Choice, ...]:
        lines = [
            "log call Acme Corp 30m",
            "log call Acme Health",
            "log meeting Globex 1h",
            "account Acme Corp",
            "accounts",
            "day",
            "help",
            "undo",
        ]
        return tuple(Choice(each, each) for each in lines if each.startswith(line))

    async def rooms(self, platform: str) -> tuple[Address, ...]:
        return ()

    async def listens(self, thread: Address) -> bool:
        return False

    async def overhear(self, heard: Overheard) -> bool:
        return False

    async def meet(self, people: Sequence[Sender]) -> None:
        return None

    async def roster(self, channel: Address, users: Sequence[Sender] | None, name: str = "") -> None:
        self.rosters[channel.channel] = tuple(users or ())


async def personas() -> list[tuple[str, str, str]]:
    return PEOPLE


async def gallery() -> list[tuple[str, str, DrawnView]]:
    return [
        ("Log an activity", "log call Acme Corp 30m pricing", logged()),
        ("Log an activity", "log", form()),
        ("Log an activity", "log call Acme 30m", which()),
        ("Look an account up", "account Acme", account()),
        ("My day", "day", day()),
    ]
