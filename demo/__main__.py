"""`./run demo`: plays the example interviews on the running stack, shows every recruiter's figures, writes the summary."""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from demo import arrival, scenes
from demo.doors import Doors, Json
from demo.story import Play, Story, counts, summary
from settings import Settings, settings

SCENES: tuple[tuple[str, str, str, Callable[[Play], Awaitable[None]]], ...] = (
    ("import", "导入面试名单", "Loading the interview list", scenes.import_list),
    ("book", "预约即将开始的面试", "Booking interviews for the real clock", scenes.book),
    ("early_cancel", "企业提前取消", "An early cancellation by the company", scenes.early),
    ("vague_reason", "笼统的原因", "A vague reason", scenes.vague),
    ("late_cancel", "企业临时取消", "Late cancellations by the company", scenes.late),
    ("reschedule", "一键改期", "One-click reschedule", scenes.one_click),
    ("two_at_once", "两人同时取消", "Two colleagues cancel at once", scenes.twice),
    ("unreachable", "谁都没通知到", "Nobody was reached", arrival.unreachable),
    ("bounced", "邮件退回", "A mail that bounces", arrival.bounced),
    ("temporal_ui", "在 Temporal UI 中取消", "Request Cancellation in the Temporal UI", scenes.from_ui),
    ("reminders", "提醒与确认", "Reminders and a confirmation", scenes.reminders),
    ("outcomes", "未到场与已完成", "A no-show and a completed interview", scenes.outcomes),
    ("surveys", "满意度问卷", "Surveys", scenes.surveys),
)
COUNTS = {
    "interviews": "面试\ninterviews",
    "cancelled": "取消\ncancelled",
    "late_cancelled": "临时取消\nlate",
    "candidate_no_show": "未到场\nno-show",
}
RATES = {
    "cancellation_rate": "取消率\ncancel rate",
    "reason_quality_rate": "原因规范\nreasons",
    "advance_notice_rate": "提前通知\nnotice",
    "compliance_rate": "合规率\nrules",
}


async def figures(play: Play) -> None:
    """Each recruiter's figures and the log they come from (R4, R5, R10–R13)."""
    since = play.doors.began.isoformat()
    kpi = await play.doors.get("hrops", "/kpi", **{"from": since})
    play.log = (await play.doors.get("hrops", "/cancellations", limit=200, **{"from": since}))["items"]
    play.messages = dict(Counter(message["channel"] for message in await play.doors.messages()))
    play.figures = [{k: v for k, v in row.items() if k != "recruiter_name"} for row in kpi["items"]]
    names = {who.id: who.name for who in play.people.values()}
    play.story.console.print(
        figures_table([*kpi["items"], {**kpi["team"], "recruiter": "", "recruiter_name": "合计 all"}])
    )
    play.story.console.print(log_table(play.log, names))
    team, cases = kpi["team"], {row["interview_id"] for row in play.log}
    same = team["cancellations"] == len(play.log) and len(cases) == len(play.log)
    play.story.check(same, "指标与取消日志逐行对应", f"figures and log agree: {len(play.log)} cancellations")
    played = (team["completed"], team["candidate_no_show"], team["rescheduled"])
    play.story.check(played == (1, 1, 1), "完成 1、未到场 1、改期 1", "outcomes and move are counted")
    unsaid = (team["survey_answers"], team["satisfaction"]) == (0, None)
    play.story.check(
        unsaid, "问卷在月末后、满 5 份才计入满意度", "survey answers are told when the month is over, five at least"
    )


def figures_table(rows: Sequence[Json]) -> Table:
    """One line per recruiter; rates in percent, a dash where there was nothing to count."""
    table = Table(
        "招聘人员\nrecruiter",
        title="招聘人员指标 · Figures per recruiter",
        title_justify="left",
        caption="取消后另约的面试按两次约定计 · cancelled and given a new time, an interview counts twice",
        caption_justify="left",
    )
    for words in (*COUNTS.values(), *RATES.values()):
        table.add_column(words, justify="right")
    for row in rows:
        shares = ["–" if row[name] is None else f"{row[name]:.0%}" for name in RATES]
        table.add_row(f"{row['recruiter_name']} {row['recruiter']}", *(str(row[name]) for name in COUNTS), *shares)
    return table


