"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import bulk_asking, bulk_following, cancelling, counts, listing, live, signing

CONSOLE = (bulk_asking, bulk_following, signing, counts, live, listing, cancelling)
