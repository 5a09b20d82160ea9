"""The tables that the appraisal is counted from: derived from facts, log and ledger alone, and made anew from them at any time."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    text,
)

from db.tables import instant, metadata, owner
from domain.agreed_times import COUNTED

# Its column has kept its first name: while an installation is brought up to date, its old workers still write.
_NAMED = {"decided": "interviews"}

agreed_times = Table(
    "agreed_times",
    metadata,
    Column("interview_id", Uuid, primary_key=True),
    Column("revision", Integer, primary_key=True),
    owner(),
    Column("recruiter", String(64), nullable=False),
    Column("ending", String(24), nullable=False),
    instant("at", nullable=False, comment="when it ended so; while it is open, when the time was arranged"),
    Column("day", Date, nullable=False, comment="of that instant, in the group's zone"),
    instant("arranged_at", nullable=False),
    instant("starts_at", nullable=False),
    Column("first", Boolean, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("moved_on", Boolean, nullable=False, comment="another time was agreed afterwards"),
    Column("party", String(16)),
    Column("code", String(32)),
    Column("attributable", String(8)),
    Column("late", Boolean, nullable=False),
    Column("asked", Boolean, nullable=False),
    Column("stated", Boolean, nullable=False),
    Column("ours", Boolean, nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("compliant", Boolean, nullable=False),
    Column("refilled", Boolean, nullable=False),
    Column("decided_hours", Float, comment="from the cancellation to the start"),
    Column("notice_hours", Float, comment="from the first notice that reached the candidate to the start"),
    Column(
        "reminded", Boolean, nullable=False, comment="a reminder reached the candidate before the start and the end"
    ),
    Column(
        "reminded_unconfirmed", Boolean, nullable=False, comment="the first that arrived found the time unconfirmed"
    ),
    Column("confirmed_after_reminder", Boolean, nullable=False, comment="of these, confirmed before the start"),
    Index("ix_agreed_times_recruiter_day", "recruiter", "day"),
    Index("ix_agreed_times_organisation_day", "organisation_id", "day"),
    Index("ix_agreed_times_recruiter_at", "recruiter", "at", "interview_id", "revision"),
    Index("ix_agreed_times_organisation_at", "organisation_id", "at", "interview_id", "revision"),
    Index("ix_agreed_times_freed", "recruiter", "starts_at", postgresql_where=text("ending = 'cancelled'")),
    Index("ix_agreed_times_cancelled_day", "organisation_id", "day", postgresql_where=text("ending = 'cancelled'")),
    comment="one agreed time of an interview and how it ended (domain/agreed_times.py)",
)

answers = Table(
    "answers",
    metadata,
    Column("interview_id", Uuid, primary_key=True),
    Column("revision", Integer, primary_key=True),
    owner(),
    Column("recruiter", String(64), nullable=False),
    instant("at", nullable=False),
    Column("day", Date, nullable=False),
    Column("score", Float, nullable=False, comment="the mean of both questions, 1-5"),
    Column("satisfied", Boolean, nullable=False),
    Index("ix_answers_recruiter_day", "recruiter", "day"),
    Index("ix_answers_organisation_day", "organisation_id", "day"),
    comment="a survey that the candidate answered",
)

kpi_days = Table(
    "kpi_days",
    metadata,
    Column("recruiter", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    owner(primary_key=True),
    *(Column(_NAMED.get(name, name), Integer, key=name, nullable=False) for name in COUNTED),
    Index("ix_kpi_days_organisation_day", "organisation_id", "day"),
    comment="what a recruiter's agreed times of one day add up to",
)

kpi_months = Table(
    "kpi_months",
    metadata,
    Column("recruiter", String(64), primary_key=True),
    Column("day", Date, primary_key=True, comment="the month's first"),
    owner(primary_key=True),
    *(Column(name, Integer, nullable=False) for name in COUNTED),
    Index("ix_kpi_months_organisation_day", "organisation_id", "day"),
    comment="what a recruiter's stored days of one month add up to",
)

kpi_touched = Table(
    "kpi_touched",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("interview_id", Uuid, nullable=False),
    comment="interviews whose facts or notices changed since they were last rolled up; written by triggers",
)

kpi_calendars = Table(
    "kpi_calendars",
    metadata,
    owner(primary_key=True),
    Column("zone", String(64), nullable=False),
    Column("towards", String(64), comment="the zone that they are being made in anew"),
    Column("place", Uuid, comment="the interview up to which that is done, by id"),
    comment="the zone that the stored days of a root's tree were made in",
)
