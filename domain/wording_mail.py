"""The body of a letter: one list of blocks, set as plain text for mail and inbox and as HTML that says the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from domain.terms import Locale
from domain.wording_facts import Draft

FONT = "font-family:'PingFang SC','Microsoft YaHei','Segoe UI',Arial,sans-serif;font-size:16px;line-height:1.6;color:#1f2933"
CELL = "padding:6px 16px 6px 0;text-align:left;vertical-align:top"
BUTTON = (
    "display:inline-block;padding:12px 24px;border-radius:6px;background:#0b5cad;color:#ffffff;"
    "font-weight:bold;text-decoration:none"
)
PAGE = (
    '<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title></head>\n'
    '<body style="margin:0;background:#f4f6f8"><main style="max-width:600px;margin:0 auto;padding:24px;background:#ffffff;'
    + FONT
    + '">\n{content}\n</main></body></html>\n'
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's parts in reading order: paragraphs, labelled rows, more paragraphs, one link, closing lines."""

    opening: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    body: tuple[str, ...]
    button: str
    link: str
    closing: tuple[str, ...]
    colon: str
    room: str


def composed(
    draft: Draft,
    values: Mapping[str, str],
    labels: Mapping[str, str],
    link: str,
    opening: Sequence[str] = (),
    closing: Sequence[str] = (),
) -> Letter:
    """A draft filled in; `opening` and `closing` name the fields around it, such as greeting and farewell (mail only)."""
    rows = tuple((labels[row], values[row]) for row in draft.rows if values[row])
    return Letter(
        opening=(*(values[name] for name in opening), draft.lead.format_map(values)),
        rows=rows,
        body=_filled(tuple(block.format_map(values) for block in draft.body)),
        button=draft.button.format_map(values) if link else "",
        link=link,
        closing=tuple(values[name] for name in closing),
        colon=values["colon"],
        room=values["join"],
    )


def plain(letter: Letter) -> str:
    """The letter as text, blocks parted by an empty line."""
    rows = "\n".join(f"{label}{letter.colon}{value}" for label, value in letter.rows)
    action = f"{letter.button}{letter.colon}{letter.link}" if letter.button else ""
    return "\n\n".join(_filled((*letter.opening, rows, *letter.body, action, *letter.closing))) + "\n"


def page(letter: Letter, subject: str, locale: Locale) -> str:
    """The letter as an HTML page: inline styles, no images, row headings marked as such, one button."""
    parts = [_paragraph(block) for block in letter.opening]
    parts += [_table(letter)] if letter.rows else []
    parts += [_paragraph(block) for block in letter.body]
    if letter.button:
        parts.append(f'<p><a href="{escape(letter.link)}" style="{BUTTON}">{escape(letter.button)}</a></p>')
    parts += [_paragraph(block) for block in letter.closing]
    return PAGE.format(lang=locale.value, title=escape(subject), content="\n".join(parts))


def _filled(blocks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(block for block in blocks if block)


def _paragraph(block: str) -> str:
    return f"<p>{escape(block).replace(chr(10), '<br>')}</p>"


def _table(letter: Letter) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="{CELL};white-space:nowrap">{escape(label)}</th>'
        f'<td style="{CELL}">{_cell(value, letter.room)}</td></tr>'
        for label, value in letter.rows
    )
    return f'<table style="border-collapse:collapse;{FONT}">{rows}</table>'


def _cell(value: str, room: str) -> str:
    shown = escape(value)
    return f'<a href="{shown}">{shown}</a>' if value == room else shown
