"""Makes the console's third-party assets from node_modules into web/static/built: `npm ci`, then `python build_assets.py`."""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent
MODULES = ROOT / "node_modules"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "web" / "static" / "built"
BUNDLES = ("htmx.js", "echarts.js")
TABLER = MODULES / "@tabler/core/dist/css/tabler.min.css"
ICONS = MODULES / "@tabler/icons/icons/outline"
SVG = "http://www.w3.org/2000/svg"
DRAWN = {"fill": "none", "stroke": "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round"}
_SOURCE_MAP = re.compile(r"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*")
_FETCHED = re.compile(r"""@import|image-set\(|url\((?!\s*["']?data:)[^)]{0,80}""")


class Unbuildable(Exception):
    """What is missing or wrong, in a sentence for whoever started the build."""


def bundle(entry: str) -> str:
    """One script of frontend/ with everything that it imports, minified. Raises: Unbuildable."""
    programs = [path for path in MODULES.glob("@esbuild/*/bin/esbuild") if path.is_file()]
    if not programs:
        raise Unbuildable("esbuild's program is not in node_modules: run npm ci, without --omit=optional")
    options = ("--bundle", "--minify", "--format=iife", "--target=es2021", "--charset=utf8", "--legal-comments=eof")
    argv = [str(programs[0]), str(FRONTEND / entry), *options, "--log-level=warning"]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        raise Unbuildable(f"esbuild: {entry}: {done.stderr.strip()}")
    return done.stdout


def stylesheet(css: str) -> str:
    """The stylesheet without its source map. Raises: Unbuildable when it would fetch anything."""
    if found := _FETCHED.search(css):
        raise Unbuildable(f"tabler.css fetches what is not built: {found[0]}")
    return css


def sprite(names: list[str], folder: Path = ICONS) -> str:
    """All these icons in one SVG, each a symbol with its name as id. Raises: Unbuildable for a name that does not exist."""
    ElementTree.register_namespace("", SVG)
    whole = ElementTree.Element(f"{{{SVG}}}svg")
    for name in names:
        file = folder / f"{name}.svg"
        if not file.is_file():
            raise Unbuildable(f"frontend/icons.txt: there is no icon {name!r}")
        symbol = ElementTree.SubElement(whole, f"{{{SVG}}}symbol", {"id": name, "viewBox": "0 0 24 24", **DRAWN})
        shapes = ElementTree.parse(file).getroot()
        symbol.extend(shape for shape in shapes if shape.get("stroke") != "none" or shape.get("fill") != "none")
    return re.sub(r">\s+<", "><", ElementTree.tostring(whole, encoding="unicode")) + "\n"


def contents() -> dict[str, str]:
    """Every asset by its plain name. Raises: Unbuildable."""
    if not TABLER.is_file():
        raise Unbuildable("node_modules is not complete: run npm ci first")
    texts = {name: bundle(name) for name in BUNDLES}
    texts["tabler.css"] = stylesheet(TABLER.read_text())
    texts["icons.svg"] = sprite((FRONTEND / "icons.txt").read_text().split())
    return {name: _SOURCE_MAP.sub("\n", text) for name, text in texts.items()}


def write(texts: Mapping[str, str], into: Path) -> dict[str, str]:
    """Write each under a name that changes with its content, a .gz beside it when that is smaller, and manifest.json."""
    fresh, old = into.with_name(f"{into.name}.new"), into.with_name(f"{into.name}.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(parents=True)
    manifest = {}
    for name, text in texts.items():
        data = text.encode()
        stem, _, kind = name.rpartition(".")
        manifest[name] = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.{kind}"
        (fresh / manifest[name]).write_bytes(data)
        packed = gzip.compress(data, mtime=0)
        if len(packed) < len(data):
            (fresh / f"{manifest[name]}.gz").write_bytes(packed)
    (fresh / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    # A process that starts now sees the old assets or the new ones, never half of them.
    if into.exists():
        into.rename(old)
    fresh.rename(into)
    shutil.rmtree(old, ignore_errors=True)
    return manifest


def main() -> int:
    """Build all; the exit code."""
    try:
        manifest = write(contents(), BUILT)
    except Unbuildable as error:
        print(f"build_assets: {error}", file=sys.stderr)
        return 1
    for name in manifest.values():
        size, packed = (BUILT / name).stat().st_size, BUILT / f"{name}.gz"
        print(f"{name} {size // 1024} KB, {packed.stat().st_size // 1024 if packed.exists() else '-'} KB packed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
