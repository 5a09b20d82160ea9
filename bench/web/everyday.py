"""What two years of work have left behind in `./run bench web`, beside the interviews themselves: messages read, calls made, requests
answered, surveys with comments, bulks that are over, alerts and reviews decided."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Three of five interviews told their recruiter something; what is older than three days has been read.
_MESSAGES = """
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, recipient, channel, step, locale, subject, body,
                     state, created_at, delivered_at, read_at)
SELECT md5('m' || n)::uuid, organisation, id, id || ':confirmed:recruiter:inbox', 1, 'candidate_confirmed', 'recruiter', recruiter, 'inbox',
       'confirmed', 'zh-CN', '候选人已确认', '候选人已确认参加面试', 'delivered', told, told,
       CASE WHEN told < now() - interval '3 days' THEN told + interval '1 hour' END
FROM (SELECT *, arranged + interval '2 hours' AS told FROM plan) told WHERE n % 5 < 3
"""
_CALLS = """
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, channel, step, locale, subject, body, state,
                     remark, attempts, created_at, attempted_at, delivered_at, deadline, taken_by, taken_at)
SELECT md5('t' || n)::uuid, organisation, id, id || ':called:phone', 1, 'invite', 'candidate', 'phone', 'invite', 'zh-CN', '',
       '请致电候选人', 'delivered', '本人接听', 1, arranged, called, called, starts, recruiter, called
FROM (SELECT *, arranged + interval '3 hours' AS called FROM plan) called WHERE n % 40 = 7
"""
_REQUESTS = """
INSERT INTO candidate_requests (id, organisation_id, interview_id, kind, at, due_at, state, handled_by, handled_at, note)
SELECT md5('q' || n)::uuid, organisation, id, 'human_interview', arranged, arranged + interval '2 days', 'done', recruiter,
       arranged + interval '1 day', '由经理面谈'
FROM plan WHERE n % 50 = 9
"""
_SURVEYS = """
INSERT INTO surveys (organisation_id, interview_id, revision, timeliness, handling, comment, answered_by, answered_at)
SELECT organisation, id, 1, 1 + n % 5, 1 + n / 5 % 5, CASE n % 4 WHEN 0 THEN '希望早一天通知取消' ELSE '' END, 'candidate',
       cancelled + interval '1 day'
FROM cancelled WHERE n % 3 = 0
"""
_BULKS = """
INSERT INTO bulks (id, organisation_id, action, created_by, audience, selected, reason_code, reason_detail, party, per_minute, total,
                   fingerprint, created_at, state, started_at, finished_at, paused_at)
SELECT md5('b' || login || n)::uuid, organisation_id, 'cancel', login, 'recruiter', '{"position": "岗位7"}', 'E_REQ_FROZEN',
       '岗位冻结', 'company', 120, 200, '',
       now() - make_interval(days => n), CASE n WHEN 1 THEN 'paused' ELSE 'finished' END, now() - make_interval(days => n),
       CASE WHEN n > 1 THEN now() - make_interval(days => n) + interval '2 minutes' END, CASE n WHEN 1 THEN now() - interval '1 day' END
FROM users, generate_series(1, 3) n WHERE role = 'recruiter' AND organisation_id LIKE 's%t%'
"""
_ITEMS = """
INSERT INTO bulk_items (bulk_id, nth, organisation_id, interview_id, state, at)
SELECT bulks.id, theirs.nth, bulks.organisation_id, theirs.id,
       CASE WHEN bulks.state = 'paused' AND nth > 40 THEN 'pending' ELSE 'done' END, bulks.started_at
FROM bulks JOIN (SELECT id, recruiter, row_number() OVER (PARTITION BY recruiter ORDER BY id) AS nth FROM interviews) theirs
     ON theirs.recruiter = bulks.created_by AND theirs.nth <= 200
"""
_ALERTS = """
INSERT INTO alerts (id, organisation_id, recruiter, indicator, day, window_days, level, follows, plain, hits, cases, others_hits,
                    others_cases, chance, adjusted, reasons, policy_id, made_at)
SELECT md5('alert' || login || n)::uuid, organisation_id, login, 'cancellation_rate', date '2026-10-01' - 40 * n, 30, 'alarm', 'review',
       false, 8, 22, 20, 400, 0.0001, 0.001, '{"E_MISTAKE": 8}', (SELECT min(id) FROM appraisal_policies),
       now() - make_interval(days => 60 + 40 * n)
FROM users, generate_series(1, 6) n WHERE role = 'recruiter' AND organisation_id LIKE 's%t%'
"""
_REVIEWS = """
INSERT INTO reviews (alert_id, organisation_id, recruiter, opened_at, decision, remark, decided_by, decided_at)
SELECT id, organisation_id, recruiter, made_at, 'explained', '情况属实', 'hrops', made_at + interval '2 days' FROM alerts
"""


async def write(conn: AsyncConnection) -> None:
    """Write it all in the caller's transaction, in which bench/kpi has written its own."""
    for statement in (_MESSAGES, _CALLS, _REQUESTS, _SURVEYS, _BULKS, _ITEMS, _ALERTS, _REVIEWS):
        await conn.execute(text(statement))
