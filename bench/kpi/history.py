"""Two years of a large group, written straight into the facts: interviews, moves, cancellations with their notices, answers."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

SUBSIDIARIES, TEAMS, PEOPLE = 10, 5, 10
"""10 subsidiaries below the group, 5 teams in each, 10 recruiters in each team: 3 levels, 500 recruiters."""
FIRST_DAY = "2024-10-01 00:00+08"
DAYS = 730


@dataclass(frozen=True)
class Size:
    """How many interviews; 15 in 100 are cancelled, 8 moved once, 2 in 100 missed by somebody, the others held."""

    interviews: int

    @property
    def cancelled(self) -> int:
        return self.interviews * 15 // 100


_ORGANISATIONS = f"""
INSERT INTO organisations (id, parent_id, path, name, name_en)
SELECT 's' || s, 'mianyue', ARRAY['mianyue', 's' || s], '分公司' || s, 'subsidiary ' || s FROM generate_series(1, {SUBSIDIARIES}) s
UNION ALL
SELECT 's' || s || 't' || t, 's' || s, ARRAY['mianyue', 's' || s, 's' || s || 't' || t], '团队' || s || '-' || t, 'team ' || s || '-' || t
FROM generate_series(1, {SUBSIDIARIES}) s, generate_series(1, {TEAMS}) t
"""
_USERS = f"""
INSERT INTO users (login, organisation_id, name, name_en, role, email, locale)
SELECT 's' || s || 't' || t || 'r' || r, 's' || s || 't' || t, '招聘' || s || '-' || t || '-' || r, 'recruiter', 'recruiter',
       's' || s || 't' || t || 'r' || r || '@example.com', 'zh-CN'
FROM generate_series(1, {SUBSIDIARIES}) s, generate_series(1, {TEAMS}) t, generate_series(1, {PEOPLE}) r
"""
_CANDIDATES = """
INSERT INTO candidates (id, organisation_id, name, locale)
SELECT md5('c' || n)::uuid, 'mianyue', '候选人', 'zh-CN' FROM generate_series(1, 1000) n
"""
# One row per interview: its recruiter, when it was arranged and begins, and what became of it (`lot`, 0-99).
_PLAN = f"""
CREATE TEMPORARY TABLE plan AS
SELECT n, md5('i' || n)::uuid AS id, 's' || s || 't' || t AS organisation, 's' || s || 't' || t || 'r' || r AS recruiter,
       arranged, arranged + make_interval(hours => 24 + n % 120) AS starts,
       ('x' || substr(md5('lot' || n), 1, 7))::bit(28)::int % 100 AS lot,
       (ARRAY['C_ILLNESS','C_SCHEDULE','C_OTHER_OFFER','C_FAMILY','C_NOT_INTERESTED','C_TECH'])[1 + n % 6] AS theirs,
       (ARRAY['E_REQ_FROZEN','E_SCREEN_FAIL','E_INTERVIEWER','E_MISTAKE'])[1 + n % 4] AS ours,
       ('x' || substr(md5('by' || n), 1, 7))::bit(28)::int % 100 < 60 AS by_candidate
FROM (
    SELECT n, 1 + n % {SUBSIDIARIES} AS s, 1 + (n / {SUBSIDIARIES}) % {TEAMS} AS t, 1 + (n / {SUBSIDIARIES * TEAMS}) % {PEOPLE} AS r,
           timestamptz '{FIRST_DAY}' + make_interval(days => (n::bigint * {DAYS} / :interviews)::int, hours => 9 + n % 9) AS arranged
    FROM generate_series(0, :interviews - 1) n
) numbered
"""
_INTERVIEWS = """
INSERT INTO interviews (id, organisation_id, candidate_id, recruiter, position, source, stage, revision, first_starts_at, starts_at,
                        minutes, timezone, created_by, created_at, updated_at)
SELECT id, organisation, md5('c' || 1 + n % 1000)::uuid, recruiter, '岗位' || n % 40, (ARRAY['内推','招聘网站','猎头'])[1 + n % 3],
       'closed', CASE WHEN lot BETWEEN 15 AND 22 THEN 2 ELSE 1 END, starts, starts, 45, 'Asia/Shanghai', recruiter, arranged, arranged
