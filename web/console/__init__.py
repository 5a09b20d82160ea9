"""The console recruiters, managers and HR operations work in (R1, R2, R8, R13, R15)."""

from web.console import cancelling, counts, creating, importing, listing, live, moving, requests, signing

# What has a name of its own beside interviews/{id} comes before it.
CONSOLE = (signing, counts, live, creating, importing, listing, cancelling, moving, requests)
