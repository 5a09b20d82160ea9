"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import counts, listing, live, settings_policy, signing

CONSOLE = (signing, counts, live, listing, settings_policy)