FROM plan
"""
_FACTS = (
    "INSERT INTO kpi_facts (organisation_id, interview_id, recruiter, revision, kind, at, starts_at, party, code, attributable, late,"
    " hours, stated, score) ",
    """SELECT organisation, id, recruiter, 1, 'scheduled', arranged, starts, NULL, NULL, NULL, NULL::boolean, NULL::float,
              NULL::boolean, NULL::float FROM plan""",
    """SELECT organisation, id, recruiter, 1, 'confirmed', arranged + interval '2 hours', starts, NULL, NULL, NULL, NULL::boolean,
              NULL::float, NULL::boolean, NULL::float FROM plan WHERE n % 5 < 3""",
    """SELECT organisation, id, recruiter, 1, 'cancelled', cancelled, starts, CASE WHEN by_candidate THEN 'candidate' ELSE 'company' END,
              CASE WHEN by_candidate THEN theirs ELSE ours END,
              CASE WHEN by_candidate THEN 'no' WHEN ours IN ('E_SCREEN_FAIL','E_MISTAKE') THEN 'yes' ELSE 'no' END,
              starts - cancelled < interval '24 hours', extract(epoch FROM starts - cancelled) / 3600, n % 20 > 0, NULL::float
       FROM cancelled""",
    """SELECT organisation, id, recruiter, 2, 'moved', arranged + interval '5 hours', starts + interval '1 day', 'candidate', NULL, NULL,
              false, 30::float, NULL::boolean, NULL::float FROM plan WHERE lot BETWEEN 15 AND 22""",
    """SELECT organisation, id, recruiter, CASE WHEN lot BETWEEN 15 AND 22 THEN 2 ELSE 1 END,
              CASE lot WHEN 98 THEN 'candidate_no_show' WHEN 99 THEN 'interviewer_no_show' ELSE 'completed' END,
              starts + CASE WHEN lot BETWEEN 15 AND 22 THEN interval '25 hours' ELSE interval '1 hour' END, starts, NULL, NULL, NULL,
              NULL::boolean, NULL::float, NULL::boolean, NULL::float FROM plan WHERE lot >= 15""",
    """SELECT organisation, id, recruiter, 1, 'surveyed', cancelled + interval '1 day', starts, NULL, NULL, NULL, NULL::boolean,
              NULL::float, NULL::boolean, (2 + n % 7) / 2.0 FROM cancelled WHERE n % 3 = 0""",
)
_CANCELLED = """
CREATE TEMPORARY TABLE cancelled AS
SELECT *, greatest(arranged + interval '10 minutes', starts - make_interval(hours => 2 + n % 70)) AS cancelled FROM plan WHERE lot < 15
"""
_LOG = """
INSERT INTO cancellation_log (organisation_id, interview_id, revision, recruiter, operator, party, reason_code, reason_detail,
                              reason_stated, starts_at, cancelled_at, late, decided_hours, next_step)
SELECT organisation, id, 1, recruiter, CASE WHEN by_candidate THEN 'candidate' WHEN n % 50 = 0 THEN 'temporal-ui' ELSE recruiter END,
       CASE WHEN by_candidate THEN 'candidate' ELSE 'company' END, CASE WHEN by_candidate THEN theirs ELSE ours END, '基准数据', n % 20 > 0,
       starts, cancelled, starts - cancelled < interval '24 hours', extract(epoch FROM starts - cancelled) / 3600, 'close'
FROM cancelled
"""
_NOTICES = """
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, channel, step, locale, subject, body, state,
                     created_at, accepted_at, delivered_at)
SELECT md5('n' || n || channel)::uuid, organisation, id, id || channel, 1, 'cancelled', 'candidate', channel, 'cancelled', 'zh-CN', '', '',
       'delivered', cancelled, cancelled, cancelled + interval '20 seconds'
FROM cancelled, (VALUES ('sms'), ('email')) channels (channel) WHERE n % 40 > 0
"""

# Every fact of an interview came in another statement here, and touched it again.
_TOUCHED_ONCE = (
    "TRUNCATE kpi_touched",
    "INSERT INTO kpi_touched (organisation_id, interview_id) SELECT organisation, id FROM plan ORDER BY n",
)


async def write(conn: AsyncConnection, size: Size) -> None:
    """Write it all in the caller's transaction, as many statements as there are tables."""
    await conn.execute(text("SET LOCAL statement_timeout = 0"))
    for statement in (_ORGANISATIONS, _USERS, _CANDIDATES):
        await conn.execute(text(statement))
    await conn.execute(text(_PLAN), {"interviews": size.interviews})
    head, *facts = _FACTS
    for statement in (_CANCELLED, _INTERVIEWS, *(head + fact for fact in facts), _LOG, _NOTICES, *_TOUCHED_ONCE):
        await conn.execute(text(statement))
