"""When a recipient's local night keeps a message back, until when, and which changes it does not keep back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from domain.channel_profiles import QuietHours
from domain.clock import zone_of
from domain.policy import notice_hours
from domain.terms import NoticeKind

# A change can still stop somebody who is waiting in the interview's room.
JUST_BEGUN_HOURS = 1


def is_quiet(hours: QuietHours, at: datetime, timezone: str) -> bool:
    """Whether the wall clock of the zone is inside the quiet hours; raises UnknownZone."""
    clock = at.astimezone(zone_of(timezone)).time()
    if hours.begin < hours.end:
        return hours.begin <= clock < hours.end
    return clock >= hours.begin or clock < hours.end


def holds_back(hours: QuietHours, kind: NoticeKind, starts: Sequence[datetime], at: datetime, timezone: str) -> bool:
    """Whether a notice about these times (new, old) has to wait: exactly 12 hours ahead is within 12 hours. Raises UnknownZone."""
    if not is_quiet(hours, at, timezone):
        return False
    near = (-JUST_BEGUN_HOURS <= notice_hours(start, at) <= hours.unless_within_hours for start in starts)
    return kind not in hours.unless_kinds or not any(near)


def free_from(hours: QuietHours, kind: NoticeKind, starts: Sequence[datetime], at: datetime, timezone: str) -> datetime:
    """When a notice held back at an instant may go (UTC): the end of the quiet hours, but for a change never after its interview.

    An end that the clocks jump over comes as much later.
    """
    end = _next_end(hours, at, timezone)
    if kind not in hours.unless_kinds:
        return end
    within = timedelta(seconds=int(hours.unless_within_hours * 3600))
    return min([end, *(start.astimezone(UTC) - within for start in starts if at < start <= end)])


def _next_end(hours: QuietHours, at: datetime, timezone: str) -> datetime:
    here, now = zone_of(timezone), at.astimezone(UTC)
    today = at.astimezone(here).date()
    # Where the clocks go back, the end can come twice in a night.
    ends = [
        datetime.combine(today + timedelta(days=day), hours.end.replace(fold=fold), here).astimezone(UTC)
        for day in range(4)
        for fold in (0, 1)
    ]
    return min(end for end in ends if end > now and not is_quiet(hours, end, timezone))
