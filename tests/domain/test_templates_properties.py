"""Whatever an organisation types: a template that is accepted can be filled with any facts, on every channel."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.template_fields import fields_of, is_staff, kind_of, rows_of
from domain.template_samples import in_case
from domain.templates import CASES, problems_of
from domain.terms import Channel, Locale
from domain.wording import LANGUAGES, NEXT_STEPS, channels_of, render
from domain.wording_facts import LINK, Draft, Facts

START = datetime(2026, 11, 30, 2, tzinfo=UTC)
ODD = st.text(max_size=40) | st.sampled_from(
    [
        "{link}",
        "{{",
        "}",
        "【x】",
        "<script>",
        "\r\nBcc: x",
        "{pos!r}",
        "{0}",
        "\u202e",
        "\ud800",
        "13800138000",
        "http://x.y",
    ]
)


@st.composite
def texts(draw: st.DrawFn, case: str, locale: Locale, part: str, usual: str) -> str:
    """Our own wording with something added: plain words, placeholders that fit, and what somebody may try."""
    names = st.sampled_from(sorted(fields_of(case, locale, part)) or ["short"]).map(lambda name: f"{{{name}}}")
    added = draw(st.lists(st.one_of(names, names, st.just("面试"), ODD), max_size=3))
    return usual + "".join(added)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[str, Locale, Draft]:
    """A draft near our own wording of some case."""
    case, locale = draw(st.sampled_from(CASES)), draw(st.sampled_from(Locale))
    usual = LANGUAGES[locale].drafts[case]
    changed = {
        part: draw(texts(case, locale, part, getattr(usual, part)))
        for part in draw(st.sets(st.sampled_from(["subject", "lead", "button", "sms"]), max_size=2))
    }
    body = [draw(texts(case, locale, "body", block)) if draw(st.booleans()) else block for block in usual.body]
    rows = draw(st.permutations(sorted(rows_of(case, locale))))
    return case, locale, replace(usual, body=tuple(body), rows=tuple(rows), **changed)


@st.composite
def facts(draw: st.DrawFn, case: str, locale: Locale) -> Facts:
    """What the interview may be: names of any signs, none at all, links or not."""
    name = st.text(max_size=100) | st.sampled_from(["", "王小明", "{link}", "{0.__class__}"])
    return in_case(
        case,
        Facts(
            locale=locale,
            company=draw(name),
            candidate_name=draw(name),
            position=draw(name),
            recruiter_name=draw(name),
            recruiter_phone=draw(name),
            reason_candidate=draw(name),
            reason_internal=draw(name),
            remark=draw(name),
            join_url=draw(st.sampled_from(["", "https://meet.example/room", "javascript:x"])),
            starts_at=START,
            timezone=draw(st.sampled_from(["Asia/Shanghai", "America/New_York"])),
            organisation_timezone="Asia/Shanghai",
            minutes=draw(st.integers(0, 480)),
            sms_links=draw(st.booleans()),
            also_emailed=draw(st.booleans()),
            old_starts_at=draw(st.sampled_from([None, START - timedelta(days=1)])),
            options=draw(st.sampled_from([(), (START,), (START, START + timedelta(days=1))])),
            next_step=draw(st.sampled_from(NEXT_STEPS)),
            notice_hours_rule=draw(st.integers(0, 72)),
        ),
    )


@settings(max_examples=400)
@given(st.data())
def test_an_accepted_template_renders_for_any_facts(data: st.DataObject) -> None:
    case, locale, draft = data.draw(drafts())
    if problems_of(case, locale, draft):
        return
    known = data.draw(facts(case, locale))
    for channel in channels_of(kind_of(case)):
        text = render(kind_of(case), channel, known, {(case, locale): draft})
        whole = text.subject + text.text + text.html.partition("<body")[2]
        assert "{" not in whole.replace(LINK, "")
        assert LINK not in text.subject
        assert not {"\n", "\r"} & set(text.subject)
        if channel in (Channel.SMS, Channel.PHONE):
            assert not {"\n", "\r"} & set(text.text)
            assert LINK not in text.text or (known.sms_links and channel is Channel.SMS)
        elif not is_staff(case):
            assert LINK in text.text, "the letter's link is never lost"


@settings(max_examples=400)
@given(st.sampled_from(CASES), st.sampled_from(Locale), st.text(), st.lists(st.text(), max_size=3))
def test_no_typed_text_breaks_the_check(case: str, locale: Locale, typed: str, more: list[str]) -> None:
    found = problems_of(case, locale, Draft(typed, typed, tuple(more), tuple(more), typed, typed))
    for one in found:
        f"{one.field} {one.zh} {one.en}".encode()
