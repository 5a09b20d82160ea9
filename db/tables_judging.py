"""The tables of judging: appraisal policies and who agreed to them, alerts, reviews, scores, appeals and what they corrected."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from db.tables import instant, metadata, owner

appraisal_policies = Table(
    "appraisal_policies",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("version", Integer, nullable=False),
    Column("valid_from", Date, nullable=False, comment="the first day it holds, in the group's calendar"),
    Column("data", JSONB, nullable=False, comment="domain/appraisal_policy.py"),
    Column("why", Text, nullable=False),
    Column("evidence", JSONB, comment="of a proposal that the system made: the rule and the figures behind it"),
    Column("key", Text, comment="proposing it twice is one: a client's key, or the rule of the system's own proposal"),
    Column("base_id", BigInteger, comment="the version that it changes; another one in force meanwhile makes it stale"),
    Column("state", String(16), nullable=False),
    Column("proposed_by", String(64), nullable=False),
    instant("proposed_at", nullable=False),
    Column("decided_by", String(64)),
    instant("decided_at"),
    Column("remark", Text, nullable=False, server_default=""),
    UniqueConstraint("organisation_id", "version"),
    UniqueConstraint("key"),
    CheckConstraint("state IN ('proposed','approved','rejected','withdrawn')", name="state"),
    # R14: PostgreSQL itself asks for two people.
    CheckConstraint("state <> 'approved' OR (decided_by IS NOT NULL AND decided_by <> proposed_by)", name="two_people"),
)

policy_acknowledgements = Table(
    "policy_acknowledgements",
    metadata,
    Column("policy_id", BigInteger, ForeignKey("appraisal_policies.id"), primary_key=True),
    Column("login", String(64), ForeignKey("users.login"), primary_key=True),
    owner(),
    instant("at", nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Uuid, primary_key=True, comment="derived from recruiter, indicator and day: telling twice is one"),
    owner(),
    Column("recruiter", String(64), ForeignKey("users.login"), nullable=False),
    Column("indicator", String(40), nullable=False),
    Column("day", Date, nullable=False, comment="the day after the window, in the group's calendar"),
    Column("window_days", Integer, nullable=False),
    Column("level", String(8), nullable=False),
    Column(
        "follows", String(8), nullable=False, comment="note: to the recruiter alone; review: a task for the manager"
    ),
    Column("plain", Boolean, nullable=False, comment="told by the rule team + x, not by chance"),
    Column("hits", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("others_hits", Integer, nullable=False),
    Column("others_cases", Integer, nullable=False),
    Column("chance", Float, nullable=False),
    Column("adjusted", Float, nullable=False),
    Column("alert_from", Integer),
    Column("alarm_from", Integer),
    Column("above", Float, comment="the rule of a plain one"),
    Column("reasons", JSONB, nullable=False, comment="the recruiter's counted cancellations by reason code"),
    Column("policy_id", BigInteger, ForeignKey("appraisal_policies.id"), nullable=False),
    instant("made_at", nullable=False),
    instant("read_at"),
    UniqueConstraint("recruiter", "indicator", "day"),
    Index("ix_alerts_organisation_day", "organisation_id", "day"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("alert_id", Uuid, ForeignKey("alerts.id"), primary_key=True),
    owner(),
    Column("recruiter", String(64), nullable=False),
    instant("opened_at", nullable=False),
    Column("comment", Text, nullable=False, server_default="", comment="the recruiter's own words"),
    instant("commented_at"),
    Column("decision", String(24), comment="what people decided; nothing follows from it by machine"),
    Column("remark", Text, nullable=False, server_default=""),
    Column("decided_by", String(64)),
    instant("decided_at"),
    CheckConstraint("decided_by <> recruiter", name="not_ones_own"),
    Index("ix_reviews_open", "organisation_id", "opened_at", postgresql_where=text("decided_at IS NULL")),
)

scores = Table(
    "scores",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    owner(),
    Column("recruiter", String(64), ForeignKey("users.login"), nullable=False),
    Column("month", Date, nullable=False, comment="its first day"),
    Column("nth", Integer, nullable=False, comment="1 for the month's own, more where facts or appeals changed it"),
    Column("policy_id", BigInteger, ForeignKey("appraisal_policies.id"), nullable=False),
    Column("data", JSONB, nullable=False, comment="every line of the score"),
    Column("counted", Float, nullable=False, comment="the weight, in percent, that had cases enough"),
    Column("total", Float, comment="null: too few cases of everything"),
    Column("because", String(16), nullable=False),
    instant("made_at", nullable=False),
    UniqueConstraint("recruiter", "month", "nth"),
    Index("ix_scores_organisation_month", "organisation_id", "month"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Uuid, primary_key=True),
    owner(),
    Column("recruiter", String(64), ForeignKey("users.login"), nullable=False),
    Column("about", String(8), nullable=False),
    Column("interview_id", Uuid, comment="of an appeal about a fact"),
    Column("revision", Integer),
    Column("month", Date, comment="of an appeal about a score"),
    Column("text", Text, nullable=False),
    instant("filed_at", nullable=False),
    Column("state", String(16), nullable=False),
    Column("left_out", JSONB, comment="of an upheld one about a score: indicators that do not count that month"),
    Column("remark", Text, nullable=False, server_default=""),
    Column("decided_by", String(64)),
    instant("decided_at"),
    CheckConstraint("state IN ('open','upheld','rejected')", name="state"),
    CheckConstraint(
        "(about = 'fact' AND interview_id IS NOT NULL AND revision IS NOT NULL) OR (about = 'score' AND month IS NOT NULL)",
        name="about",
    ),
    CheckConstraint("decided_by <> recruiter", name="not_ones_own"),
    Index("ix_appeals_recruiter", "recruiter", "filed_at"),
    Index("ix_appeals_open", "organisation_id", "filed_at", postgresql_where=text("state = 'open'")),
)

corrections = Table(
    "corrections",
    metadata,
    Column("interview_id", Uuid, primary_key=True),
    Column("revision", Integer, primary_key=True),
    owner(),
    Column("appeal_id", Uuid, ForeignKey("appeals.id"), nullable=False),
    Column("attributable", Boolean, comment="false: the recruiter does not answer for it after all"),
    Column("stated", Boolean, comment="true: the reason was usable after all"),
    Column("in_time", Boolean, comment="true: the notice counts as in time after all"),
    comment="what upheld appeals changed; the facts themselves stay as they were written",
)
