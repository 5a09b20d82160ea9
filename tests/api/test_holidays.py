"""HR operations keep the calendar: what the country says, what the group and a subsidiary say of it, who said it (R8, R23)."""

from typing import Any

import httpx2
from sqlalchemy.dialects.postgresql import insert

from api.context import App
from api.spreadsheet import XLSX_TYPE, write_table_xlsx
from db.tables import organisations
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json

GROUP = "mianyue-calendar"


async def subsidiary(app: App, name: str) -> str:
    """A new organisation below the group."""
    row = {"id": name, "parent_id": GROUP, "path": ["mianyue", GROUP, name], "name": name, "name_en": name}
    async with app.engine.begin() as conn:
        await conn.execute(insert(organisations).values(row).on_conflict_do_nothing())
    return name


async def day(desk: Desk, date: str, **params: str) -> Json:
    """One day of the effective calendar."""
    [found] = (await desk.page("/holidays", {"from": date, "to": date} | params))["items"]
    return dict(found)


async def put(desk: Desk, date: str, **body: Any) -> httpx2.Response:
    return await desk.http.put(f"/api/v1/holidays/{date}", json=body)


async def upload(desk: Desk, content: bytes, kind: str = "text/csv", **params: str) -> httpx2.Response:
    return await desk.http.post(
        "/api/v1/holidays/import", content=content, headers={"Content-Type": kind}, params=params
    )


async def test_the_chinese_calendar_with_its_made_up_days_comes_with_the_system(zhangsan: Desk) -> None:
    found = await zhangsan.page("/holidays", {"from": "2026-02-13", "to": "2026-02-24"})
    assert (found["organisation"], found["timezone"], found["next"]) == ("mianyue-sh", "Asia/Shanghai", None)
    assert {item["day"]: item["kind"] for item in found["items"]} == {
        "2026-02-13": "workday",
        "2026-02-14": "makeup_workday",
        "2026-02-15": "weekend",
        "2026-02-16": "holiday",
        "2026-02-17": "holiday",
        "2026-02-18": "holiday",
        "2026-02-19": "holiday",
        "2026-02-20": "holiday",
        "2026-02-21": "weekend",
        "2026-02-22": "weekend",
        "2026-02-23": "holiday",
        "2026-02-24": "workday",
    }
    festival = found["items"][4]
    assert (festival["name_zh"], festival["source"], festival["set_by"]) == ("春节", "library", None)
    assert (await day(zhangsan, "2026-11-26", timezone="America/New_York"))["name_en"] == "Thanksgiving Day"


async def test_without_dates_the_coming_year_is_shown(zhangsan: Desk) -> None:
    assert len((await zhangsan.page("/holidays"))["items"]) == 366


async def test_a_subsidiary_overrules_the_group_until_it_takes_that_back(served: App, sign_in: Hire) -> None:
    hr, recruiter = await sign_in("calendar-hr", GROUP, "hrops"), await sign_in("calendar-rec", GROUP)
    plant = await subsidiary(served, "calendar-plant")
    assert (await put(hr, "2027-02-20", kind="makeup_workday", name="春节调休")).status_code == 200
    for one in (await day(recruiter, "2027-02-20"), await day(hr, "2027-02-20", organisation=plant)):
        assert (one["kind"], one["name_zh"], one["source"]) == ("makeup_workday", "春节调休", "table")
        assert (one["organisation"], one["set_by"]) == (GROUP, "calendar-hr")
        assert one["set_at"] is not None
    answer = await put(hr, "2027-02-20", kind="holiday", name="工厂检修", organisation=plant)
    assert (answer.json()["kind"], answer.json()["organisation"]) == ("holiday", plant)
    assert (await day(recruiter, "2027-02-20"))["kind"] == "makeup_workday", "the group's own day stands"
    gone = await hr.http.delete("/api/v1/holidays/2027-02-20", params={"organisation": plant})
    assert (gone.json()["kind"], gone.json()["organisation"]) == ("makeup_workday", GROUP)
    again = await hr.http.delete("/api/v1/holidays/2027-02-20", params={"organisation": plant})
    assert (again.status_code, again.json()["type"]) == (404, "urn:mianyue:rule:day-not-set")
    last = await hr.http.delete("/api/v1/holidays/2027-02-20")
    assert (last.json()["kind"], last.json()["source"]) == ("weekend", "library")


