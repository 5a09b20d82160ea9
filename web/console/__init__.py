"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import (
    alerts,
    appeals,
    appraisal_pages,
    appraisal_proposing,
    bulk_asking,
    bulk_following,
    calls,
    cancellations,
    cancelling,
    candidate_requests,
    comparing,
    counts,
    creating,
    dashboard,
    figure_page,
    findings,
    importing,
    interview,
    listing,
    live,
    messages,
    moving,
    nowhere,
    remarks,
    request_copy,
    requests,
    scores,
    settings_holidays,
    settings_policy,
    settings_templates,
    settings_users,
    signing,
    unknown,
)

_FRAME = (signing, counts, live)
# What has a name of its own beside interviews/{id} comes before it.
_INTERVIEWS = (creating, importing, listing, cancelling, moving, requests, interview)
_BULK = (bulk_asking, bulk_following)
# A copy before the answers: its address is one of theirs, too.
_FOLLOWING = (cancellations, messages, calls, unknown, request_copy, candidate_requests, findings)
_APPRAISAL = (dashboard, figure_page, comparing, remarks, alerts, appeals, scores, appraisal_proposing, appraisal_pages)
_SETTINGS = (settings_policy, settings_templates, settings_holidays, settings_users)
CONSOLE = (*_FRAME, *_INTERVIEWS, *_BULK, *_FOLLOWING, *_APPRAISAL, *_SETTINGS, nowhere)
TOO_LARGE = {
    "/console/interviews/import": "/console/interviews/import?refused=too-large",
    "/console/settings/holidays": "/console/settings/holidays?refused=too-large",
}
"""Where a file that is too large to be taken in leads back to: its form, with what is wrong, by the path it was sent to."""
