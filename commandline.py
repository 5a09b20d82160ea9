"""The command line behind `./run mianyue …`: seed the demo's users, print an API token, set up the watch, set a provider's rate."""

import asyncio
import logging
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import Client, WorkflowFailureError

import upkeep
from api import passwords
from connect import Unanswered, connect
from db import accounts, people, pushing, rollup, sample
from db.calendars import latest_day
from db.engine import make_engine
from db.seed import TIMED_LIMITS, loosen
from db.seed import seed as write_seed
from domain.clock import ClockError
from settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Result = TypeVar("Result")
_MOST_DAYS = 366
_FOUND = {
    "rolled_up": "counted anew 重新汇总",
    "alerts": "new alerts 新预警",
    "proposals": "new proposals 新权重建议",
    "scores": "new scores 新评分",
}
# A receiver may ask for an hour's rest.
_PUSH_SECONDS = 300.0


@app.callback()
def about() -> None:
    """Mianyue 面约: the command line."""


@app.command()
def seed(
    demo: Annotated[
        bool,
        typer.Option(help="no quiet hours, no caps per number: a demo at night, and once more 演示用：不限时段和条数"),
    ] = False,
) -> None:
    """Write the demo's organisations and users; what exists stays. 写入演示用的公司与用户。"""

    first = settings().demo_password.get_secret_value()

    async def write(conn: AsyncConnection) -> None:
        await write_seed(conn, await passwords.hashed(first) if first else None)
        if demo:
            await loosen(conn, TIMED_LIMITS)

    _in_transaction(write)
    typer.echo("seeded")


@app.command()
def token(
    user: Annotated[str, typer.Option(help="login, e.g. zhangsan")],
    days: Annotated[float, typer.Option(help="valid for so many days", min=0.01, max=3650)] = 30,
) -> None:
    """Print a new API token of a user. 打印该用户的 API 令牌。"""
    made = secrets.token_urlsafe(32)

    async def keep(conn: AsyncConnection) -> bool:
        found = await people.user_of(conn, user)
        if found is not None:
            await people.keep_token(conn, found, made, datetime.now(UTC), days)
        return found is not None

    if not _in_transaction(keep):
        _fail(f"user: no user {user!r} 没有该用户")
    typer.echo(made)


@app.command()
def password(
    user: Annotated[str, typer.Option(help="login, e.g. zhangsan")],
) -> None:
    """Give a user a new password for the console, to be changed at the first sign-in. 为用户重设控制台密码，首次登录须修改。"""
    made = passwords.invented()

    async def keep(conn: AsyncConnection) -> bool:
        return await accounts.set_password(
            conn, user, await passwords.hashed(made), datetime.now(UTC), must_change=True
        )

    if not _in_transaction(keep):
        _fail(f"user: no user {user!r} 没有该用户")
    typer.echo(made)


@app.command()
def ensure_schedules() -> None:
    """Set up, or bring up to date, the schedules: watch, roll-up, appraisal, push. 建立或更新巡检、指标汇总、每日考核和推送的定时任务。"""
    try:
        _with_temporal(lambda client: upkeep.ensure_schedules(client, settings().schedule_zone))
    except ClockError as error:
        _fail(f"MIANYUE_SCHEDULE_ZONE: {error.zh} / {error.en}")
    typer.echo("scheduled")


@app.command()
def appraise(
    since: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="first day 起始日")],
    until: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="last day 截止日")],
) -> None:
    """Make up for days of the appraisal: scores, on the first of a month also alerts and proposals. 补做某段日期的考核。"""
    days = (until - since).days + 1
    if not 1 <= days <= _MOST_DAYS:
        _fail(f"to: from 1 to {_MOST_DAYS} days 须为 1 至 {_MOST_DAYS} 天")
    if until.date() > (today := _in_transaction(lambda conn: latest_day(conn, datetime.now(UTC)))):
        _fail(f"to: {until.date()} has not begun, today is {today} 尚未开始，今天是 {today}")
    for nth in range(days):
        day = (since + timedelta(days=nth)).date()
        try:
            found = _with_temporal(lambda client, day=day: upkeep.appraise(client, day))  # type: ignore[misc]
        except WorkflowFailureError:
            _fail(f"{day}: the appraisal failed, see its run in the Temporal UI 考核失败，原因见 Temporal 界面")
            raise
        typer.echo(f"{day}  " + "  ".join(f"{_FOUND[name]} {number}" for name, number in found.items()))


