"""Which placeholders a template may use, and in which of its parts: what the language fills for that case and reader."""

from datetime import UTC, datetime
from functools import cache
from string import Formatter

from domain.terms import Locale, NoticeKind
from domain.wording import LANGUAGES, STAFF_KINDS
from domain.wording_facts import Draft, Facts

CASES = tuple(LANGUAGES[Locale.ZH].drafts)
PRIVATE = frozenset({"internal", "remark"})
# They stand around every letter anyway.
_FRAME = frozenset({"greeting", "greeting_staff", "farewell", "help", "automatic", "colon"})
# Filled only where there is something to say: allowed where our own draft of the case has them.
_SITUATIONAL = PRIVATE | {
    "old", "from_old", "new", "original", "reason", "next", "sms_next", "next_button", "options", "late_note", "elsewhere",
    "standing",
}  # fmt: skip
# They speak of "our email", or keep links out of texts to the mainland.
_SMS_ONLY = frozenset({"act", "Act", "tell", "arrange", "call", "ask", "ahead", "where", "sms_next"})
# They speak of "the link below", take several lines, or are left empty in a text message.
_LETTER_ONLY = PRIVATE | {"how", "How", "policy", "options", "next", "next_button", "topic", "about", "reason", "join"}
_SEVERAL_LINES = frozenset({"options"})
_ANY = Facts(
    locale=Locale.ZH,
    company="",
    candidate_name="",
    position="",
    starts_at=datetime(2026, 11, 30, 2, tzinfo=UTC),
    timezone="Asia/Shanghai",
    organisation_timezone="Asia/Shanghai",
)


def kind_of(case: str) -> NoticeKind:
    """The kind of notice that a case words. Raises: ValueError for an unknown one."""
    return NoticeKind(case.partition("/")[0])


def is_staff(case: str) -> bool:
    """Whether the case is read by recruiters and HR operations, not by candidates."""
    return kind_of(case) in STAFF_KINDS


@cache
def fields_of(case: str, locale: Locale, part: str = "") -> frozenset[str]:
    """The placeholders that this part of a template (subject, lead, body, button, sms; default: any of them) may use.

    Raises: KeyError for an unknown case.
    """
    ours = _used(LANGUAGES[locale].drafts[case]) | _used(LANGUAGES[Locale.ZH].drafts[case])
    known = LANGUAGES[locale].fields(_ANY, case).keys() - _FRAME - (_SITUATIONAL - ours)
    known -= frozenset() if is_staff(case) else PRIVATE | {"who"}
    if part == "button":
        return frozenset(known & {"next_button"})
    apart = {
        "": frozenset[str](),
        "sms": _LETTER_ONLY,
        "subject": _SMS_ONLY | _SEVERAL_LINES,
    }.get(part, _SMS_ONLY)
    return frozenset(known - apart)


def rows_of(case: str, locale: Locale) -> frozenset[str]:
    """The rows that the table under the lead may have."""
    return fields_of(case, locale, "body") & LANGUAGES[locale].labels.keys()


def names_in(*templates: str) -> set[str]:
    """The placeholders of well-formed templates; one that is not well-formed counts as having none."""
    found: set[str] = set()
    for template in templates:
        try:
            found |= {name for _, name, _, _ in Formatter().parse(template) if name}
        except ValueError:
            continue
    return found


def letter_names(draft: Draft) -> set[str]:
    """What the letter under the subject names: its placeholders and rows."""
    return names_in(draft.lead, *draft.body, draft.button) | set(draft.rows)


def _used(draft: Draft) -> set[str]:
    return letter_names(draft) | names_in(draft.subject, draft.sms)
