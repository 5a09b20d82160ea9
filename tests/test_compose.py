"""The production stack holds together: compose, its variables, jobs of the Temporal server; checked without a container engine."""

import copy
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
SETUP_SCRIPT = ROOT / "deploy/temporal-setup.sh"
Compose = dict[str, Any]


def run(*command: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", **env}
    return subprocess.run(command, check=False, env=environment, capture_output=True, text=True, timeout=120)


def compose() -> Compose:
    loaded: Compose = yaml.safe_load(COMPOSE_TEXT)
    return loaded


def services() -> dict[str, Any]:
    return dict(compose()["services"])


def of_image(word: str) -> dict[str, Any]:
    return {name: service for name, service in services().items() if word in service["image"]}


def is_one_shot(service: dict[str, Any]) -> bool:
    return service.get("restart") != "unless-stopped"


def waiting_problems(name: str, service: dict[str, Any], every: dict[str, Any]) -> Iterator[str]:
    for target, rule in service.get("depends_on", {}).items():
        if target not in every:
            yield f"{name} waits for {target}, which does not exist"
            continue
        fit = "service_completed_successfully" if is_one_shot(every[target]) else "service_healthy"
        if rule["condition"] != fit:
            yield f"{name} waits for {target} to be {rule['condition']}, needs {fit}"
        if fit == "service_healthy" and "healthcheck" not in every[target]:
            yield f"{target} has no healthcheck, {name} would wait for ever"


def storage_problems(name: str, service: dict[str, Any], declared: set[str]) -> Iterator[str]:
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        if source.startswith(".") and not (ROOT / source).exists():
            yield f"{name} mounts {source}, which does not exist"
        if not source.startswith(".") and source not in declared:
            yield f"{name} uses the volume {source}, which is not declared"


def house_problems(name: str, service: dict[str, Any], networks: set[str]) -> Iterator[str]:
    image, tag = service["image"].split(":", 1) if ":" in service["image"] else (service["image"], "")
    if tag in ("", "latest") or "auto-setup" in image:
        yield f"{name} runs {service['image']}: no fixed version, or a dead image"
    if not set(service["networks"]) <= networks:
        yield f"{name} is in an undeclared network"
    if any(not port.startswith("127.0.0.1:") for port in service.get("ports", [])):
        yield f"{name} publishes a port beyond this machine"
    if "container_name" in service or (name == "worker" and "ports" in service):
        yield f"{name} cannot be scaled out"
    if "max-size" not in service.get("logging", {}).get("options", {}) or "mem_limit" not in service:
        yield f"{name} has no bound on its log or its memory"
    for key, value in service.get("environment", {}).items():
        if re.search("PASSWORD|PWD|SECRET|TOKEN|API_KEY", key) and not value.startswith("${"):
            yield f"{name} carries a secret in {key}"


def problems(loaded: Compose) -> list[str]:
    """Everything in a compose file that the schema check lets through and that would fail, or leak, at run time."""
    every, networks, volumes = loaded["services"], set(loaded["networks"]), set(loaded["volumes"])
    found: list[str] = []
    for name, service in every.items():
        found += waiting_problems(name, service, every)
        found += storage_problems(name, service, volumes)
        found += house_problems(name, service, networks)
    return found


def test_the_production_stack_has_no_loose_end() -> None:
    assert problems(compose()) == []


Break = Callable[[dict[str, Any]], object]
BROKEN: dict[str, tuple[Break, str]] = {
    "unknown dependency": (
        lambda s: s["web"]["depends_on"].update(dbb={"condition": "service_healthy"}),
        "web waits for dbb",
    ),
    "job awaited as a server": (
        lambda s: s["web"]["depends_on"].update(migrate={"condition": "service_healthy"}),
        "migrate to be",
    ),
    "no healthcheck to wait for": (lambda s: s["temporal"].pop("healthcheck"), "temporal has no healthcheck"),
    "undeclared volume": (lambda s: s["db"].update(volumes=["lost:/var/lib/postgresql"]), "volume lost"),
    "missing mount": (lambda s: s["temporal"].update(volumes=["./nowhere:/x"]), "mounts ./nowhere"),
    "latest": (lambda s: s["ui"].update(image="temporalio/ui:latest"), "ui runs temporalio/ui:latest"),
    "no tag": (lambda s: s["db"].update(image="postgres"), "db runs postgres"),
    "dead image": (lambda s: s["temporal"].update(image="temporalio/auto-setup:1.29.0"), "dead image"),
    "open port": (lambda s: s["ui"].update(ports=["8233:8080"]), "ui publishes"),
    "worker pinned to one": (lambda s: s["worker"].update(container_name="worker"), "worker cannot be scaled"),
    "endless log": (lambda s: s["web"].pop("logging"), "web has no bound"),
    "default password": (lambda s: s["db"]["environment"].update(POSTGRES_PASSWORD="temporal"), "db carries a secret"),
    "unknown network": (lambda s: s["db"].update(networks=["default"]), "db is in an undeclared network"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_each_mistake_in_the_compose_file_is_caught(mistake: str) -> None:
    broken = copy.deepcopy(compose())
    damage, expected = BROKEN[mistake]
    damage(broken["services"])
    assert any(expected in problem for problem in problems(broken)), problems(broken)


VALIDATORS: dict[str, tuple[list[str], list[Path], tuple[str, str]]] = {
    "compose": (
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec"],
        [ROOT / "docker-compose.yml"],
        ("healthcheck:", "healtcheck:"),
    ),
    "image": (["hadolint", "--failure-threshold", "info"], [ROOT / "Dockerfile"], ("3.11-slim-bookworm", "latest")),
    "scripts": (["shellcheck"], sorted((ROOT / "deploy").glob("*.sh")), ("set -eu", "cd $1")),
}


@pytest.mark.parametrize("kind", VALIDATORS)
def test_the_offline_validators_accept_our_files_and_refuse_a_damaged_copy(kind: str, tmp_path: Path) -> None:
    (tool, *options), files, (right, wrong) = VALIDATORS[kind]
    accepted = run(BIN / tool, *options, *files)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    damaged = tmp_path / files[0].name
    damaged.write_text(files[0].read_text().replace(right, wrong))
    assert run(BIN / tool, *options, damaged).returncode != 0


def test_server_and_ui_are_the_versions_that_demo_and_tests_run_on() -> None:
    versions = re.search(r"Server (\S+), UI (\S+)\)", run(BIN / "temporal", "--version").stdout)
    assert versions is not None
    server, ui = versions.groups()
    assert {s["image"] for s in of_image("temporalio/").values()} == {
        f"temporalio/server:{server}",
        f"temporalio/admin-tools:{server}",
        f"temporalio/ui:{ui}",
    }


def test_our_processes_get_only_settings_that_they_read() -> None:
    known = {str(field.validation_alias) for field in Settings.model_fields.values()}
    known |= {"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "PGPASSWORD"}
    for name, service in of_image("mianyue:").items():
        assert set(service["environment"]) <= known, name


def test_every_variable_is_documented_and_secrets_have_no_default() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE_TEXT))
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / "deploy/.env.example").read_text(), re.MULTILINE))
    assert used == set(example) - {"COMPOSE_PROFILES"}
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE_TEXT))
    ours = {"MIANYUE_SECRET", "MIANYUE_DB_PASSWORD", "TEMPORAL_DB_PASSWORD", "MIANYUE_PUBLIC_URL"}
    assert required == ours | {"TWILIO_AUTH_TOKEN", "SENDGRID_WEBHOOK_KEY"}
    assert {example[name] for name in required} == {""}


