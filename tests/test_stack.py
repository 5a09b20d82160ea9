"""The one-machine stack with real processes and a real PostgreSQL: what dies comes back, what stops leaves nothing."""

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from local.home import Home, held, may_be_emptied
from local.postgres import embedded
from local.process import StackError
from local.services import temporal_service
from local.supervisor import Service, Stack
from settings import Settings
from workflows.attributes import KEYS

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0
SUPERVISOR = """
import asyncio, os, sys
from pathlib import Path
from local.home import held
from local.run import run
from local.screen import Screen
from local.services import postgres_service
from local.supervisor import Service, for_ever
async def body(env):
    print("everything is up", flush=True)
    return await for_ever()
async def main():
    sleeper = [sys.executable, "-c", "import time; time.sleep(600)"]
    with held(Path(sys.argv[1])) as home:
        parts = [postgres_service(home.path)]
        parts += [Service(name, sleeper, needs=("postgres",)) for name in ("worker", "web")]
        return await run(home, parts, {"MIANYUE_SECRET": home.secret()}, Screen(), body)
os._exit(asyncio.run(main()))
"""


class Supervisor:
    """A supervisor in a process of its own, with PostgreSQL and two services that sleep."""

    def __init__(self, home: Path) -> None:
        self.home, self.log = home, home.with_suffix(f".{time.monotonic_ns()}")
        with self.log.open("w") as output:
            argv = [sys.executable, "-c", SUPERVISOR, str(home)]
            self.process = subprocess.Popen(argv, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        until(lambda: "everything is up" in self.said())

    def said(self) -> str:
        return self.log.read_text()

    def child(self, word: str) -> int:
        """The pid of the child whose command holds the word; the services start in order, so the first is the older."""
        return next(pid for pid in sorted(children(self.process.pid)) if word in command(pid))

    def database(self) -> psycopg.Connection[tuple[int]]:
        return psycopg.connect(embedded(self.home / "pg").url().replace("+psycopg", ""), autocommit=True)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    started = Supervisor(tmp_path / "home")
    yield started
    started.process.kill()
    started.process.wait()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def status(pid: int) -> tuple[str, int]:
    """State letter and parent of a process; a process that is gone counts as a zombie without parent."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "Z", 0
    return words[0], int(words[1])


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def children(parent: int) -> list[int]:
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if status(pid)[1] == parent and status(pid)[0] != "Z"]


def descendants(parent: int) -> list[int]:
    return [pid for child in children(parent) for pid in (child, *descendants(child))]


def all_gone(pids: list[int]) -> bool:
    return all(status(pid)[0] == "Z" for pid in pids)


def stack(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "stack.py", *words]
    return subprocess.run(
        argv, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class TestWhatDiesComesBack:
    def test_a_killed_service_runs_again(self, supervisor: Supervisor) -> None:
        worker = supervisor.child("time.sleep")
        os.kill(worker, signal.SIGKILL)
        until(lambda: supervisor.said().count("worker    started") == 2)
        assert len(children(supervisor.process.pid)) == 3

    def test_a_killed_database_comes_back_with_its_rows(self, supervisor: Supervisor) -> None:
        with supervisor.database() as database:
            database.execute("create table log (n int)")
            database.execute("insert into log values (7)")
        os.kill(supervisor.child("postgres"), signal.SIGKILL)
        until(lambda: supervisor.said().count("postgres  ready") == 2)
        with supervisor.database() as database:
            assert database.execute("select n from log").fetchall() == [(7,)]


class TestNothingIsLeft:
    def test_sigterm_stops_in_reverse_order(self, supervisor: Supervisor) -> None:
        everybody = descendants(supervisor.process.pid)
        supervisor.process.terminate()
        assert supervisor.process.wait(10) == 128 + signal.SIGTERM
        assert all_gone(everybody)
        stopped = [line.split()[1] for line in supervisor.said().splitlines() if "stopped" in line]
        assert stopped == ["web", "worker", "postgres"]
        assert not (supervisor.home / "env").exists()

    def test_kill_9_of_the_supervisor_ends_everything_and_the_next_start_recovers(self, supervisor: Supervisor) -> None:
        everybody = descendants(supervisor.process.pid)
        assert len(everybody) > 3
        supervisor.process.kill()
        supervisor.process.wait()
        until(lambda: all_gone(everybody))
        again = Supervisor(supervisor.home)
        again.process.terminate()
        assert again.process.wait(10) == 128 + signal.SIGTERM


class TestOneClearLine:
    def test_a_port_in_use_names_who_needs_it_and_the_variable(self, tmp_path: Path) -> None:
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            busy.listen()
            port = str(busy.getsockname()[1])
            done = stack("up", MIANYUE_HOME=str(tmp_path), MIANYUE_SANDBOX_PORT=port, MIANYUE_WEB_PORT=str(free_port()))
        assert done.returncode == 1
        assert done.stdout.startswith(f"✗ port {port} is in use 已被占用, needed by the sandbox 沙箱: ")
        assert done.stdout.endswith("set MIANYUE_SANDBOX_PORT to another\n")
        assert done.stdout.count("\n") == 1

    def test_a_second_stack_on_the_same_folder(self, tmp_path: Path) -> None:
        with held(tmp_path):
            done = stack("up", MIANYUE_HOME=str(tmp_path))
        assert (done.returncode, done.stdout.count("\n")) == (1, 1)
        assert f"already running on {tmp_path} (pid {os.getpid()})" in done.stdout

    def test_a_port_that_is_no_number(self, tmp_path: Path) -> None:
        done = stack("up", MIANYUE_HOME=str(tmp_path), MIANYUE_WEB_PORT="web")
        assert done.returncode == 1
        assert done.stdout.startswith("✗ MIANYUE_WEB_PORT=web: ")

    def test_a_folder_of_somebody_else_is_never_emptied(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.txt").write_text("years of work")
        done = stack("up", "--fresh", MIANYUE_HOME=str(tmp_path))
        assert (done.returncode, done.stdout.count("\n")) == (1, 1)
        assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


class TestTheStateFolder:
    def test_fresh_keeps_only_the_lock(self, tmp_path: Path) -> None:
        with held(tmp_path / "home") as home:
            home.secret()
            home.rotate_logs()
            home.empty()
            assert [entry.name for entry in home.path.iterdir()] == ["stack.lock"]
        assert may_be_emptied(home.path)

    def test_secret_and_connection_are_the_users_alone(self, tmp_path: Path) -> None:
        home = Home(tmp_path)
        assert home.secret() == home.secret()
        assert len(bytes.fromhex(home.secret())) == 32
        home.write_connection({"MIANYUE_HOME": "/a b", "TEMPORAL_ADDRESS": "127.0.0.1:7233"})
        assert home.connection.read_text() == "MIANYUE_HOME=/a b\nTEMPORAL_ADDRESS=127.0.0.1:7233\n"
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}

    def test_the_logs_of_the_last_three_runs_are_kept(self, tmp_path: Path) -> None:
        home = Home(tmp_path)
        for day in range(5):
            home.rotate_logs()
            (home.logs / "web.log").write_text(str(day))
        assert {log.name: log.read_text() for log in home.logs.iterdir()} == {
            "web.log": "4",
            "web.log.1": "3",
            "web.log.2": "2",
            "web.log.3": "1",
        }


def test_a_step_that_fails_ends_the_start_with_its_last_words(tmp_path: Path) -> None:
    step = Service("migrate", [sys.executable, "-c", "raise SystemExit('no such column')"], once=True)
    web = Service("web", [sys.executable, "-c", "raise SystemExit('must not start')"], needs=("migrate",))

    async def start() -> list[str]:
        heard: list[str] = []
        stack = Stack(
            [step, web], os.environ, tmp_path, ROOT, lambda service, what, _: heard.append(service.name + what)
        )
        with pytest.raises(StackError, match="migrate ended with exit code 1") as failure:
            await stack.start()
        assert failure.value.tail == "no such column"
        await stack.stop()
        return heard

    assert asyncio.run(start()) == ["migratestarting"]


def test_temporal_knows_every_search_attribute_that_interviews_write(tmp_path: Path) -> None:
    config = Settings(temporal_port=free_port(), temporal_ui_port=free_port())

    def ask() -> dict[str, str]:
        address = f"http://127.0.0.1:{config.temporal_ui_port}/api/v1/namespaces/default/search-attributes"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return dict(json.load(answer)["customAttributes"])

    async def registered() -> dict[str, str]:
        stack = Stack([temporal_service(tmp_path, config)], os.environ, tmp_path, ROOT, lambda *_: None)
        try:
            await stack.start()
            return await asyncio.to_thread(ask)
        finally:
            await stack.stop()

    found = asyncio.run(registered())
    for key in KEYS:
        assert found[key.name] == f"INDEXED_VALUE_TYPE_{key.indexed_value_type.name}"
