"""The data of `./run bench web`: bench/kpi's two years, made people with names, letters and steps, a twentieth of them still to come."""

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from api import passwords
from bench.kpi import history
from bench.web import desk, everyday, figures, remembered
from bench.web.people import CLERK, HR, MANAGER, PASSWORD, RECRUITER
from db import accounts

_STAFF = f"""
INSERT INTO users (login, organisation_id, name, name_en, role, email, locale)
VALUES ('{MANAGER}', 's1', '经理', 'manager', 'manager', 'm@example.com', 'zh-CN'),
       ('{HR}', 'mianyue', '运营', 'HR', 'hrops', 'h@example.com', 'zh-CN'),
       ('{CLERK}', 's9t1', '专员', 'clerk', 'recruiter', 'c@example.com', 'zh-CN')
"""
_PEOPLE = """
INSERT INTO candidates (id, organisation_id, name, phone, email, locale)
SELECT md5('p' || n)::uuid, organisation,
       substr('王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗', 1 + n % 20, 1)
       || substr('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平', 1 + n / 20 % 20, 1)
       || substr('一文子思雨佳浩欣怡嘉晨宇梓若诗志建国海云', 1 + n / 400 % 20, 1),
       '+86139' || lpad(n::text, 8, '0'), 'p' || n || '@example.com', 'zh-CN'
FROM plan
"""
_THEIRS = "UPDATE interviews SET candidate_id = md5('p' || n)::uuid FROM plan WHERE plan.id = interviews.id"
_OUTCOMES = """
UPDATE interviews SET outcome = CASE lot WHEN 98 THEN 'candidate_no_show' WHEN 99 THEN 'interviewer_no_show' ELSE 'completed' END
FROM plan WHERE plan.id = interviews.id AND lot >= 15
"""
# A twentieth, in every organisation, is still to come within four weeks; one in five of these wants another time.
_AHEAD = """
UPDATE interviews SET stage = (ARRAY['invited', 'confirmed', 'confirmed', 'invited', 'reschedule_requested'])[1 + chance / 20 % 5],
       starts_at = date_trunc('minute', now()) + make_interval(mins => 15 + chance / 100 % 40320), outcome = NULL,
       request = CASE chance / 20 % 5 WHEN 4 THEN jsonb_build_object('by', 'candidate', 'options', '[]'::jsonb, 'picked', NULL) END,
       next_step = CASE WHEN chance / 20 % 5 < 4 THEN 'reminder' END, next_at = now() + interval '20 hours',
       created_at = now() - interval '3 days', updated_at = now() - interval '1 day'
FROM (SELECT id, lot, ('x' || substr(md5('ahead' || n), 1, 7))::bit(28)::int AS chance FROM plan) chosen
WHERE chosen.id = interviews.id AND chance % 20 = 0 AND lot >= 15
"""
_STEPS = """
INSERT INTO audit (organisation_id, interview_id, key, action, actor, revision, at, details, nth, change)
SELECT organisation, id, 'r1:' || step, step, recruiter, 1, arranged + make_interval(hours => nth - 1), '{}', nth, '{}'
FROM plan, (VALUES ('created', 1), ('confirmed', 2)) steps (step, nth) WHERE nth = 1 OR n % 5 < 3
"""
_LETTERS = """
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, channel, step, locale, subject, body, state,
                     created_at, accepted_at, delivered_at)
SELECT md5('i' || n || channel)::uuid, organisation, id, id || ':invite:' || channel, 1, 'invite', 'candidate', channel, 'invite',
       'zh-CN', '面试邀请', '诚邀您参加面试', 'delivered', arranged, arranged, arranged + interval '20 seconds'
FROM plan, (VALUES ('sms'), ('email')) channels (channel)
"""
# Ten of eleven that are neither cancelled nor moved are reminded a day ahead; a third of those who had not confirmed then do.
_REMINDERS = """
INSERT INTO notices (id, organisation_id, interview_id, key, revision, kind, audience, channel, step, locale, subject, body, state,
                     created_at, accepted_at, delivered_at)
SELECT md5('r' || n)::uuid, organisation, id, id || ':remind:1440:sms', 1, CASE WHEN n % 5 < 3 THEN 'reminder' ELSE 'confirm_request' END,
       'candidate', 'sms', 'remind:1440', 'zh-CN', '', '明天面试，请确认', 'delivered', sent, sent, sent + interval '20 seconds'
FROM (SELECT *, starts - interval '24 hours' AS sent FROM plan) reminded WHERE lot >= 23 AND n % 11 > 0 AND sent < now()
"""
_REPLIES = """
INSERT INTO kpi_facts (organisation_id, interview_id, recruiter, revision, kind, at, starts_at)
SELECT organisation, id, recruiter, 1, 'confirmed', starts - interval '20 hours', starts
FROM plan WHERE lot >= 23 AND n % 5 >= 3 AND n % 3 = 0
"""


async def write(conn: AsyncConnection, interviews: int) -> None:
    """Write it all in the caller's transaction; whoever signs in has `PASSWORD`."""
    await history.write(conn, history.Size(interviews))
    for statement in (_STAFF, _PEOPLE, _THEIRS, _OUTCOMES, _AHEAD, _STEPS, _LETTERS, _REMINDERS, _REPLIES):
        await conn.execute(text(statement))
    await everyday.write(conn)
    await desk.write(conn)
    await remembered.write(conn)
    await figures.propose(conn)
    hashed = await passwords.hashed(PASSWORD)
    for login in (RECRUITER, MANAGER, HR, CLERK):
        await accounts.set_password(conn, login, hashed, datetime.now(UTC))
