"""./run sets up Python: what a person reads when it cannot."""

import shutil
from pathlib import Path

from tests.run_script.checkout import run, script


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
