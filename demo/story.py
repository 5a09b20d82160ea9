"""How the demo is told: scenes with their checks and letters, on the screen and in the JSON summary."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx2
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from demo.doors import Broken, Candidate, Doors, Json
from domain.keys import workflow_id

MOST_LINES = 8  # of a mail's text; what follows is the signature
_CHANNELS = {"sms": "短信 SMS", "email": "邮件 e-mail", "phone": "电话 phone"}


def mask_address(address: str) -> str:
    """A phone number or mail address that its owner recognises: +86*******8001, w***@example.com."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}{'*' * max(len(address) - 7, 3)}{address[-4:]}"


def excerpt(body: str) -> list[str]:
    """The filled lines of a text, cut after MOST_LINES."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"]


@dataclass
class Scene:
    """One scene as the summary keeps it; `facts` and `links` hold no personal data but masked names."""

    name: str
    zh: str
    en: str
    ok: bool = True
    checks: list[Json] = field(default_factory=list)
    facts: Json = field(default_factory=dict)
    links: list[Json] = field(default_factory=list)
    seconds: float = 0.0


class Story:
    """Tells the scenes on the screen and remembers them for the summary."""

    def __init__(self, console: Console, ui: str, total: int) -> None:
        self.console = console
        self.scenes: list[Scene] = []
        self._ui, self._total = ui, total
        self._began = time.monotonic()

    @property
    def ok(self) -> bool:
        """Whether every check of every scene has held."""
        return all(scene.ok for scene in self.scenes)

    @property
    def seconds(self) -> float:
        """Seconds since the story began."""
        return round(time.monotonic() - self._began, 1)

    @contextmanager
    def scene(self, name: str, zh: str, en: str) -> Iterator[None]:
        """Tell one scene; what breaks in it is a failed check, and the next scene goes on."""
        scene, began = Scene(name, zh, en), time.monotonic()
        self.scenes.append(scene)
        title = Text(f" {len(self.scenes)}/{self._total} {zh} · {en} ", style="bold cyan")
        self.console.print("", Rule(title, align="left", style="cyan"))
        try:
            yield
        except (Broken, httpx2.HTTPError, LookupError, ValueError) as error:
            self.check(False, f"未能演完：{error}", f"broke off ({type(error).__name__})")
        scene.seconds = round(time.monotonic() - began, 1)

    def say(self, zh: str, en: str) -> None:
        """What happens, in both languages."""
        self._print(Text.assemble("  ", zh, (f"  {en}", "dim")))

    def check(self, ok: bool, zh: str, en: str) -> None:
        """A claim and whether it held."""
        scene = self.scenes[-1]
        scene.checks.append({"zh": zh, "en": en, "ok": ok})
        scene.ok = scene.ok and ok
        mark, style = ("  ✓ ", "green") if ok else ("  ✗ 未通过 FAILED ", "bold red")
        self._print(Text.assemble((mark, style), zh, (f"  {en}", "dim")))

    def facts(self, **facts: Any) -> None:
        """Figures of this scene for the summary."""
        self.scenes[-1].facts |= facts

    def fact(self, name: str, **facts: Any) -> None:
        """One more of several facts of the same name."""
        self.scenes[-1].facts.setdefault(name, []).append(facts)

    def letters(self, candidate: Candidate, messages: Sequence[Json]) -> None:
        """What a candidate has received: channel, masked address, text."""
        for message in messages:
            channel, address = str(message["channel"]), mask_address(message["to"])
            self.fact("received", candidate=candidate.name, channel=channel)
            words = (_CHANNELS.get(channel, channel), "yellow")
            self._print(Text.assemble("  → ", words, f" {candidate.name} {address}"))
            lines = [message["subject"]] if message["subject"] else []
            for line in lines + excerpt(message["body"]):
                self.console.print(Padding(Text(line), (0, 0, 0, 6), expand=False))

    def link(self, candidate: Candidate) -> None:
        """Where HR operations find the interview in the Temporal UI."""
        url = f"{self._ui}/{workflow_id(candidate.id)}"
        self.scenes[-1].links.append({"candidate": candidate.name, "url": url})
        self.console.print(Text.assemble(("  Temporal UI ", "dim"), (url, "blue")), soft_wrap=True)

    def _print(self, text: Text) -> None:
        self.console.print(text)


@dataclass
class Play:
    """What the scenes share: the doors, the story, the candidates by line of the list or name in BOOKED."""

    doors: Doors
    story: Story
    people: dict[int | str, Candidate] = field(default_factory=dict)
    refused: int = 0
    messages: dict[str, int] = field(default_factory=dict)
    figures: list[Json] = field(default_factory=list)
    log: list[Json] = field(default_factory=list)

    async def cancel(self, who: Candidate, login: str, party: str, reason: str, **more: object) -> Json:
        """Cancel through the API and show what arrives. Raises: Broken."""
        body = {"party": party, "reason_detail": reason, **more}
        self.story.say(f"{login} 取消 {who.name} 的面试：“{reason}”", f"cancelled by {login}, party {party}")
        row: Json = await self.doors.post(login, f"/interviews/{who.id}/cancel", **body)
        self.story.fact("cancelled", code=row["reason_code"], late=row["late"], hours=round(row["notice_hours"], 2))
        return row

    async def cancelled(self, who: Candidate) -> str:
        """Wait for the cancellation's SMS and mail; their texts as one."""
        return await self.received(who, "sms", "email")

    async def received(self, who: Candidate, *channels: str) -> str:
        """Wait for these channels, show the letters, give their texts as one."""
        letters = await who.receives(*channels)
        self.story.letters(who, letters)
        return "\n".join(f"{letter['subject']}\n{letter['body']}" for letter in letters)

    async def rows(self, who: Candidate) -> list[Json]:
        """The log rows of one interview."""
        items: list[Json] = (await self.doors.get("hrops", "/cancellations", interview=who.id))["items"]
        return items

    async def inbox(self, login: str, who: Candidate, kind: str) -> list[Json]:
        """In-app messages of this kind about one interview."""
        items = (await self.doors.get(login, "/inbox", limit=200))["items"]
        return [message for message in items if message["interview_id"] == who.id and message["kind"] == kind]

    async def stands(self, who: Candidate) -> Json:
        """The interview as the API tells it."""
        view: Json = await self.doors.get("hrops", f"/interviews/{who.id}")
        return view


def counts(play: Play) -> Json:
    """What the whole demo came to; `messages` by channel, `refused` are vague reasons."""
    return {
        "interviews": len(play.people),
        "messages": play.messages,
        "cancellations": len(play.log),
        "late": sum(row["late"] for row in play.log),
        "refused": play.refused,
    }


def summary(play: Play, links: Mapping[str, str]) -> Json:
    """The JSON summary: scenes with their checks and facts, counts, each recruiter's figures, links."""
    return {
        "ok": play.story.ok,
        "seconds": play.story.seconds,
        "scenes": [asdict(scene) for scene in play.story.scenes],
        "counts": counts(play),
        "recruiters": play.figures,
        "links": dict(links),
    }
