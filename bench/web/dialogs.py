"""What `./run bench web` asks for: the console's dialogs and forms, whole pages of one thing, and what is fetched while one types."""

from bench.web.ask import EVERYBODY, NOBODY, Ask
from bench.web.people import CLERK, HR, RECRUITER

_OPEN = "/console/interviews/{open}"
REASON = {"party": "company", "reason_detail": "岗位冻结，暂停招聘"}
_NEW_BULK = "/console/bulk/new"
_WISH = "/console/candidate-requests"
_FACT = "/console/appeals/new?interview={appealable}&revision=1"

_INTERVIEW = (
    Ask("interview", _OPEN, paints=EVERYBODY),
    Ask("interview: now", f"{_OPEN}/now", partial=True),
    Ask("interview, cancelled", "/console/interviews/{cancelled}"),
    Ask("dialog: cancel", f"{_OPEN}/cancel", partial=True),
    Ask("page: cancel", f"{_OPEN}/cancel", (HR,), paints=(HR,)),
    Ask("dialog: reschedule", f"{_OPEN}/reschedule", partial=True),
    Ask("page: reschedule", f"{_OPEN}/reschedule", (HR,), paints=(HR,)),
    Ask("dialog: decline", "/console/requests/{waiting}/decline", partial=True),
    Ask("page: decline", "/console/requests/{waiting}/decline", (HR,), paints=(HR,)),
    Ask("dialog: outcome", f"{_OPEN}/outcome", partial=True),
    Ask("page: outcome", f"{_OPEN}/outcome", (HR,), paints=(HR,)),
    Ask("dialog: survey", "/console/interviews/{cancelled}/survey", partial=True),
    Ask("page: survey", "/console/interviews/{cancelled}/survey", (HR,), paints=(HR,)),
    Ask("new interview", "/console/interviews/new", paints=EVERYBODY),
    Ask("import", "/console/interviews/import", paints=(HR,)),
    Ask("import: the sample", "/console/interviews/import/sample.csv", (HR,)),
)
_BULK = (
    Ask("bulk form", _NEW_BULK, paints=EVERYBODY),
    Ask("bulk form, a position", f"{_NEW_BULK}?position=岗位7"),
    Ask(
        "bulk: whom",
        "/console/bulk/whom",
        form={"position": "岗位7"},
        opens=_NEW_BULK,
        via=_NEW_BULK,
        partial=True,
        shows="另有",
        share=1,
    ),
    Ask(
        "bulk: check a reason",
        "/console/bulk/check",
        form=REASON,
        opens=_NEW_BULK,
        via=_NEW_BULK,
        partial=True,
        shows="归类为",
        share=1,
    ),
    Ask("one bulk", "/console/bulk/{bulk}", paints=(HR,)),
    Ask("one bulk: now", "/console/bulk/{bulk}/now", partial=True),
    Ask("dialog: stop a bulk", "/console/bulk/{bulk}/stop", partial=True),
    Ask("page: stop a bulk", "/console/bulk/{bulk}/stop", (HR,), paints=(HR,)),
)
_FOLLOWING = (
    Ask("dialog: a call", "/console/calls/{call}", partial=True),
    Ask("page: a call", "/console/calls/{call}", (HR,), paints=(HR,)),
    Ask("dialog: an unknown send", "/console/unknown/{unknown}", partial=True),
    Ask("page: an unknown send", "/console/unknown/{unknown}", (HR,), paints=(HR,)),
    Ask("dialog: a request is done", f"{_WISH}/{{human}}/done", partial=True),
    Ask("page: a request is done", f"{_WISH}/{{human}}/done", (HR,), paints=(HR,)),
    Ask("dialog: a request is declined", f"{_WISH}/{{human}}/decline", partial=True),
    Ask("a candidate's data", f"{_WISH}/{{copy}}/copy", (HR,), paints=(HR,)),
    Ask("a candidate's data, a file", f"{_WISH}/{{copy}}/copy.json", (HR,)),
)
_APPRAISAL = (
    Ask("an alert", "/console/alerts/{review}", paints=EVERYBODY),
    Ask("an appeal", "/console/appeals/{appeal}", paints=EVERYBODY),
    Ask("dialog: appeal", _FACT, (RECRUITER,), partial=True),
    Ask("page: appeal", _FACT, (RECRUITER,), paints=(RECRUITER,)),
    Ask("a score's versions", "/console/scores/{score}/versions", paints=(HR,)),
)
_SELF = (
    Ask("sign-in form", "/console/signin", NOBODY, paints=NOBODY),
    Ask("own account", "/console/account", (CLERK,), paints=(CLERK,)),
    Ask("own password", "/console/password", (CLERK,), paints=(CLERK,)),
)
DIALOGS = (*_INTERVIEW, *_BULK, *_FOLLOWING, *_APPRAISAL, *_SELF)
