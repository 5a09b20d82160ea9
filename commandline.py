"""The command line behind `./run mianyue …`: seed the demo's users, print an API token, set up the watch."""

import asyncio
import logging
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Annotated, TypeVar

import typer
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.client import Client

import starter
from connect import connect
from db import people
from db.engine import make_engine
from db.seed import seed as write_seed
from settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Result = TypeVar("Result")


@app.callback()
def about() -> None:
    """Mianyue 面约: the command line."""


@app.command()
def seed() -> None:
    """Write the demo's organisations and users; what exists stays. 写入演示用的公司与用户。"""
    _in_transaction(write_seed)
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
def ensure_schedules() -> None:
    """Set up, or bring up to date, the watch that runs every minute. 建立或更新每分钟一次的巡检。"""
    _with_temporal(starter.ensure_schedules)
    typer.echo("scheduled")


def _with_temporal(work: Callable[[Client], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        return await work(await connect(lazy=True))

    try:
        return asyncio.run(run())
    except starter.Unanswered:
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
