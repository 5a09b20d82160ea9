"""The demo's own pieces: masked addresses, excerpts, scenes that fail without stopping the story, a summary without personal data."""

import io
import json
from typing import Any

import httpx2
import pytest
from rich.console import Console

from demo.__main__ import SCENES, farewell, figures_table, log_table
from demo.doors import Broken, Candidate, Doors, done, rule_of, until
from demo.scenes import BOOKED, CLASH, EARLY, FROM_UI, LATE, LATE_EN, LIST, TWICE, VAGUE, WRONG_LINE
from demo.story import MOST_LINES, Play, Story, counts, excerpt, mask_address, summary
from settings import Settings

UI = "http://127.0.0.1:8233/namespaces/default/workflows"
MAIL = {
    "channel": "email",
    "to": "wangming@example.com",
    "subject": "【面约上海】面试邀请",
    "body": "王小明，您好！\n\n感谢您应聘。\n确认参加：http://127.0.0.1:8080/c/aB-_9\n",
    "provider_id": "p1",
}


@pytest.fixture
def screen() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def play(screen: io.StringIO) -> Play:
    console = Console(file=screen, width=120, markup=False)
    return Play(Doors(Settings()), Story(console, UI, total=2))


def candidate(doors: Doors) -> Candidate:
    person = {"name": "王小明", "phone": "+8613900138001", "email": "wangming@example.com"}
    view = {"id": "7", "recruiter": "zhangsan", "position": "产品经理", "candidate": person}
    return Candidate(doors, {**view, "starts_at": "2026-11-30T02:00:00Z"})


def answer(status: int, body: Any) -> httpx2.Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    request = httpx2.Request("POST", "http://127.0.0.1:8080/c/a-secret-token")
    return httpx2.Response(status, content=json.dumps(body), headers={"content-type": kind}, request=request)


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("+8613900138001", "+86*******8001"),
        ("+12025550106", "+12*****0106"),
        ("wangming@example.com", "w***@example.com"),
        ("12345", "123***2345"),
    ],
)
def test_an_address_shows_just_enough_to_be_recognised(address: str, masked: str) -> None:
    assert mask_address(address) == masked


def test_a_long_mail_is_cut_and_a_text_message_is_not() -> None:
    assert excerpt("【面约上海】您好\n") == ["【面约上海】您好"]
    long = excerpt("\n\n".join(f"line {n}" for n in range(30)))
    assert len(long) == MOST_LINES + 1
    assert long[-1] == "…"


def test_a_failed_check_fails_its_scene_and_the_story_but_the_next_scene_plays(play: Play, screen: io.StringIO) -> None:
    with play.story.scene("one", "第一幕", "First"):
        play.story.check(False, "两条通知", "two notices")
        play.story.check(True, "一行日志", "one log row")
    with play.story.scene("two", "第二幕", "Second"):
        play.story.check(True, "成立", "holds")
    assert [scene.ok for scene in play.story.scenes] == [False, True]
    assert not play.story.ok
    assert "✗ 未通过 FAILED 两条通知" in screen.getvalue()


@pytest.mark.parametrize("error", [Broken("nothing came"), httpx2.ConnectError("refused"), KeyError("items")])
def test_a_scene_that_breaks_off_counts_as_failed_without_a_traceback(
    play: Play, screen: io.StringIO, error: Exception
) -> None:
    with play.story.scene("one", "第一幕", "First"):
        raise error
    assert not play.story.ok
    assert f"broke off ({type(error).__name__})" in screen.getvalue()


def test_a_refusal_is_told_by_its_rule_and_never_by_the_candidates_link() -> None:
    refused = answer(422, {"type": "urn:mianyue:rule:reason-vague", "status": 422})
    assert rule_of(refused) == "reason-vague"
    with pytest.raises(Broken, match=r"^POST /c/…: 422 reason-vague$"):
        done(refused)
    assert done(answer(200, {"items": []})) == {"items": []}


async def test_what_never_comes_is_named_with_the_time_waited() -> None:
    async def nothing() -> None:
        return None

    with pytest.raises(Broken, match="the invitation: not within 0 s"):
        await until(nothing, "the invitation", seconds=0)