async def test_the_same_again_keeps_who_set_it_first(sign_in: Hire) -> None:
    one, two = await sign_in("calendar-one", GROUP, "hrops"), await sign_in("calendar-two", GROUP, "hrops")
    before = (await put(one, "2027-03-01", kind="holiday", name="司庆")).json()
    assert (await put(two, "2027-03-01", kind="holiday", name="司庆")).json() == before
    changed = (await put(two, "2027-03-01", kind="holiday", name="公司周年庆")).json()
    assert (changed["set_by"], changed["name_zh"]) == ("calendar-two", "公司周年庆")


async def test_only_hr_operations_set_days_and_only_in_their_own_tree(
    served: App, sign_in: Hire, zhangsan: Desk, hrops: Desk
) -> None:
    hr, manager = await sign_in("calendar-hr", GROUP, "hrops"), await sign_in("calendar-lead", GROUP, "manager")
    for desk in (zhangsan, manager):
        for answer in (
            await put(desk, "2027-04-01", kind="holiday", name="x"),
            await desk.http.delete("/api/v1/holidays/2027-04-01"),
            await upload(desk, b"day,kind,name\n"),
        ):
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:mianyue:rule:hrops-only")
    for wanted in ("mianyue-sh", "mianyue", "nowhere"):
        answer = await put(hr, "2027-04-01", kind="holiday", name="x", organisation=wanted)
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:mianyue:rule:organisation-not-found")
        assert (await upload(hr, b"day,kind,name\n", organisation=wanted)).status_code == 404
        assert (await hr.get("/holidays", {"organisation": wanted})).status_code == 404
    assert (await zhangsan.get("/holidays", {"organisation": GROUP})).status_code == 404
    assert (await hrops.get("/holidays", {"organisation": GROUP})).status_code == 200


async def test_what_no_day_can_be_is_refused_by_field(sign_in: Hire) -> None:
    hr = await sign_in("calendar-hr", GROUP, "hrops")
    wrong: list[tuple[str, Json, str]] = [
        ("2027-02-30", {"kind": "holiday", "name": "x"}, "day"),
        ("1027-02-03", {"kind": "holiday", "name": "x"}, "day"),
        ("2027-02-03", {"kind": "weekend", "name": "x"}, "kind"),
        ("2027-02-03", {"kind": "holiday", "name": " "}, "name"),
        ("2027-02-03", {"kind": "holiday", "name": "x" * 61}, "name"),
        ("2027-02-03", {"kind": "holiday"}, "name"),
        ("2027-02-03", {"kind": "holiday", "name": "x", "until": "2027-02-04"}, "until"),
    ]
    for date, body, field in wrong:
        answer = await put(hr, date, **body)
        assert answer.status_code == 422, (date, body)
        assert [error["field"] for error in answer.json()["errors"]] == [field]
    for params in ({"from": "2027-02-03", "to": "2027-02-02"}, {"from": "2027-01-01", "to": "2029-01-02"}):
        answer = await hr.get("/holidays", params)
        assert answer.json()["errors"][0]["rule"] == "period-invalid"
    assert (await day(hr, "2027-02-03"))["source"] == "library"


async def test_a_years_table_is_set_as_a_whole_or_not_at_all(served: App, sign_in: Hire) -> None:
    hr = await sign_in("calendar-hr", GROUP, "hrops")
    office = await subsidiary(served, "calendar-office")
    table = "日期,类型,名称\n2028-01-26,放假,春节\n2028-02-05,调休上班,春节调休\n"
    wrong = await upload(hr, f"{table}2028-02-30,holiday,x\n2028-01-26,holiday,y\n".encode(), organisation=office)
    assert (wrong.status_code, wrong.json()["type"]) == (422, "urn:mianyue:rule:table-mistaken")
    told = [(error["line"], error["field"], error["rule"]) for error in wrong.json()["errors"]]
    assert told == [(4, "day", "day"), (5, "day", "duplicate")]
    assert "第4行" in wrong.json()["detail"]
    assert "line 4" in wrong.json()["detail"]
    assert (await day(hr, "2028-02-05", organisation=office))["kind"] == "weekend", "nothing of it was set"
    right = await upload(hr, table.encode(), organisation=office)
    assert [(item["day"], item["kind"], item["set_by"]) for item in right.json()["items"]] == [
        ("2028-01-26", "holiday", "calendar-hr"),
        ("2028-02-05", "makeup_workday", "calendar-hr"),
    ]
    book = write_table_xlsx(["day", "kind", "name"], [["2028-02-06", "makeup_workday", "春节调休"]])
    assert (await upload(hr, book, XLSX_TYPE, organisation=office)).status_code == 200
    assert (await day(hr, "2028-02-06", organisation=office))["kind"] == "makeup_workday"
    assert (await day(hr, "2028-02-05", organisation=office))["kind"] == "makeup_workday", "other days stay"
