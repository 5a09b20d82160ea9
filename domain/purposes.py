"""What a candidate's link opens: its purposes, and which notice carries which."""

from enum import StrEnum

from domain.terms import Channel, NoticeKind


class Purpose(StrEnum):
    """`interview` opens everything its candidate may do, `survey` the survey alone, `messages` the page that stops messages; both
    of the others let nobody move or cancel an interview."""

    INTERVIEW = "interview"
    SURVEY = "survey"
    MESSAGES = "messages"


def purpose_of(kind: NoticeKind) -> Purpose:
    """What the link in a notice's text is for: to ask how it was needs no right to change anything."""
    return Purpose.SURVEY if kind is NoticeKind.SURVEY else Purpose.INTERVIEW


def made_in_passing(kind: NoticeKind, channel: Channel) -> list[Purpose]:
    """The purposes beyond the interview's own that a notice hands out as it leaves; a mail's header says where mails are stopped."""
    found = [purpose_of(kind), *([Purpose.MESSAGES] if channel is Channel.EMAIL else [])]
    return [purpose for purpose in found if purpose is not Purpose.INTERVIEW]
