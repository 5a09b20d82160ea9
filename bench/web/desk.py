"""The one recruiter's own desk in `./run bench web`: interviews with calls to make, sends to settle, requests to answer and messages to
read, and a bad September to object to; more of each than the acts use up."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.web.people import RECRUITER, SET_FOR, TEAM

AHEAD, CANCELLED = 150, 100
"""So many of the desk's interviews are still to come; so many were cancelled by the recruiter's mistake in September 2026."""
_DESK = f"""
CREATE TEMPORARY TABLE desk AS
SELECT n, md5('desk' || n)::uuid AS id, n <= {AHEAD} AS ahead, n <= {AHEAD} AND n % 15 = 0 AS asking,
       CASE WHEN n <= {AHEAD} THEN now() - interval '3 days'
            ELSE timestamptz '2026-09-01 09:00+08' + make_interval(hours => n) END AS arranged,
       CASE WHEN n <= {AHEAD} THEN date_trunc('hour', now()) + make_interval(hours => 48 + 2 * n)
            ELSE timestamptz '2026-09-03 09:00+08' + make_interval(hours => n) END AS starts
FROM generate_series(1, {AHEAD + CANCELLED}) n
"""
_PEOPLE = f"""
INSERT INTO candidates (id, organisation_id, name, phone, email, locale)
SELECT md5('person' || n)::uuid, '{TEAM}', '周' || substr('伟芳娜敏静丽强磊军洋', 1 + n % 10, 1), '+86150' || lpad(n::text, 8, '0'),
       'desk' || n || '@example.com', 'zh-CN'
FROM desk
"""
_INTERVIEWS = f"""
INSERT INTO interviews (id, organisation_id, candidate_id, recruiter, position, source, stage, revision, first_starts_at, starts_at,
                        minutes, timezone, created_by, created_at, updated_at, request, next_step, next_at, closed_at)
SELECT id, '{TEAM}', md5('person' || n)::uuid, '{RECRUITER}', '岗位7', '内推',
       CASE WHEN asking THEN 'reschedule_requested' WHEN ahead THEN 'invited' ELSE 'closed' END, 1,
       starts, starts, 45, 'Asia/Shanghai', '{RECRUITER}', arranged, arranged,
       CASE WHEN asking THEN '{{"by": "candidate", "options": [], "picked": null}}'::jsonb END, CASE WHEN ahead THEN 'reminder' END,
       CASE WHEN ahead THEN now() + interval '20 hours' END, CASE WHEN NOT ahead THEN starts END
FROM desk
"""
_FACTS = f"""
INSERT INTO kpi_facts (organisation_id, interview_id, recruiter, revision, kind, at, starts_at, party, code, attributable, late, hours,
                       stated)
SELECT '{TEAM}', id, '{RECRUITER}', 1, 'scheduled', arranged, starts, NULL, NULL, NULL, NULL::boolean, NULL::float, NULL::boolean FROM desk
UNION ALL
SELECT '{TEAM}', id, '{RECRUITER}', 1, 'cancelled', starts - interval '30 hours', starts, 'company', 'E_MISTAKE', 'yes', false, 30, true
FROM desk WHERE NOT ahead
"""
_LOG = f"""
INSERT INTO cancellation_log (organisation_id, interview_id, revision, recruiter, operator, party, reason_code, reason_detail,
                              reason_stated, starts_at, cancelled_at, late, decided_hours, next_step)
SELECT '{TEAM}', id, 1, '{RECRUITER}', '{RECRUITER}', 'company', 'E_MISTAKE', '时间安排有误', true, starts, starts - interval '30 hours',
       false, 30, 'close'
FROM desk WHERE NOT ahead
"""
_NOTICES = f"""
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, recipient, channel, step, locale, subject, body,
                     state, detail, looked, created_at, attempted_at, deadline)
SELECT md5(channel || audience || n)::uuid, '{TEAM}', id, id || ':r1:' || step || ':' || audience || ':' || channel, 1, kind, audience,
       CASE audience WHEN 'recruiter' THEN '{RECRUITER}' END, channel, step, 'zh-CN', '白露未确认', '请联系候选人', state,
       CASE state WHEN 'unknown' THEN 'read_timeout' ELSE '' END, CASE state WHEN 'unknown' THEN 'not_found' ELSE '' END,
       now() - make_interval(mins => 60 + n), CASE state WHEN 'unknown' THEN now() - make_interval(mins => 60 + n) END,
       CASE channel WHEN 'phone' THEN starts - interval '3 hours' END
