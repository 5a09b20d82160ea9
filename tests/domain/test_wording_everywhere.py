"""Every notice on every channel in both languages, with hostile and with missing facts: nothing leaks, breaks or stays unfilled."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import product
from string import Formatter

import pytest

from domain.clock import local_text, short_text
from domain.terms import Channel, Locale, NoticeKind, Outcome
from domain.wording import LANGUAGES, NEXT_STEPS, Facts, Text, case_of, channels_of, render

START = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
BARE = Facts(
    locale=Locale.ZH,
    company="",
    candidate_name="",
    position="",
    starts_at=START,
    timezone="America/New_York",
    organisation_timezone="Asia/Shanghai",
)
USUAL = replace(
    BARE,
    company="Acme Inc.",
    candidate_name="王小明",
    position="后端工程师岗位",
    recruiter_name="李四",
    recruiter_phone="010-12345678",
    link="https://hr.example.cn/c/a?b=1&c=2",
    join_url="https://meet.example.cn/room/8812",
    minutes=45,
    old_starts_at=datetime(2026, 12, 2, 6, 0, tzinfo=UTC),
    options=(datetime(2026, 12, 3, 6, 0, tzinfo=UTC),),
    reason_candidate="该岗位招聘计划调整。",
    reason_internal="该岗位已冻结。",
    remark="候选人希望改期至下周三。",
)
HOSTILE = {
    "header": "王小明\r\nBcc: all@example.com\r\n\r\nhello",
    "script": '<script>alert("1")</script><img src=x onerror=alert(1)>',
    "direction": "\u202egnp.王小明\u2066\u200b\u0000\u2028\x1b[31m",
    "emoji": "👩\u200d💻🇨🇳👍🏽",
    "long": "王" * 200,
    "braces": "{link} {0} {company.__class__} %s ${x}",
    "blank": " \t\u3000\u200b\n ",
    "marks": "，。；：！？Acme Inc..",
    "surrogate": "王\ud800小明",
}
DOUBLED = re.compile(r"[，。；：！？、]{2}|([.,;:!?])\1|[,;:][.!?]|\s[.;!?](?:\s|$)")
EMPTY_BRACKETS = re.compile(r"[（(【\[「“]\s*[）)】\]」”]")
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
VARIANTS = [
    {"by_candidate": own, "late": late, "next_step": step, "old_time_stands": stands, "outcome": outcome}
    for own, late, step, stands, outcome in product(
        (False, True), (False, True), NEXT_STEPS, (True, False), ("", Outcome.COMPLETED, Outcome.INTERVIEWER_NO_SHOW)
    )
]
VARIANTS.append(VARIANTS[0] | {"again": True})
EVERY = [(kind, channel) for kind in NoticeKind for channel in channels_of(kind)]


class Page(HTMLParser):
    """Collects a page's visible lines, its links and whether its tags close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.lines: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "title" not in self.open and data.strip():
            self.lines.append(data.strip())


def variants(facts: Facts) -> list[Facts]:
    both = [replace(facts, locale=locale) for locale in Locale]
    return [replace(one, **variant) for one in both for variant in VARIANTS]  # type: ignore[arg-type]


def check(text: Text, channel: Channel) -> None:
    assert text.text.strip()
    for part in (text.subject, text.text):
        assert "{" not in part
        assert "None" not in part
        assert not DOUBLED.search(part), part
        assert not EMPTY_BRACKETS.search(part), part
        assert not STEERING.search(part), part
    assert "\n" not in text.subject
    assert "\n" not in text.text.strip() or channel not in (Channel.SMS, Channel.PHONE)
    assert bool(text.subject) == (channel not in (Channel.SMS, Channel.PHONE))
    assert bool(text.html) == (channel is Channel.EMAIL)
    if text.html:
        check_page(text)