async def test_a_candidate_keeps_the_newest_link_and_reads_each_letter_once(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = candidate(play.doors)

    async def messages(to: str) -> list[dict[str, str]]:
        return [MAIL] if to == MAIL["to"] else []

    monkeypatch.setattr(play.doors, "messages", messages)
    assert await who.receives("email") == [MAIL]
    assert who.link == "http://127.0.0.1:8080/c/aB-_9"
    assert await who.unread() == []


def test_the_summary_names_scenes_counts_and_figures_without_personal_data(play: Play, screen: io.StringIO) -> None:
    who = candidate(play.doors)
    play.people[3] = who
    play.messages, play.refused = {"email": 1}, 1
    play.log = [{"late": True}, {"late": False}]
    play.figures = [{"recruiter": "zhangsan", "cancelled": 2}]
    with play.story.scene("early_cancel", "企业提前取消", "An early cancellation"):
        play.story.letters(who, [MAIL])
        play.story.link(who)
        play.story.facts(calls=10)
    assert counts(play) == {"interviews": 1, "messages": {"email": 1}, "cancellations": 2, "late": 1, "refused": 1}
    written = json.dumps(summary(play, {"summary": "demo-summary.json"}), ensure_ascii=False)
    told = json.loads(written)
    assert told["ok"] is True
    assert told["recruiters"] == play.figures
    assert told["scenes"][0]["facts"] == {"received": [{"candidate": "王*明", "channel": "email"}], "calls": 10}
    assert told["scenes"][0]["links"] == [{"candidate": "王*明", "url": f"{UI}/interview-7"}]
    assert not any(private in written for private in ("王小明", "13900138001", "wangming", "/c/"))
    assert "w***@example.com" in screen.getvalue()


def test_the_farewell_repeats_what_failed_and_says_how_to_look_around(play: Play, screen: io.StringIO) -> None:
    with play.story.scene("one", "第一幕", "First"):
        play.story.check(True, "成立", "holds")
        play.story.check(False, "两条通知", "two notices")
    farewell(play, {"start": "MIANYUE_HOME=/srv/demo ./run up"})
    last = screen.getvalue().rpartition("第一幕 First")
    assert "1/2 项检查 checks · 有未通过 some FAILED" in last[0]
    assert "两条通知" in last[2]
    assert "MIANYUE_HOME=/srv/demo ./run up" in last[2]


def test_the_figures_show_a_dash_where_nothing_was_counted(play: Play, screen: io.StringIO) -> None:
    row = dict.fromkeys(("interviews", "cancelled", "late_cancelled", "candidate_no_show"), 4)
    rates = dict.fromkeys(("reason_quality_rate", "advance_notice_rate", "compliance_rate", "satisfaction"))
    figures = {**row, **rates, "cancellation_rate": 0.25, "recruiter": "zhangsan", "recruiter_name": "张三"}
    play.story.console.print(figures_table([figures]))
    assert "25%" in screen.getvalue()
    assert "–" in screen.getvalue()


def test_the_log_is_shown_oldest_first_with_masked_names(play: Play, screen: io.StringIO) -> None:
    common = {"interview_id": "7", "recruiter": "zhangsan", "operator": "hrops", "party": "company", "late": True}
    said = {"reason_code": "E_REQ_FROZEN", "reason_detail": "岗位冻结 [bold]", "notice_hours": 5.04}
    sent = {"notices": [{"channel": "sms", "state": "accepted"}]}
    rows = [{**common, **said, **sent, "cancelled_at": f"2026-11-23T1{n}:00:00Z"} for n in (6, 5)]
    play.story.console.print(log_table(rows, {"7": "王*明"}))
    shown = screen.getvalue()
    assert shown.index("15:00:00") < shown.index("16:00:00")
    assert "5.0 临时 late" in shown
    assert "[bold]" in shown
    assert "王*明" in shown


def test_every_scene_plays_its_own_line_of_the_list_and_never_the_wrong_one() -> None:
    lines = [EARLY, TWICE, LATE, VAGUE, CLASH, FROM_UI, LATE_EN]
    assert len({*lines, WRONG_LINE}) == len(lines) + 1
    rows = LIST.read_text(encoding="utf-8-sig").splitlines()
    assert all(len(rows) >= line and "@" in rows[line - 1] for line in lines)
    assert all(email not in LIST.read_text(encoding="utf-8-sig") for *_, email, _ in BOOKED.values())
    assert len({name for name, *_ in SCENES}) == len(SCENES)
