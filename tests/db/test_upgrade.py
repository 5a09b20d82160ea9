"""An installation with interviews in it is brought up to date while its old workers still write, and can be taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, create_engine, select, text
from sqlalchemy.engine import Engine, make_url

import settings as settings_module
from tests.conftest import ROOT

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)


@pytest.fixture
def old(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A database of its own as the first migration leaves it."""
    server = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with server.connect() as conn:
        conn.execute(text("CREATE DATABASE upgraded"))
    url = make_url(database_url).set(database="upgraded").render_as_string(hide_password=False)
    monkeypatch.setenv("MIANYUE_DATABASE_URL", url)
    settings_module.settings.cache_clear()
    command.upgrade(alembic(), "0001")
    engine = create_engine(url)
    yield engine
    engine.dispose()
    with server.connect() as conn:
        conn.execute(text("DROP DATABASE upgraded WITH (FORCE)"))
    server.dispose()
    settings_module.settings.cache_clear()


def alembic() -> Config:
    return Config(ROOT / "alembic.ini", config_args={"here": str(ROOT)})


def write(conn: Connection, table: str, **row: Any) -> None:
    """As a program writes that knows no column beyond these."""
    names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
    conn.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def interview(conn: Connection) -> Any:
    """An interview with the people it needs, written as the first version of the program did."""
    id, person = uuid4(), uuid4()
    owner = {"organisation_id": "mianyue"}
    login = {"login": "old", "name": "旧", "name_en": "Old", "role": "recruiter", "email": "old@mianyue.example"}
    write(conn, "users", **owner, **login, locale="zh-CN")
    write(conn, "candidates", **owner, id=person, name="王小明", locale="zh-CN")
    times = dict.fromkeys(("first_starts_at", "starts_at", "created_at", "updated_at"), NOW)
    what = {"position": "测试工程师", "stage": "invited", "revision": 1, "minutes": 30, "timezone": "Asia/Shanghai"}
    write(conn, "interviews", **owner, **what, **times, id=id, candidate_id=person, recruiter="old", created_by="old")
    return id


def notify(conn: Connection, of: Any, at: datetime) -> None:
    """A notice as the first version of the program writes it."""
    what = {"kind": "invite", "audience": "candidate", "channel": "sms", "step": "invite", "locale": "zh-CN"}
    row = {"organisation_id": "mianyue", "interview_id": of, "revision": 1, "subject": "", "body": "邀您参加"}
    id = uuid4()
    write(conn, "notices", **row, **what, id=id, key=str(id), state="intent", created_at=at)


def test_old_workers_go_on_writing_notices_during_the_upgrade_and_after_it_is_taken_back(old: Engine) -> None:
    with old.begin() as conn:
        of = interview(conn)
        notify(conn, of, NOW)
    command.upgrade(alembic(), "head")
    with old.begin() as conn:
        notify(conn, of, datetime.now(UTC))
    with old.connect() as conn:
        table = MetaData()
        table.reflect(conn, only=["notices"])
        rows = conn.execute(select(table.tables["notices"]).order_by(text("created_at"))).all()
        assert rows[0].due_at == NOW
        assert abs(rows[1].due_at - datetime.now(UTC)) < timedelta(minutes=1)
        versions = select(text("data")).select_from(text("policies")).order_by(text("version"))
        first, followed, patient, asking, answering, at_work = conn.execute(versions).scalars().all()
        assert "delivery" not in first
        assert "hold_minutes" not in followed["delivery"]
        assert patient["delivery"] == {**followed["delivery"], "hold_minutes": 2, "ask_first": True}
        assert patient["reminders"] == [{**rung, "early_seconds": 60} for rung in first["reminders"]]
        assert asking == patient | {"surveys": asking["surveys"]}
        assert asking["surveys"]["once_in_days"] == 90
        assert answering == asking | {"requests": answering["requests"]}
        assert answering["requests"]["deletion_days"] == 15
        assert at_work == answering | {"working_hours": {"opens": "09:00", "closes": "18:00"}}
    command.downgrade(alembic(), "0001")
    with old.begin() as conn:
        notify(conn, of, NOW)
        assert conn.execute(text("SELECT count(*) FROM notices")).scalar_one() == 3
        assert conn.execute(text("SELECT count(*) FROM policies")).scalar_one() == 1
