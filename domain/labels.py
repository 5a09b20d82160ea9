"""One-line labels for the Temporal UI and for logs of the demo: masked names, a workflow's summary."""

import re
import unicodedata
from datetime import datetime

from domain.clock import stamp
from domain.terms import Locale

# Names written without spaces, one sign per syllable: Chinese, Japanese kana, Korean.
SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]")
NAME_BREAKS = re.compile(r"[\s\x00-\x1f\u00b7\u2022\u30fb.\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# Temporal keeps a summary of at most 400 bytes by default; a label that HR reads in one line is shorter anyway.
SUMMARY_BYTES = 200


def mask_name(name: str) -> str:
    """A name that staff recognise and strangers do not: 王小明 → 王*明, 王明 → 王*, Anna Smith → A*** S. (design rule 5)."""
    parts = [part for part in NAME_BREAKS.split(unicodedata.normalize("NFKC", name)) if part]
    if parts and SYLLABIC.match(parts[0]):
        return _masked_syllables("".join(parts))
    if not parts:
        return "*"
    return f"{parts[0][0]}***" + (f" {parts[-1][0]}." if len(parts) > 1 else "")


def mask_number(number: str) -> str:
    """A phone number whose owner recognises it and strangers cannot call: +8613900138001 → +86139****8001."""
    return f"{number[:-8]}****{number[-4:]}" if len(number) > 8 else "****"


def mask_email(address: str) -> str:
    """A mail address that its owner recognises: w***@example.com."""
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def workflow_summary(masked_name: str, position: str, starts_at: datetime, zone: str, locale: Locale) -> str:
    """The line under which HR operations find a workflow: masked name, position, time with zone; empty parts left out."""
    return summary(masked_name, position, stamp(starts_at, zone, locale))


def summary(*parts: str) -> str:
    """The parts on one line, cut to what Temporal keeps (bytes of UTF-8)."""
    line = " · ".join(" ".join(part.split()) for part in parts if part.strip())
    if len(line.encode()) <= SUMMARY_BYTES:
        return line
    return line.encode()[: SUMMARY_BYTES - 3].decode(errors="ignore") + "…"


def _masked_syllables(name: str) -> str:
    if len(name) == 1:
        return "*"
    return f"{name[0]}*" if len(name) == 2 else f"{name[0]}{'*' * min(len(name) - 2, 3)}{name[-1]}"
