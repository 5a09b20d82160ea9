"""One request of the fuzz, and the shell line that sends it again."""

import base64
import shlex
from dataclasses import dataclass

_SHOWN = 600
_MOST = 6000
_TELLING = ("Content-Type", "Accept", "Idempotency-Key")


@dataclass(frozen=True)
class Shot:
    """A request as it goes out; `label` is its operation."""

    label: str
    method: str
    url: str
    headers: dict[str, str]
    content: bytes


def curl(shot: Shot) -> str:
    """A shell line that sends the same again; a token is $TOKEN, a long content is cut."""
    words = ["curl", "-i", "-X", shot.method, shot.url[:_MOST]]
    for name, value in shot.headers.items():
        if name in _TELLING or name.startswith("X-Twilio"):
            words += ["-H", f"{name}: {value[:_SHOWN]}"]
    line = shlex.join(words)
    if "Authorization" in shot.headers:
        line += ' -H "Authorization: Bearer $TOKEN"'
    if not shot.content:
        return line
    if len(shot.content) <= _SHOWN and shot.content.isascii():
        return f"{line} --data-binary {shlex.quote(shot.content.decode())}"
    packed = base64.b64encode(shot.content[:_MOST]).decode()
    cut = f"  # the first {_MOST} of {len(shot.content)} bytes" if len(shot.content) > _MOST else ""
    return f"printf %s {packed} | base64 -d | {line} --data-binary @-{cut}"
