"""`./run shots [NAME…]`: a stack of its own with sample data, then the pictures of shots/table.py into docs/images."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Error
from rich.console import Console

from bench.own_stack import around
from db.engine import make_engine
from demo.doors import Doors
from settings import settings
from shots.camera import TooHeavy
from shots.chromium import chromium
from shots.people import people
from shots.studio import Studio
from shots.table import SHOTS, Shot

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"


async def take_all(shots: Sequence[Shot], into: Path, console: Console) -> int:
    """Set the stage, then every picture, also when one of them fails; how many did."""
    config = settings()
    engine, doors = make_engine(config, "shots"), Doors(config)
    console.print("  … playing the demo and more for something to show 生成示例数据")
    found = await people(doors, engine, config)
    into.mkdir(parents=True, exist_ok=True)
    failed, whole = 0, 0
    async with chromium("zh_CN") as chinese, chromium("en") as english:
        studio = Studio({"zh-CN": chinese, "en": english}, config, engine, found)
        for shot in shots:
            file = into / f"{shot.name}.webp"
            try:
                size = await studio.take(shot, file)
            except (Error, TooHeavy) as error:
                failed += 1
                console.print(f"  ✗ {file.name}: {error}", markup=False)
            else:
                whole += size
                console.print(f"  ✓ {file.name:<36} {size / 1000:5.1f} kB")
    console.print(f"  {len(shots) - failed} pictures 张截图  {whole / 1e6:.1f} MB")
    await doors.close()
    await engine.dispose()
    return failed


def main(argv: Sequence[str]) -> int:
    """The command line; the exit code."""
    parser = argparse.ArgumentParser(prog="./run shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these, e.g. candidate-invited, or their beginning")
    parser.add_argument("--into", type=Path, default=IMAGES, help="folder; default docs/images")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    words = parser.parse_args(argv)
    chosen = [shot for shot in SHOTS if not words.names or shot.name.startswith(tuple(words.names))]
    if not chosen:
        print(
            f"shots: no picture {' '.join(words.names)}; there are {', '.join(shot.name for shot in SHOTS)}",
            file=sys.stderr,
        )
        return 1
    if not words.inside:
        browser = {"MIANYUE_CHROMIUM": os.environ["MIANYUE_CHROMIUM"]} if "MIANYUE_CHROMIUM" in os.environ else None
        return around("shots", ["--inside", "--into", str(words.into.absolute()), *words.names], browser)
    return 1 if asyncio.run(take_all(chosen, words.into, Console(highlight=False))) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
