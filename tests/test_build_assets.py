"""The front-end build, with the real npm packages: what it makes, what it refuses, and that its locks name nobody's hosts."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import build_assets
from build_assets import Unbuildable, contents, sprite, stylesheet, write

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything, built anew."""
    into = tmp_path_factory.mktemp("static") / "built"
    write(contents(), into)
    return into


def test_every_name_changes_with_its_content_and_the_manifest_finds_it(built: Path) -> None:
    manifest = json.loads((built / "manifest.json").read_text())
    assert set(manifest) == {"htmx.js", "echarts.js", "tabler.css", "icons.svg"}
    for plain, name in manifest.items():
        data = (built / name).read_bytes()
        stem, kind = plain.split(".")
        assert name == f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.{kind}"
        assert gzip.decompress((built / f"{name}.gz").read_bytes()) == data


def test_the_same_packages_give_the_same_files(built: Path, tmp_path: Path) -> None:
    write(contents(), tmp_path / "again")
    first, second = (
        {file.name: file.read_bytes() for file in folder.iterdir()} for folder in (built, tmp_path / "again")
    )
    assert first == second


def test_nothing_in_them_asks_for_source_maps_or_runs_text_as_code(built: Path) -> None:
    for file in built.glob("*.[jc]s*"):
        text = "" if file.suffix == ".gz" or file.suffix == ".json" else file.read_text()
        assert "sourceMappingURL" not in text, file.name
        assert not re.search(r"\beval\(|new Function\(", text), file.name


def test_the_charts_are_a_part_of_echarts_and_the_style_sheet_is_tablers(built: Path) -> None:
    [charts] = built.glob("echarts-*.js")
    [style] = built.glob("tabler-*.css")
    assert charts.stat().st_size < 700_000 < (ROOT / "node_modules/echarts/dist/echarts.min.js").stat().st_size
    assert "window.echarts" in charts.read_text()
    assert ".navbar" in style.read_text()


def test_every_icon_is_a_symbol_by_its_own_name(built: Path) -> None:
    names = (ROOT / "frontend/icons.txt").read_text().split()
    [file] = built.glob("icons-*.svg")
    assert re.findall(r'<symbol id="([\w-]+)"', file.read_text()) == names == sorted(set(names))


def test_an_icon_that_does_not_exist_is_named() -> None:
    with pytest.raises(Unbuildable, match="no icon 'bel'"):
        sprite(["bell", "bel"])


@pytest.mark.parametrize(
    "css",
    [
        '@import "https://fonts.example/inter.css";',
        "a{background:url(../img/flag.svg)}",
        'a{background:url( "//cdn.example/x.png")}',
        "a{background:image-set('x.png' 1x)}",
    ],
)
def test_a_style_sheet_that_fetches_anything_is_refused(css: str) -> None:
    with pytest.raises(Unbuildable, match="fetches what is not built"):
        stylesheet(css)
    assert stylesheet("a{background:url( 'data:image/svg+xml,x')}")


def test_a_script_that_does_not_compile_is_an_error_and_the_old_assets_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write({"old.js": "old"}, tmp_path / "built")
    (tmp_path / "htmx.js").write_text("import nothing from 'no-such-package';")
    monkeypatch.setattr(build_assets, "FRONTEND", tmp_path)
    monkeypatch.setattr(build_assets, "BUILT", tmp_path / "built")
    assert build_assets.main() == 1
    assert "no-such-package" in capsys.readouterr().err
    assert json.loads((tmp_path / "built/manifest.json").read_text()).keys() == {"old.js"}


def test_without_npm_ci_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "TABLER", tmp_path / "none.css")
    with pytest.raises(Unbuildable, match="run npm ci first"):
        contents()


def test_what_is_no_longer_built_is_gone(tmp_path: Path) -> None:
    write({"one.js": "1", "two.js": "2"}, tmp_path / "built")
    write({"two.js": "2, longer and longer" * 9}, tmp_path / "built")
    assert not list(tmp_path.glob("built/one*"))
    assert [path.name for path in tmp_path.iterdir()] == ["built"]
    assert len(list(tmp_path.glob("built/two-*"))) == 2


def test_versions_are_exact_and_every_package_is_pinned_by_its_hash_and_by_no_host() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = {**wanted["dependencies"], **wanted["devDependencies"]}
    text = (ROOT / "package-lock.json").read_text()
    packages = json.loads(text)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in versions} == versions
    assert [name for name, one in packages.items() if name and "integrity" not in one] == []
    assert "://" not in text
    for lock in ("requirements-node.lock", "requirements-e2e.lock"):
        assert "://" not in (ROOT / lock).read_text()
        assert "--hash=sha256:" in (ROOT / lock).read_text()
