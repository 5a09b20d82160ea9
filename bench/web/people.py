"""Who asks in `./run bench web`: people of the group that bench/kpi writes, and one who does nothing but change their own settings."""

PASSWORD = "only-for-the-benchmark-2026"
RECRUITER, MANAGER, HR, CLERK = "s1t1r1", "bench-manager", "bench-hr", "bench-clerk"
"""One of 500 recruiters, the manager of one of 10 subsidiaries, HR operations of the group, a recruiter of another subsidiary."""
TEAM = "s1t1"
"""The recruiter's organisation."""
SET_FOR = "s8"
"""A subsidiary whose settings are changed: nobody's who asks."""
