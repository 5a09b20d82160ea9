"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import (
    cancelling,
    counts,
    listing,
    live,
    settings_holidays,
    settings_policy,
    settings_templates,
    settings_users,
    signing,
)

_SETTINGS = (settings_policy, settings_templates, settings_holidays, settings_users)
CONSOLE = (signing, counts, live, listing, cancelling, *_SETTINGS)
