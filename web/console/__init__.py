"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import (
    calls,
    cancellations,
    cancelling,
    candidate_requests,
    counts,
    findings,
    interview,
    listing,
    live,
    messages,
    request_copy,
    signing,
    unknown,
)

_FRAME = (signing, counts, live)
_INTERVIEWS = (listing, cancelling, interview)
# A copy before the answers: its address is one of theirs, too.
_FOLLOWING = (cancellations, messages, calls, unknown, request_copy, candidate_requests, findings)
CONSOLE = (*_FRAME, *_INTERVIEWS, *_FOLLOWING)
