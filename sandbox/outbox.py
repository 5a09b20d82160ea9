"""GET /sandbox/messages in a browser: what candidates and colleagues would have received, the newest first, its links to be pressed."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from starlette.responses import HTMLResponse

from sandbox.ledger import Message

MOST = 200
_LINK = re.compile(r"https?://[^\s<>\"'，。；）]+")
_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>沙箱消息 · sandbox messages</title>
<style>
body {{ margin: 0 auto; max-width: 44rem; padding: 1rem; font: 16px/1.6 system-ui, sans-serif; color-scheme: light dark; }}
article {{ margin: 1rem 0; padding: .75rem 1rem; border: 1px solid #8888; border-radius: 10px; overflow-wrap: anywhere; }}
h2 {{ margin: 0; font-size: 1rem; }}
p {{ margin: .5rem 0 0; white-space: pre-wrap; }}
small {{ opacity: .75; }}
</style></head><body>
<h1>沙箱消息 · sandbox messages</h1>
<p>{head}</p>
{articles}
</body></html>
"""


def page(messages: Iterable[Message], total: int) -> HTMLResponse:
    """The newest of them as a page; scripts and programs get JSON instead."""
    shown = list(messages)[-MOST:][::-1]
    head = f"没有任何内容离开本机。Nothing has left this machine. {len(shown)} / {total}"
    text = _PAGE.format(head=head, articles="\n".join(_article(message) for message in shown))
    headers = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(text, headers=headers)


def _article(message: Message) -> str:
    kind = {"sms": "短信 SMS", "email": "邮件 mail"}[message.channel]
    at = datetime.fromisoformat(message.accepted_at).astimezone(UTC)
    title = f"<h2>{escape(message.subject)}</h2>" if message.subject else ""
    return (
        f"<article><small>{kind} → {escape(message.to)} · {at:%Y-%m-%d %H:%M:%S} UTC</small>{title}"
        f"<p>{_linked(message.body)}</p></article>"
    )


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in _LINK.finditer(text):
        place = escape(found[0], quote=True)
        parts += [escape(text[end : found.start()]), f'<a href="{place}" target="_blank" rel="noreferrer">{place}</a>']
        end = found.end()
    return "".join([*parts, escape(text[end:])])
