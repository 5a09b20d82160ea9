"""./run test finds a browser for the browser tests, or says that they did not run."""

import shutil
from pathlib import Path

from tests.run_script.checkout import calls, run, script


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


def test_a_driver_that_does_not_run_is_told_apart_from_a_missing_browser(checkout: Path, tools: Path) -> None:
    script(tools / "chromium", "exit 0")
    driver = checkout / ".venv/lib/python3.11/site-packages/playwright/driver"
    driver.mkdir(parents=True)
    script(driver / "node", "exit 127")
    done = run(checkout, "test", PATH=str(tools), MIANYUE_CHROMIUM="")
    assert "playwright's driver does not run" in done.stderr.splitlines()[-1]
    assert "apt-get install libatomic1" in done.stderr.splitlines()[-1]
