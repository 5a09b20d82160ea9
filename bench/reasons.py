"""How well the reason rules tell vague texts from usable ones: precision, recall, code accuracy and speed on our labelled file (R7).

The splits of the file: `dev` was looked at while the rules were written, `held` only afterwards; `fresh` to `fresh7` were written later,
and `unseen1` comes from a second labeller, who gives no codes; each was measured once before the rules were widened by what it showed.
Those first figures are in docs/performance.md: only a text never seen tells how the rules generalise.
"""

import csv
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.reason_glyphs import GLYPHS
from domain.reason_text import HAN
from domain.reasons import Verdict, check
from domain.terms import Party

LABELLED = Path(__file__).parent / "data" / "reasons.csv"
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the label an HR auditor would give it, written before the rules were run on it."""

    text: str
    refuse: bool
    code: str
    party: Party | None
    split: str

    @property
    def script(self) -> str:
        """zh-Hans, zh-Hant, en (no Chinese character) or mixed (Chinese beside Latin letters)."""
        if not HAN.search(self.text):
            return "en"
        if any(c.isascii() and c.isalpha() for c in self.text):
            return "mixed"
        return "zh-Hant" if any(ord(c) in GLYPHS for c in self.text) else "zh-Hans"


@dataclass(frozen=True, slots=True)
class Result:
    """One example and what the rules said of it."""

    example: Example
    verdict: Verdict

    @property
    def missed(self) -> bool:
        """Whether the verdict differs from the label."""
        return self.verdict.acceptable == self.example.refuse


def examples(path: Path = LABELLED) -> list[Example]:
    """The rows of the labelled file."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [
            Example(
                row["text"],
                row["label"] == "refuse",
                row["code"],
                Party(row["party"]) if row["party"] else None,
                row["split"],
            )
            for row in csv.DictReader(rows)
        ]


def share(part: int, whole: int) -> str:
    """A share 0-1 with its counts; a dash when there is nothing to count."""
    return f"{part / whole:.3f} ({part}/{whole})" if whole else "-"


def print_figures(title: str, results: Sequence[Result]) -> None:
    """Precision and recall of refusing and of accepting, and how often an accepted text got the expected code."""
    refused = [result for result in results if not result.verdict.acceptable]
    accepted = [result for result in results if result.verdict.acceptable]
    rightly_refused = sum(result.example.refuse for result in refused)
    rightly_accepted = [result for result in accepted if not result.example.refuse]
    labelled = [result for result in rightly_accepted if result.example.code]
    coded = sum(result.verdict.code == result.example.code for result in labelled)
    print(f"{title:<16} n={len(results):<4} refuse P {share(rightly_refused, len(refused))}", end="")
    print(f" R {share(rightly_refused, sum(result.example.refuse for result in results))}", end="")
    print(f" | accept P {share(len(rightly_accepted), len(accepted))}", end="")
    print(f" R {share(len(rightly_accepted), sum(not result.example.refuse for result in results))}", end="")
    print(f" | code {share(coded, len(labelled))}")


def print_misses(results: Iterable[Result]) -> None:
    """Every text whose verdict or code differs from the label."""
    for result in results:
        example, verdict = result.example, result.verdict
        if result.missed:
            wanted = "refuse" if example.refuse else "accept"
            answer = verdict.code or verdict.rule
            print(f"  miss [{example.split}] should {wanted}: {example.text!r} party={example.party} -> {answer}")
        elif example.code and verdict.acceptable and verdict.code != example.code:
            print(f"  code [{example.split}] {example.text!r} expected {example.code} -> {verdict.code}")


def microseconds_per_check(rows: Sequence[Example]) -> float:
    """Mean time of one check over the whole file, in µs."""
    started = time.perf_counter()
    for _ in range(ROUNDS):
        for example in rows:
            check(example.text, example.party)
    return (time.perf_counter() - started) / (ROUNDS * len(rows)) * 1e6


def main() -> None:
    """Print all figures; `--hide split` keeps that split's misses unseen while rules are tuned."""
    rows = examples()
    hidden = sys.argv[sys.argv.index("--hide") + 1 :] if "--hide" in sys.argv else []
    results = [Result(example, check(example.text, example.party)) for example in rows if example.split not in hidden]
    print_figures("all", results)
    for split in dict.fromkeys(result.example.split for result in results):
        print_figures(f"split {split}", [result for result in results if result.example.split == split])
    for script in ("zh-Hans", "zh-Hant", "en", "mixed"):
        print_figures(script, [result for result in results if result.example.script == script])
    print_misses(results)
    print(f"{microseconds_per_check(rows):.0f} µs per check")


if __name__ == "__main__":
    main()
