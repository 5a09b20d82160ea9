"""What the candidate's page withstands: scanners, double clicks, other sites, hostile names, wrong tokens and any input (T1–T5)."""

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from tests.web.people import Recruiter
from web.candidate import privacy, routes, stopping

_PAGES = (routes, stopping, privacy)
JSON = {"Accept": "application/json"}


async def test_a_link_scanner_changes_nothing(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    """T3: mail gateways open, fetch and probe every link."""
    candidate = await zhangsan.invites()
    before = await zhangsan.interview(candidate), await zhangsan.traces(candidate)
    for query in ({}, {"action": "cancel"}, {"done": "cancelled"}, {"action": "confirm", "lang": "en"}):
        assert (await candidate.opens(**query)).status == 200
    assert (await http.head(f"/c/{candidate.token}")).status_code == 200
    for method in ("OPTIONS", "PUT", "DELETE"):
        assert (await http.request(method, f"/c/{candidate.token}")).status_code == 405
    assert (await zhangsan.interview(candidate), await zhangsan.traces(candidate)) == before
    assert "已为您取消" not in (await candidate.opens(done="cancelled")).text


async def test_a_double_click_is_one_command(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    form = (await candidate.opens()).form("cancel") | {"reason_code": "C_SCHEDULE"}
    answers = await asyncio.gather(*(candidate.sends(form) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await zhangsan.log(candidate)) == 1
    assert (await zhangsan.traces(candidate))[0] == 2  # creating, cancelling


async def test_a_second_click_on_an_offered_time_lands_on_the_new_link(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(timedelta(days=4))
    option = (datetime.now(UTC) + timedelta(days=6)).isoformat()
    await zhangsan.does(f"/{candidate.id}/reschedule", {"options": [option]})
    form = (await candidate.opens()).form("reschedule") | {"starts_at": option}
    first = await candidate.sends(form)
    second = await candidate.sends(form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    fresh = await candidate.sends(form | {"form": "another-one"})
    assert fresh.status_code == 410


async def test_another_sites_form_is_refused(zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites()
    form = {"action": "cancel", "reason_code": "C_ILLNESS"}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ):
        answer = await candidate.sends(form, headers)
        assert answer.status_code == 403
        assert "未作任何更改" in answer.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"
    own = await candidate.sends({"action": "confirm"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"})
    assert own.status_code == 303


async def test_no_form_of_a_link_is_taken_from_another_site(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    """Whatever a link's pages have forms for, as the application knows them."""
    candidate = await zhangsan.invites()
    places = [route.path for part in _PAGES for route in part.router.routes if "POST" in route.methods]
    assert len(places) >= 3
    filled = {"reason_code": "C_ILLNESS", "channel": "email", "kind": "deletion"}
    before = await zhangsan.books(candidate)
    for place in places:
        for action in ("confirm", "cancel", "stop", "ask"):
            for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
                path, sent = place.replace("{token}", candidate.token), filled | {"action": action}
                answer = await http.post(path, data=sent, headers=headers)
                assert answer.status_code == 403, (place, action, headers)
                assert answer.headers["cache-control"] == "no-store"
    assert await zhangsan.books(candidate) == before
    assert (await candidate.calls_for_view()).json()["stage"] == "invited"


async def test_every_page_of_a_link_carries_its_headers(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    candidate = await zhangsan.invites()
    for place in (route.path for part in _PAGES for route in part.router.routes if "GET" in route.methods):
        answer = await http.get(place.replace("{token}", candidate.token))
        assert answer.status_code == 200, place
        policy = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
        assert {"default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy)
        assert "unsafe" not in answer.headers["content-security-policy"]
        kept = ("cache-control", "referrer-policy", "x-content-type-options", "x-robots-tag")
        assert [answer.headers[name] for name in kept] == ["no-store", "no-referrer", "nosniff", "noindex, nofollow"]


async def test_every_answer_of_a_link_carries_its_headers(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    """T5: nothing is cached, framed, run or leaked by a referrer."""
    candidate = await zhangsan.invites()
    answers = [
        await http.get(f"/c/{candidate.token}"),
        await http.get(f"/c/{'x' * 32}"),
        await candidate.sends({"action": "dance"}),
        await candidate.sends({"action": "confirm"}, {"Sec-Fetch-Site": "cross-site"}),
        await candidate.calls(action="confirm"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers
    assert [answer.status_code for answer in answers] == [200, 404, 422, 403, 200]


async def test_a_wrong_token_learns_nothing(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    """T4: unknown, truncated, lengthened, another case: one page for all, in both languages."""
    candidate = await zhangsan.invites()
    token = candidate.token
    for wrong in ("x" * 32, token[:-1], f"{token}A", token.swapcase(), "%00", "%ED%A0%80", token + "%20"):
        answer = await http.get(f"/c/{wrong}")
        assert answer.status_code == 404, wrong
        posted = await http.post(f"/c/{wrong}", data={"action": "confirm"}, headers=JSON)
        assert posted.status_code == 404, wrong
    page = (await http.get(f"/c/{'x' * 32}")).text
    assert "找不到这个页面" in page
    assert "We cannot find this page" in page
    assert "面约上海" not in page
    assert posted.json()["type"] == "urn:mianyue:rule:link-unknown"


async def test_a_hostile_name_stays_a_name(zhangsan: Recruiter) -> None:
    name, position = "<img src=x onerror=alert(1)>", "{{7*7}}<script>alert(2)</script>\"'"
    candidate = await zhangsan.invites(name=name, position=position)
    page = await candidate.opens()
    assert name in page.text
    assert position in page.text
    assert not page.all("script")
    assert not page.all("img")
    again = await candidate.presses(page, "cancel", reason_detail="</textarea><script>alert(3)</script>")
    assert again.status == 422
    assert not again.all("script")
    assert again.form("cancel")["reason_detail"] == "</textarea><script>alert(3)</script>"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": ""}, "action"),
        ({"action": "dance"}, "action"),
        ({"action": "cancel"}, "reason_code"),
        ({"action": "cancel", "reason_code": "E_FILLED"}, "reason_code"),
        ({"action": "cancel", "reason_code": "C_NO_SHOW"}, "reason_code"),
        ({"action": "cancel", "reason_detail": "感冒\x00发烧"}, "reason_detail"),
        ({"action": "cancel", "reason_detail": "感冒\u202e发烧"}, "reason_detail"),
        ({"action": "cancel", "reason_detail": "感" * 501}, "reason_detail"),
        ({"action": "cancel", "reason_detail": "公司岗位冻结，暂停招聘"}, "reason_detail"),
        ({"action": "confirm", "comment": "x" * 2001}, "comment"),
        ({"action": "survey", "timeliness": "6", "handling": "5"}, "timeliness"),
        ({"action": "survey", "timeliness": "٣", "handling": "5"}, "timeliness"),
        ({"action": "survey", "timeliness": "5"}, "handling"),
        ({"action": "reschedule", "starts_at": "9999-12-31T23:59:59-12:00"}, "starts_at"),
        ({"action": "reschedule", "starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
    ],
)
async def test_input_that_will_not_do_names_its_field(zhangsan: Recruiter, body: dict[str, str], field: str) -> None:
    """Every script gets a problem document, every person a page with the field's error linked from the top."""
    candidate = await zhangsan.invites()
    answer = await candidate.calls(**body)
    assert answer.status_code == 422, answer.text
    assert field in [error["field"] for error in answer.json()["errors"]]
    page = await candidate.sends(body)
    assert page.status_code == 422
    assert "有内容需要修改" in page.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"action=confirm&comment=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"action=confirm&" + b"&".join(b"a%d=1" % n for n in range(60)), "application/x-www-form-urlencoded", 422),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded", 422),
        (b"action=%ff%fe&reason_detail=%ed%a0%80", "application/x-www-form-urlencoded", 422),
        (b"[" * 60_000, "application/json", 422),
        (b'{"action": ["confirm"]}', "application/json", 422),
        (b'{"action": "confirm", "form": "\\ud800", "comment": "\\udfff"}', "application/json", 422),
        (b'{"\\ud800": "x", "action": "\\ud800"}', "application/json", 422),
        (b"--x--", "multipart/form-data; boundary=x", 415),
        (b"<xml/>", "text/xml", 415),
        (b"", "", 422),
    ],
)
async def test_bodies_of_any_kind_get_an_answer_that_is_not_an_error_of_ours(
    zhangsan: Recruiter, http: httpx2.AsyncClient, content: bytes, media: str, status: int
) -> None:
    candidate = await zhangsan.invites()
    for accept in ("text/html", "application/json"):
        headers = {"Content-Type": media, "Accept": accept}
        answer = await http.post(f"/c/{candidate.token}", content=content, headers=headers)
        assert answer.status_code == status, answer.text
    assert (await zhangsan.interview(candidate))["stage"] == "invited"


async def test_a_script_drives_the_page_with_json(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    candidate = await zhangsan.invites()
    seen = (await http.get(f"/c/{candidate.token}", headers=JSON)).json()
    assert seen["actions"] == ["confirm", "reschedule", "cancel"]
    assert (seen["stage"], seen["status"], seen["late"]) == ("invited", "invited", False)
    body = json.dumps(
        {"action": "cancel", "reason_code": "C_SCHEDULE", "reason_detail": "当天要参加现公司的年度评审会"}
    )
    done = await http.post(f"/c/{candidate.token}", content=body, headers={"Content-Type": "application/json"})
    assert done.status_code == 200, done.text
    assert done.json() | {"result": "cancelled", "stage": "cancelled", "page": f"/c/{candidate.token}"} == done.json()
    seen = (await http.get(f"/c/{candidate.token}", headers=JSON)).json()
    assert seen["actions"] == ["reschedule", "survey"]
    refused = await candidate.calls(action="confirm")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:mianyue:rule:interview-cancelled")


async def test_the_token_never_reaches_a_log(
    zhangsan: Recruiter, http: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """T5. The test's own client writes the addresses it calls; everything else must not."""
    candidate = await zhangsan.invites()
    with caplog.at_level(logging.DEBUG):
        await candidate.presses(await candidate.opens(), "confirm")
        await candidate.sends({"action": "dance"})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert not [line for line in ours if candidate.token in line]


async def test_the_stylesheet_comes_from_our_own_address(zhangsan: Recruiter, http: httpx2.AsyncClient) -> None:
    candidate = await zhangsan.invites()
    page = await candidate.opens()
    (sheet,) = page.all("link", rel="stylesheet")
    answer = await http.get(sheet["href"])
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")
    assert "style" not in [name for tag in page.tags for name in tag[1]]