@app.command()
def push(
    again: Annotated[bool, typer.Option("--again", help="also what was refused 连同被拒收的一并重推")] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="all anew, to a new receiver 换了接收方，全部重推")
    ] = False,
) -> None:
    """Push scores and the cancellation log to the appraisal system now; waits 5 minutes at most. 立即向考核系统推送评分和取消日志。"""
    if not settings().appraisal_url:
        _fail("MIANYUE_APPRAISAL_URL is not set: nothing is pushed 未设置，不推送")
    if again:
        typer.echo(f"again 重推 {_in_transaction(pushing.again)}")
    if everything:
        typer.echo(f"everything 全部重推 {_in_transaction(pushing.everything)}")

    async def run(client: Client) -> dict[str, int] | None:
        begun = await upkeep.start_push(client)
        typer.echo(f"started 已启动: {settings().ui_url}/namespaces/{client.namespace}/workflows/{begun.id}")
        return await upkeep.pushed(begun, _PUSH_SECONDS)

    try:
        found = _with_temporal(run)
    except WorkflowFailureError:
        _fail(
            "the push was stopped in Temporal; what is left goes with the next 推送已在 Temporal 中被停止，余下的由下一次推送"
        )
        raise
    if found is None:
        typer.echo(
            "not over after 5 minutes: it goes on by itself, see there 5 分钟内未结束：推送仍在继续，进展见上述地址"
        )
    else:
        typer.echo("this run 本次    " + "  ".join(f"{state} {number}" for state, number in found.items()))
    standing = _in_transaction(pushing.numbers)
    typer.echo("in all 合计      " + "  ".join(f"{state} {number}" for state, number in standing.items()))
    if why := _in_transaction(pushing.errors):
        typer.echo("answers 应答     " + "  ".join(f"{code} {number}" for code, number in why.items()))


def _console() -> str:
    return f"{settings().web_url}/console/comparison?change={sample.CHANGE}&days={sample.DAYS}"


@app.command(name="sample")
def load_sample() -> None:
    """Load the article's case: half a year of a sample company, before and after. 载入示例：改进前后各三个月的数据。"""
    typer.echo("loaded 载入完成" if _in_transaction(sample.write) else "already there 此前已载入")
    path = f"/api/v1/kpi/comparison?change={sample.CHANGE}&days={sample.DAYS}"
    typer.echo(f"token 令牌: ./run mianyue token --user {sample.HR}")
    typer.echo(f"before and after 前后对比: GET {path}")
    typer.echo(f"console 控制台: ./run mianyue password --user {sample.HR}, then 然后打开 {_console()}")


@app.command()
def recount() -> None:
    """Make all figures anew from the facts: after past notice hours were changed. 按原始事实重新计算全部指标。"""
    last: UUID | None = None
    whole = 0

    async def batch(conn: AsyncConnection) -> list[UUID]:
        ids = await rollup.interviews_after(conn, last, rollup.BATCH)
        await rollup.remake(conn, ids)
        return ids

    while ids := _in_transaction(batch):
        last, whole = ids[-1], whole + len(ids)
    typer.echo(f"recounted 已重新计算: {whole} interviews 场面试")


@app.command()
def rate(
    queue: Annotated[str | None, typer.Option(help="sms or email")] = None,
    per_second: Annotated[float | None, typer.Option(help="sends per second", min=0.1, max=1000)] = None,
    off: Annotated[bool, typer.Option("--off", help="no limit of ours")] = False,
) -> None:
    """Show the rates of the providers' queues, or set one while everything runs. 查看或设置各渠道的发送速率。"""
    if queue is None and (off or per_second is not None):
        _fail("queue: --queue sms or --queue email 请指定渠道")
    if queue is not None and queue not in upkeep.PROVIDER_QUEUES:
        _fail(f"queue: no queue {queue!r} 没有该渠道; sms, email")
    if queue is not None and off == (per_second is not None):
        _fail("per-second: give --per-second or --off 请给出 --per-second 或 --off，二者取一")
    if queue is not None:
        name, limit = queue, per_second
        _with_temporal(lambda client: upkeep.set_rate(client, name, limit, "command-line"))
    for each in _with_temporal(upkeep.get_rates):
        shown = "no limit 不限" if each.per_second is None else f"{each.per_second:g}/s"
        typer.echo(f"{each.queue:<6} {shown}")


def _with_temporal(work: Callable[[Client], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        return await work(await connect(lazy=True))

    try:
        return asyncio.run(run())
    except Unanswered:
        _fail("temporal 工作流引擎: no answer 没有应答")
        raise


def _in_transaction(work: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        engine = make_engine(settings(), "cli")
        async with engine.begin() as conn:
            result = await work(conn)
        await engine.dispose()
        return result

    try:
        return asyncio.run(run())
    except (ValueError, OperationalError) as error:
        _fail(f"database 数据库: {str(error).splitlines()[0]}")
        raise


def _fail(line: str) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(1)


def main() -> None:
    """Run the command, then leave without the interpreter's own end (sdk-python issue 300)."""
    code = 0
    try:
        app(standalone_mode=True, prog_name="./run mianyue")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
