"""The one-machine stack: `python stack.py up [--fresh]`, `demo [...]`, `around PROGRAM ...`. Start it with ./run."""

import argparse
import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Sequence

from pydantic import ValidationError

from local.home import DEMO, held, may_be_emptied
from local.process import StackError
from local.run import program, run, stay
from local.screen import Screen
from local.services import check_ports, connection, services
from settings import Settings, settings

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PORT_PATIENCE = 2.0  # seconds: the ports of a stack that was killed a moment ago are still closing


async def _wait_for_ports(config: Settings) -> None:
    end = time.monotonic() + PORT_PATIENCE
    while True:
        try:
            check_ports(config, os.environ)
        except StackError:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.1)
        else:
            return


async def command(words: argparse.Namespace, config: Settings, screen: Screen) -> int:
    """One command of the command line; the exit code."""
    path, fresh = config.home.absolute(), bool(words.fresh)
    if words.command == "demo" and "MIANYUE_HOME" not in os.environ:
        path, fresh = path / DEMO, True
    if fresh and not may_be_emptied(path):
        raise StackError(f"{path} is not a state folder of Mianyue and will not be emptied 不是状态目录，不会清空")
    with held(path) as home:
        await _wait_for_ports(config)
        if fresh:
            home.empty()
        values, parts = connection(path, home.secret(), config), services(home, config)
        if words.command == "up":
            code = await run(home, parts, values, screen, stay(config, home.logs, screen))
            return 0 if code in [128 + number for number in STOP_SIGNALS] else code
        first = (sys.executable, "-m", "demo") if words.command == "demo" else ()
        return await run(home, parts, values, screen, program((*first, *words.rest), screen))


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", allow_abbrev=False)
    parser.set_defaults(fresh=False, rest=[])
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start everything and stay")
    up.add_argument("--fresh", action="store_true", help="empty the state folder first")
    commands.add_parser("demo", help="play the demo; its own option: --json PATH")
    commands.add_parser("around").add_argument("rest", nargs=argparse.REMAINDER)
    words, options = parser.parse_known_args(argv)
    if options and words.command != "demo":
        parser.error(f"unknown 未知参数: {' '.join(options)}")
    words.rest = [*words.rest, *options]
    return words


def _settings() -> Settings:
    try:
        config = settings()
        config.check_appraisal()
    except ValidationError as error:
        first = error.errors()[0]
        raise StackError(f"{first['loc'][0]}={first['input']}: {first['msg']} 设置有误") from None
    except ValueError as error:
        raise StackError(f"{error} 设置有误") from None
    return config


def main(argv: Sequence[str]) -> int:
    """Run the command; every failure that a user can mend is one line."""
    screen = Screen()
    try:
        return asyncio.run(command(_parse(argv), _settings(), screen))
    except StackError as error:
        screen.error(error)
    except OSError as error:
        screen.error(StackError(f"{error.filename or 'state folder 状态目录'}: {error.strerror}"))
    return 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