def check_page(text: Text) -> None:
    page = Page(text.html)
    assert page.open == []
    assert page.tags <= {"html", "head", "meta", "title", "body", "main", "p", "br", "table", "tr", "th", "td", "a"}
    assert not STEERING.search(text.html)
    shown = {*page.lines, *page.links}
    for line in page.lines:
        assert line in text.text
    for line in filter(None, text.text.splitlines()):
        label, _, value = line.partition("：" if "：" in line else ": ")
        assert line in shown or {label, value} <= shown, line


@pytest.mark.parametrize(("kind", "channel"), EVERY)
def test_usual_facts_leave_nothing_unfilled(kind: NoticeKind, channel: Channel) -> None:
    for facts in variants(USUAL):
        check(render(kind, channel, facts), channel)


@pytest.mark.parametrize(("kind", "channel"), EVERY)
def test_missing_facts_leave_no_holes(kind: NoticeKind, channel: Channel) -> None:
    for facts in variants(BARE):
        check(render(kind, channel, facts), channel)


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize(("kind", "channel"), EVERY)
def test_hostile_facts_stay_plain_text_on_their_line(kind: NoticeKind, channel: Channel, attack: str) -> None:
    names = ("company", "candidate_name", "position", "recruiter_name", "recruiter_phone", "reason_candidate")
    hostile = dict.fromkeys((*names, "reason_internal", "remark", "join_url"), attack)
    for locale in Locale:
        facts = replace(USUAL, locale=locale, **hostile)  # type: ignore[arg-type]
        check_hostile(render(kind, channel, facts), channel)


def check_hostile(text: Text, channel: Channel) -> None:
    assert "{" not in text.text + text.subject + text.html
    assert not STEERING.search(text.text)
    assert not STEERING.search(text.subject + text.html)
    assert "\n" not in text.subject
    assert len(text.subject) < 260
    if channel is Channel.SMS:
        assert "\n" not in text.text
        assert len(text.text) < 300
    if text.html:
        page = Page(text.html)
        assert "script" not in page.tags
        assert "img" not in page.tags
        assert page.links in ([], ["https://hr.example.cn/c/a?b=1&c=2"])


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "data:text/html,x", "//evil", "https://a b", 'https://a"x', "ftp://a"]
)
def test_only_web_addresses_become_links(bad: str) -> None:
    text = render(NoticeKind.INVITE, Channel.EMAIL, replace(USUAL, link=bad, join_url=bad))
    assert Page(text.html).links == []
    assert bad not in text.text


@pytest.mark.parametrize(("kind", "channel"), EVERY)
def test_the_interview_s_time_is_always_told_with_its_zone(kind: NoticeKind, channel: Channel) -> None:
    for facts in variants(USUAL):
        text = render(kind, channel, facts).text
        letter = local_text(START, facts.timezone, facts.locale)
        brief = short_text(START, facts.timezone, facts.locale, facts.organisation_timezone)
        assert (brief if channel in (Channel.SMS, Channel.PHONE) else letter) in text


def test_both_languages_say_the_same_things() -> None:
    zh, en = LANGUAGES[Locale.ZH], LANGUAGES[Locale.EN]
    assert zh.drafts.keys() == en.drafts.keys()
    assert zh.labels.keys() == en.labels.keys()
    alias = {"tell": "act", "arrange": "act", "Act": "act", "How": "how", "tag": "sign"}
    for case, draft in zh.drafts.items():
        other = en.drafts[case]
        assert draft.rows == other.rows
        assert len(draft.body) == len(other.body)
        for mine, theirs in zip(
            (draft.lead, draft.sms, *draft.body), (other.lead, other.sms, *other.body), strict=True
        ):
            assert used(mine, alias) == used(theirs, alias), case
        assert bool(draft.sms) == bool(other.sms)


def used(template: str, alias: dict[str, str]) -> set[str]:
    return {alias.get(name, name) for _, name, _, _ in Formatter().parse(template) if name}


def test_every_draft_is_reached_and_every_kind_has_one() -> None:
    unmoved = replace(USUAL, old_starts_at=None)
    reached = {case_of(kind, facts) for kind in NoticeKind for facts in (*variants(USUAL), unmoved)}
    assert reached == set(LANGUAGES[Locale.ZH].drafts)
