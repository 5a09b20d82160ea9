"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import (
    alerts,
    appeals,
    appraisal_pages,
    appraisal_proposing,
    comparing,
    counts,
    dashboard,
    figure_page,
    listing,
    live,
    remarks,
    scores,
    signing,
)

_APPRAISAL = (dashboard, figure_page, comparing, remarks, alerts, appeals, scores, appraisal_proposing, appraisal_pages)
CONSOLE = (signing, counts, live, listing, *_APPRAISAL)