def test_the_temporal_server_knows_every_key_that_we_set() -> None:
    """The command line embeds the same server, so its binary holds the names of that server's settings."""
    binary = (BIN / "temporal").read_bytes()
    dynamic = yaml.safe_load((ROOT / "deploy/dynamicconfig/mianyue.yaml").read_text())
    environment = services()["temporal"]["environment"]
    assert [key for key in dynamic if key.encode() not in binary] == []
    assert [key for key in environment if f'env "{key}"'.encode() not in binary] == []
    assert b"system.noSuchKey" not in binary


def test_the_worker_writes_exactly_the_search_attributes_that_are_registered() -> None:
    from connect import SEARCH_ATTRIBUTES

    registered = dict(re.findall(r"^([A-Z]\w+)=([A-Z]\w+)$", SETUP_SCRIPT.read_text(), re.MULTILINE))
    written = {key.name: key.indexed_value_type.name for key in SEARCH_ATTRIBUTES}
    assert {name: kind.upper() for name, kind in registered.items()} == {
        name: kind.replace("_", "") for name, kind in written.items()
    }


@pytest.fixture(scope="module")
def temporal_address() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--headless", "--port", str(port), "--log-level", "error"]
    server = subprocess.Popen(
        [BIN / "temporal", "server", "start-dev", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield f"127.0.0.1:{port}"
    server.terminate()
    server.wait(timeout=20)


def test_the_namespace_job_can_run_at_every_start(temporal_address: str) -> None:
    job = {"TEMPORAL_ADDRESS": temporal_address, "TEMPORAL_NAMESPACE": "hr", "TEMPORAL_RETENTION": "90d"}
    first, second = (run("sh", SETUP_SCRIPT, **job) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    described = run("temporal", "operator", "namespace", "describe", "-n", "hr", "-o", "json", **job).stdout
    assert '"7776000s"' in described
    listed = run("temporal", "operator", "search-attribute", "list", "-n", "hr", **job).stdout
    assert re.search(r"LateNotice\s+Bool", listed)
    assert re.search(r"InterviewAt\s+Datetime", listed)


def test_the_namespace_job_fails_when_an_attribute_has_another_type(temporal_address: str, tmp_path: Path) -> None:
    job = {"TEMPORAL_ADDRESS": temporal_address, "TEMPORAL_NAMESPACE": "clash", "TEMPORAL_RETENTION": "90d"}
    changed = tmp_path / "setup.sh"
    changed.write_text(SETUP_SCRIPT.read_text().replace("Revision=Int", "Revision=Keyword"))
    assert run("sh", SETUP_SCRIPT, **job).returncode == 0
    refused = run("sh", changed, **job, TRIES="1")
    assert refused.returncode == 1
    assert "different type" in refused.stderr


@pytest.mark.parametrize(("failing", "steps"), [("none", 6), ("update-schema", 3)])
def test_the_schema_job_stops_at_the_first_step_that_fails(failing: str, steps: int, tmp_path: Path) -> None:
    tool = tmp_path / "temporal-sql-tool"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\ncase "$*" in *" {failing} "*) exit 1 ;; esac\n')
    tool.chmod(0o755)
    login = {"SQL_HOST": "temporal-db", "SQL_PORT": "5432", "SQL_USER": "temporal", "SQL_PASSWORD": "s3cret"}
    done = run("sh", ROOT / "deploy/temporal-schema.sh", **login, PATH=f"{tmp_path}:{os.environ['PATH']}")
    calls = (tmp_path / "calls").read_text()
    assert (done.returncode == 0) == (failing == "none")
    assert len(calls.splitlines()) == steps
    assert "s3cret" not in calls
