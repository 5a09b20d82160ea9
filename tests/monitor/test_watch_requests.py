"""What candidates asked for and nobody answered in time is found, and closed when it is answered."""

from uuid import UUID

from db import candidate_requests
from domain.requests import RequestKind
from tests.monitor.conftest import Watch
from tests.monitor.rows import SHENZHEN, ago, interview


async def test_what_a_candidate_asked_for_and_nobody_answered_in_time_is_found(watch: Watch) -> None:
    """PIPL 24, 45, 47: one finding for an interview, naming what is asked for; answering closes it."""
    of, other = await interview(watch.engine), await interview(watch.engine)
    async with watch.engine.begin() as conn:
        for kind, due in ((RequestKind.COPY, ago(minutes=1)), (RequestKind.DELETION, ago(days=2))):
            await candidate_requests.ask(conn, SHENZHEN, UUID(str(of)), kind, ago(days=3), due)
        later = ago(days=-1)
        await candidate_requests.ask(conn, SHENZHEN, UUID(str(other)), RequestKind.HUMAN_INTERVIEW, ago(), later)
    await watch.look()
    assert await watch.open(str(of)) == ["request_overdue"]
    assert (await watch.rows(str(of)))[0].detail == "copy,deletion"
    assert await watch.open(str(other)) == []
    async with watch.engine.begin() as conn:
        for kind in (RequestKind.COPY, RequestKind.DELETION):
            assert await candidate_requests.withdraw(conn, UUID(str(of)), kind, ago())
    await watch.look()
    assert await watch.open(str(of)) == []
