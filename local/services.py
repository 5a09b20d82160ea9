"""The services of Mianyue, in the order they stop backwards from, and the environment that connects them."""

import base64
import hmac
import os
import signal
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from local import postgres, temporal_server
from local.home import Home
from local.probes import both, command, http, port_problem
from local.process import StackError
from local.supervisor import Service
from sandbox.keys import appraisal_secret, sendgrid_public_key, twilio_token
from settings import Settings

PYTHON = (sys.executable,)
STEP_SECONDS = 300.0


def connection(home: Path, secret: str, settings: Settings) -> dict[str, str]:
    """What a process needs to reach this stack; what the user already named stays named.

    Without keys of the providers' own, receipts are verified with those that the sandbox signs with; without an appraisal system
    named, the sandbox stands for one.
    """
    database = settings.database_url or postgres.embedded(home / "pg").url()
    secret = settings.secret.get_secret_value() or secret
    return {
        "MIANYUE_HOME": str(home),
        "MIANYUE_DATABASE_URL": database,
        "TEMPORAL_ADDRESS": os.environ.get("TEMPORAL_ADDRESS") or f"127.0.0.1:{settings.temporal_port}",
        "MIANYUE_SECRET": secret,
        "MIANYUE_DEMO_PASSWORD": settings.demo_password.get_secret_value() or demo_password(secret),
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token.get_secret_value() or twilio_token(secret),
        "SENDGRID_WEBHOOK_KEY": settings.sendgrid_webhook_key or sendgrid_public_key(secret),
        "MIANYUE_APPRAISAL_URL": settings.appraisal_url or f"{settings.sandbox_url}/appraisal",
        "MIANYUE_APPRAISAL_SECRET": settings.appraisal_secret.get_secret_value() or appraisal_secret(secret),
        "MIANYUE_WEB_PORT": str(settings.web_port),
        "MIANYUE_TEMPORAL_PORT": str(settings.temporal_port),
        "MIANYUE_TEMPORAL_UI_PORT": str(settings.temporal_ui_port),
        "MIANYUE_SANDBOX_PORT": str(settings.sandbox_port),
    }


def demo_password(secret: str) -> str:
    """The password that the demo's users begin with on this machine; twelve letters and digits."""
    made = hmac.digest(secret.encode(), b"mianyue: password of the demo users", "sha256")
    return base64.b32encode(made).decode().lower()[:12]


def services(home: Home, settings: Settings) -> list[Service]:
    """All parts of the stack; PostgreSQL and Temporal only when the user named none."""
    own = [] if settings.database_url else [postgres_service(home.path)]
    own += [] if os.environ.get("TEMPORAL_ADDRESS") else [temporal_service(home.path, settings)]
    parts = own + _ours(settings)
    present = {part.name for part in parts}
    return [replace(part, needs=tuple(name for name in part.needs if name in present)) for part in parts]


def postgres_service(home: Path) -> Service:
    """The embedded PostgreSQL with its files in `home`/pg."""
    server = postgres.embedded(home / "pg")
    return Service(
        "postgres",
        server.argv(),
        "PostgreSQL 数据库",
        ready=command(server.is_ready_argv()),
        prepare=server.prepare,
        stop_signal=signal.SIGINT,
        death_signal=signal.SIGINT,
    )


def temporal_service(home: Path, settings: Settings) -> Service:
    """The Temporal dev server; ready when its health check and its namespace answer."""
    argv = temporal_server.argv(home / "temporal.db", settings.temporal_port, settings.temporal_ui_port)
    healthy = command(temporal_server.is_ready_argv(f"127.0.0.1:{settings.temporal_port}"))
    has_namespace = http(settings.temporal_ui_port, "/api/v1/namespaces/default")
    return Service("temporal", argv, "Temporal 工作流引擎", ready=both(has_namespace, healthy))


def _ours(settings: Settings) -> list[Service]:
    sandbox, web = str(settings.sandbox_port), str(settings.web_port)
    return [
        _step("migrate", "database schema 数据库结构", ("-m", "alembic", "upgrade", "head"), ("postgres",)),
        _step("seed", "demo users 演示用户", ("starter.py", "seed"), ("migrate", "temporal")),
        _step("schedules", "schedules 定时任务", ("starter.py", "ensure-schedules"), ("seed",)),
        Service(
            "sandbox",
            _uvicorn("sandbox.app:app", sandbox),
            "SMS and e-mail sandbox 短信邮件沙箱",
            ready=http(settings.sandbox_port, "/sandbox/messages"),
            grace=3.0,
        ),
        Service("worker", (*PYTHON, "worker.py"), "worker 工作进程", needs=("seed",), grace=30.0),
        Service(
            "web",
            _uvicorn("web.app:app", web),
            "API and pages 接口与页面",
            ready=http(settings.web_port, "/healthz"),
            needs=("seed", "sandbox"),
            grace=5.0,
        ),
    ]


def _uvicorn(app: str, port: str) -> tuple[str, ...]:
    listen = ("--host", "127.0.0.1", "--port", port)
    return (*PYTHON, "-m", "uvicorn", app, *listen, "--no-access-log", "--timeout-graceful-shutdown", "3")


def _step(name: str, title: str, words: tuple[str, ...], needs: tuple[str, ...]) -> Service:
    return Service(name, (*PYTHON, *words), title, needs=needs, once=True, timeout=STEP_SECONDS)


def check_ports(settings: Settings, environ: Mapping[str, str]) -> None:
    """Raises StackError for the first port taken or wanted twice: who needs it and the variable that moves it."""
    wanted = {
        "MIANYUE_WEB_PORT": ("API and pages 接口与页面", settings.web_port),
        "MIANYUE_SANDBOX_PORT": ("sandbox 沙箱", settings.sandbox_port),
    }
    if not environ.get("TEMPORAL_ADDRESS"):
        wanted["MIANYUE_TEMPORAL_PORT"] = ("Temporal server 工作流引擎", settings.temporal_port)
        wanted["MIANYUE_TEMPORAL_UI_PORT"] = ("Temporal UI 工作流界面", settings.temporal_ui_port)
    times = Counter(port for _, port in wanted.values())
    for variable, (who, port) in wanted.items():
        problem = "is wanted twice 重复使用" if times[port] > 1 else port_problem(port)
        if problem:
            raise StackError(f"port {port} {problem}, needed by the {who}: free it, or set {variable} to another")