def log_table(rows: Sequence[Json], names: dict[str, str]) -> Table:
    """The cancellation log, oldest first, with masked names."""
    table = Table(title="取消日志 · Cancellation log", title_justify="left")
    for heads in ("UTC", "候选人", "招聘人员", "操作人 by", "责任方", "原因 reason", "提前 hours", "通知 notices"):
        table.add_column(heads, overflow="fold")
    for row in reversed(rows):
        who = names.get(row["interview_id"], row["interview_id"])
        hours = f"{row['notice_hours']:.1f}{' 临时 late' if row['late'] else ''}"
        reason = f"{row['reason_code']}\n{row['reason_detail']}"
        sent = "\n".join(f"{notice['channel']} {notice['state']}" for notice in row["notices"])
        by = (row["recruiter"], row["operator"], row["party"])
        table.add_row(row["cancelled_at"][11:19], who, *by, reason, hours, sent)
    return table


async def perform(play: Play) -> None:
    """All scenes in their order; without interviews there is nothing to play."""
    for name, zh, en, scene in SCENES:
        with play.story.scene(name, zh, en):
            await scene(play)
        if not play.people:
            return
    with play.story.scene("figures", "指标与日志", "Figures and log"):
        await figures(play)


def farewell(play: Play, places: dict[str, str]) -> None:
    """Whether all held, what it came to, and where to look next."""
    story, found = play.story, counts(play)
    held = sum(check["ok"] for scene in story.scenes for check in scene.checks)
    whole = sum(len(scene.checks) for scene in story.scenes)
    style, words = ("bold green", "全部成立 all held") if story.ok else ("bold red", "有未通过 some FAILED")
    story.console.print("", Text(f"{held}/{whole} 项检查 checks · {words} · {story.seconds} s", style=style))
    for scene in story.scenes:
        for check in scene.checks:
            if not check["ok"]:
                story.console.print(Text(f"  ✗ {scene.zh} {scene.en}: {check['zh']}  {check['en']}", style="red"))
    sent = " + ".join(f"{number} {channel}" for channel, number in sorted(found["messages"].items()))
    story.say(
        f"{found['interviews']} 场面试，{found['cancellations']} 次取消（{found['late']} 次临时取消），消息 {sent}",
        "in all",
    )
    story.say("再次启动并查看这些面试：", "start it again to look around:")
    for name, where in places.items():
        story.console.print(Text(f"    {name:<14} {where}"), soft_wrap=True)


def places(config: Settings, ui: str, file: Path) -> dict[str, str]:
    """Where to look next."""
    return {
        "start": f"MIANYUE_HOME={config.home} ./run up",
        "token": f"MIANYUE_HOME={config.home} ./run mianyue token --user hrops   (for log and kpi)",
        "temporal_ui": ui,
        "log": f"{config.web_url}/api/v1/cancellations",
        "kpi": f"{config.web_url}/api/v1/kpi",
        "sandbox": f"{config.sandbox_url}/sandbox/messages",
        "summary": str(file),
    }


async def main(argv: Sequence[str]) -> int:
    """Play everything; 0 when every check held."""
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="PATH", help="the summary's file; default: in the state folder")
    words = parser.parse_args(argv)
    config = settings()
    file = words.json or config.home / "demo-summary.json"
    console = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else 120)
    doors = Doors(config)
    play = Play(doors, Story(console, doors.ui, len(SCENES) + 1))
    await perform(play)
    await doors.close()
    where = places(config, doors.ui, file)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(summary(play, where), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    farewell(play, where)
    return 0 if play.story.ok else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
