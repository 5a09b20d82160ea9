"""The statements that write a change, built once: SQLAlchemy takes longer to put one together than PostgreSQL to run it."""

from sqlalchemy import Column, bindparam, cast, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.tables import audit, commands
from db.tables_interview import cancellation_log, candidate_links, interviews, kpi_facts, notices, surveys
from domain.terms import CANDIDATE

_SAID = select(commands.c.texts).where(commands.c.id == bindparam("said_in")).scalar_subquery()

AUDIT = insert(audit).on_conflict_do_nothing().returning(audit.c.id)
LINK = insert(candidate_links).on_conflict_do_nothing()
FACTS = insert(kpi_facts).on_conflict_do_nothing()
NOTICES = insert(notices).on_conflict_do_nothing()
PROJECTION = update(interviews).where(interviews.c.id == bindparam("interview"))
"""Parameters: `interview`, and the columns to set."""

LOG = insert(cancellation_log).values(
    reason_detail=func.coalesce(_SAID["reason_detail"].astext, bindparam("unstated")),
    justification=func.coalesce(_SAID["justification"].astext, ""),
    remark=func.coalesce(_SAID["remark"].astext, ""),
)
"""R4. Parameters: the other columns, `said_in` (the command with the free text), `unstated` (what stands for no text)."""

_answer = insert(surveys).values(comment=func.coalesce(_SAID["comment"].astext, ""))
SURVEY = _answer.on_conflict_do_update(
    index_elements=list(surveys.primary_key),
    set_={name: _answer.excluded[name] for name in ("timeliness", "handling", "comment", "answered_by", "answered_at")},
    where=surveys.c.answered_by != CANDIDATE,
)
"""R12; the candidate's own answer stands in the place of one that staff entered. Parameters: the other columns, `said_in`."""

_FROM_TEXTS = ("candidate_id", "position", "join_url", "source", "interviewer")
_GIVEN: list[Column[object]] = [column for column in interviews.c if column.name not in _FROM_TEXTS]
_OPENED = select(
    *(bindparam(column.name, type_=column.type).label(column.name) for column in _GIVEN),
    cast(commands.c.texts["candidate_id"].astext, interviews.c.candidate_id.type),
    commands.c.texts["position"].astext,
    func.coalesce(commands.c.texts["join_url"].astext, ""),
    func.coalesce(commands.c.texts["source"].astext, ""),
    func.coalesce(commands.c.texts["interviewer"].astext, ""),
).where(commands.c.id == bindparam("said_in"))
INTERVIEW = insert(interviews).from_select([*(column.name for column in _GIVEN), *_FROM_TEXTS], _OPENED)
"""Parameters: every column but those that come from the creating command's texts, and `said_in`."""