FROM desk, (VALUES ('phone', 'candidate', 'intent', 'invite', 'invite'), ('sms', 'candidate', 'unknown', 'invite', 'invite'),
                   ('inbox', 'recruiter', 'delivered', 'phone_wanted', 'pursue'),
                   ('inbox', 'hrops', 'delivered', 'outcome_wanted', 'outcome')) letters (channel, audience, state, kind, step)
WHERE ahead
"""
_WISHES = f"""
INSERT INTO candidate_requests (id, organisation_id, interview_id, kind, at, due_at, state)
SELECT md5(kind || n)::uuid, '{TEAM}', id, kind, arranged, now() + interval '10 days', 'open'
FROM desk JOIN (VALUES ('human_interview', true), ('deletion', false), ('copy', true)) kinds (kind, of) ON of = ahead
"""
_FINDINGS = f"""
INSERT INTO findings (organisation_id, kind, subject, first_seen, last_seen)
SELECT '{TEAM}', 'notice_unknown', md5('smscandidate' || n)::uuid::text, now() - make_interval(mins => n), now() FROM desk WHERE ahead
"""
_APPEALS = f"""
INSERT INTO appeals (id, organisation_id, recruiter, about, interview_id, revision, text, filed_at, state)
SELECT md5('appeal' || n)::uuid, '{TEAM}', '{RECRUITER}', 'fact', id, 1, '是面试官要求的', now() - make_interval(mins => n), 'open'
FROM desk WHERE NOT ahead
"""
# Every day of a window is told once: ten weeks of reviews and of notes, by two indicators.
_ALERTS = f"""
INSERT INTO alerts (id, organisation_id, recruiter, indicator, day, window_days, level, follows, plain, hits, cases, others_hits,
                    others_cases, chance, adjusted, alert_from, alarm_from, reasons, policy_id, made_at)
SELECT md5(follows || n)::uuid, '{TEAM}', '{RECRUITER}', indicator, date '2026-11-01' - n, 30, level, follows, false, 8, 22, 20, 400,
       0.0001, 0.001, 4, 6, '{{"E_MISTAKE": 8}}', (SELECT min(id) FROM appraisal_policies), now() - make_interval(days => n)
FROM generate_series(1, 70) n,
     (VALUES ('cancellation_rate', 'alarm', 'review'), ('attributable_rate', 'alert', 'note')) looks (indicator, level, follows)
"""
_REVIEWS = f"""
INSERT INTO reviews (alert_id, organisation_id, recruiter, opened_at)
SELECT id, organisation_id, recruiter, made_at FROM alerts WHERE recruiter = '{RECRUITER}' AND follows = 'review'
AND NOT EXISTS (SELECT 1 FROM reviews WHERE alert_id = alerts.id)
"""
# People for the settings' acts, a third of them locked out; what the subsidiary sets, as its first version.
_SET_FOR = (
    f"""
INSERT INTO users (login, organisation_id, name, name_en, role, email, locale, password_hash)
SELECT 'bench-u' || n, '{SET_FOR}', '招聘' || n, 'recruiter', 'recruiter', 'u' || n || '@example.com', 'zh-CN', 'none'
FROM generate_series(1, 60) n
""",
    """
INSERT INTO sign_in_failures (login, count, at, locked_until)
SELECT login, 9, now(), now() + interval '2 hours' FROM users WHERE login LIKE 'bench-u%' AND right(login, 1) IN ('1', '4', '7')
""",
    f"""
INSERT INTO policies (organisation_id, version, valid_from, data)
VALUES ('{SET_FOR}', 1, now() - interval '9 days', '{{"notice_hours": 36}}')
""",
)


async def write(conn: AsyncConnection) -> None:
    """Write it all in the caller's transaction."""
    judged = (_APPEALS, _ALERTS, _REVIEWS)
    wanted = (_PEOPLE, _INTERVIEWS, _FACTS, _LOG, _NOTICES, _WISHES, _FINDINGS)
    for statement in (_DESK, *wanted, *judged, *_SET_FOR):
        await conn.execute(text(statement))
