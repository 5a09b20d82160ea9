"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import counts, dashboard, listing, live, signing

CONSOLE = (signing, counts, live, listing, dashboard)
