"""The same cancel as a recruiter's browser or an integration makes it: POST …/cancel on the running API."""

import asyncio
import time

import httpx2

from bench.life import DETAIL, Side, end_life, open_life
from bench.organisation import Organisation

_TIMEOUT = 15.0


async def over_http(base: str, side: Side, whose: Organisation, count: int) -> dict[str, list[float]] | None:
    """Seconds of `count` calls one at a time and of as many at once; None when no web process answers."""
    signed = {"Authorization": f"Bearer {whose.token}"}
    async with httpx2.AsyncClient(base_url=base, timeout=_TIMEOUT, headers=signed, trust_env=False) as http:
        if not await _is_up(http):
            return None
        alone = [await _life(http, side, whose) for _ in range(min(count, 20))]
        at_once = await asyncio.gather(*(_life(http, side, whose) for _ in range(count)))
    return {"alone": alone, "at_once": list(at_once)}


async def _is_up(http: httpx2.AsyncClient) -> bool:
    try:
        return (await http.get("/healthz")).status_code == 200
    except httpx2.TransportError:
        return False


async def _life(http: httpx2.AsyncClient, side: Side, whose: Organisation) -> float:
    state = whose.interview()
    await open_life(side, state)
    body = {"party": "company", "reason_detail": DETAIL}
    begun = time.perf_counter()
    answer = await http.post(f"/api/v1/interviews/{state.interview_id}/cancel", json=body)
    seconds = time.perf_counter() - begun
    answer.raise_for_status()
    await end_life(side, state)
    return seconds
