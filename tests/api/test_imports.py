"""Uploading a table of interviews: good rows are created once, mistakes named by line and column (R24)."""

import asyncio
from typing import Any

import httpx2
import pytest

from api.spreadsheet import XLSX_TYPE, write_table_xlsx
from tests.api.conftest import Hire
from tests.api.desk import Desk, Json

HEADER = [
    "candidate_name",
    "phone",
    "email",
    "locale",
    "position",
    "starts_at",
    "duration_minutes",
    "timezone",
    "recruiter",
]


def rows(recruiter: str, people: int, mark: str) -> list[list[str]]:
    """So many good rows, different for every `mark`."""
    return [
        [
            f"李{n}",
            "",
            f"{mark}{n}@example.com",
            "zh-CN",
            "测试工程师",
            f"+{n + 3}d 10:00",
            "45",
            "Asia/Shanghai",
            recruiter,
        ]
        for n in range(people)
    ]


def csv(table: list[list[str]], header: list[str] = HEADER) -> bytes:
    return "\n".join(",".join(row) for row in [header, *table]).encode()


async def upload(desk: Desk, content: bytes, kind: str = "text/csv", **headers: str) -> httpx2.Response:
    return await desk.http.post("/api/v1/imports", content=content, headers={"Content-Type": kind} | headers)


async def imported(desk: Desk, content: bytes, kind: str = "text/csv", **headers: str) -> Json:
    answer = await upload(desk, content, kind, **headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def in_list(desk: Desk, ids: list[str]) -> list[Json]:
    """The interviews of these ids once all can be read."""
    for _ in range(100):
        answers = [await desk.get(f"/interviews/{id}") for id in ids]
        if all(answer.status_code == 200 for answer in answers):
            return [answer.json() for answer in answers]
        await asyncio.sleep(0.05)
    raise AssertionError("an imported interview is not there")


async def test_good_rows_are_created_and_wrong_ones_named(sign_in: Hire) -> None:
    desk = await sign_in("importer", "mianyue-imports")
    table = rows("importer", 4, "good")
    table[1][6] = "3"
    table[2][8] = "lisi"
    found = await imported(desk, csv(table))
    assert found["total"] == 4
    assert [row["line"] for row in found["created"]] == [2, 5]
    assert [(row["line"], row["column"], row["rule"]) for row in found["errors"]] == [
        (3, "duration_minutes", "duration"),
        (4, "recruiter", "unknown-recruiter"),
    ]
    assert all(row["message_zh"] and row["message_en"] for row in found["errors"])
    there = await in_list(desk, [row["id"] for row in found["created"]])
    assert [row["candidate"]["name"] for row in there] == ["李0", "李3"]
    assert {row["duration_minutes"] for row in there} == {45}


async def test_the_same_file_twice_creates_nothing_twice(sign_in: Hire) -> None:
    desk = await sign_in("twice", "mianyue-imports")
    table = rows("twice", 3, "twice")
    first = await imported(desk, csv(table))
    assert [row["repeated"] for row in first["created"]] == [False] * 3
    book = write_table_xlsx(HEADER, table[::-1])
    second = await imported(desk, book, XLSX_TYPE)
    assert {row["id"] for row in second["created"]} == {row["id"] for row in first["created"]}, (
        "in any order and format"
    )
    assert all(row["repeated"] for row in second["created"])
    await in_list(desk, [row["id"] for row in first["created"]])
    assert len((await desk.page("/interviews"))["items"]) == 3


async def test_two_uploads_at_once_create_once(sign_in: Hire) -> None:
    desk = await sign_in("at-once", "mianyue-imports")
    content = csv(rows("at-once", 10, "at-once"))
    both = await asyncio.gather(imported(desk, content), imported(desk, content))
    assert {row["id"] for row in both[0]["created"]} == {row["id"] for row in both[1]["created"]}
    assert sum(not row["repeated"] for found in both for row in found["created"]) == 10


async def test_another_idempotency_key_makes_it_another_upload(sign_in: Hire) -> None:
    desk = await sign_in("keys", "mianyue-imports")
    content = csv(rows("keys", 1, "keys"))
    first = await imported(desk, content, **{"Idempotency-Key": "run-1"})
    second = await imported(desk, content, **{"Idempotency-Key": "run-2"})
    again = await imported(desk, content, **{"Idempotency-Key": "run-1"})
    assert first["created"][0]["id"] == again["created"][0]["id"] != second["created"][0]["id"]


async def test_a_form_carries_the_file(sign_in: Hire) -> None:
    desk = await sign_in("form", "mianyue-imports")
    files: Any = {"file": ("面试名单.csv", csv(rows("form", 2, "form")), "application/vnd.ms-excel")}
    answer = await desk.http.post("/api/v1/imports", files=files)
    assert len(answer.json()["created"]) == 2
    for wrong in ({"other": files["file"]}, {"file": (None, "text")}):
        answer = await desk.http.post("/api/v1/imports", files=wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "file"


async def test_hr_operations_import_for_their_recruiters(sign_in: Hire) -> None:
    await sign_in("imported-for", "mianyue-imports")
    desk = await sign_in("hr-imports", "mianyue-imports", "hrops")
    table = [[*row, "mianyue-imports"] for row in rows("imported-for", 1, "a")]
    table += [[*row, "mianyue-sz"] for row in rows("imported-for", 1, "b")]
    table += [[*row, ""] for row in rows("zhangsan", 1, "c")]
    found = await imported(desk, csv(table, [*HEADER, "organisation"]))
    assert [row["line"] for row in found["created"]] == [2]
    assert [(row["line"], row["column"], row["rule"]) for row in found["errors"]] == [
        (3, "organisation", "organisation-mismatch"),
        (4, "recruiter", "unknown-recruiter"),
    ]


async def test_times_that_have_passed_are_refused_by_row(sign_in: Hire) -> None:
    desk = await sign_in("past", "mianyue-imports")
    table = rows("past", 2, "past")
    table[0][5] = "2020-01-01 10:00"
    found = await imported(desk, csv(table))
    assert [(row["line"], row["column"], row["rule"]) for row in found["errors"]] == [
        (2, "starts_at", "starts-in-past")
    ]
    assert [row["line"] for row in found["created"]] == [3]


async def test_a_dry_run_says_what_would_come_of_it_and_writes_nothing(sign_in: Hire) -> None:
    desk = await sign_in("dry", "mianyue-imports")
    table = rows("dry", 4, "dry")
    table[1][5], table[2][8], table[3][6] = "2020-01-01 10:00", "lisi", "3"
    answer = await desk.http.post(
        "/api/v1/imports", params={"dry_run": True}, content=csv(table), headers={"Content-Type": "text/csv"}
    )
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["dry_run"], found["ready"], found["created"]) == (True, 1, [])
    assert found["invitations"]["email"] == 1
    wrong = [(row["line"], row["heading"], row["value"], row["candidate"]) for row in found["errors"]]
    assert wrong == [
        (3, "starts_at", "2020-01-01 10:00", "李1"),
        (4, "recruiter", "lisi", "李2"),
        (5, "duration_minutes", "3", "李3"),
    ]
    assert (await desk.page("/interviews"))["items"] == []


async def test_what_a_file_leaves_out_is_the_organisation_s_usual(sign_in: Hire) -> None:
    desk = await sign_in("usual", "mianyue-imports")
    found = await imported(desk, "姓名,邮箱,岗位,面试时间\n李默认,usual@example.com,测试,+3d 10:00\n".encode())
    [one] = await in_list(desk, [row["id"] for row in found["created"]])
    assert (one["candidate"]["locale"], one["timezone"], one["duration_minutes"]) == ("zh-CN", "Asia/Shanghai", 45)


@pytest.mark.parametrize(
    ("content", "kind", "status", "rule"),
    [
        (b"", "text/csv", 422, "empty"),
        (b"\x00\x01", "text/csv", 422, "encoding"),
        (b"PK\x03\x04 nothing", XLSX_TYPE, 422, "broken-xlsx"),
        (b"{}", "application/json", 422, "unsupported"),
        (b"a,b\n", "", 422, "unsupported"),
        (b"x" * 5_000_001, "text/csv", 413, "too-big"),
        (b"x" * 5_100_000, "text/csv", 413, "body-too-large"),
        (b"nonsense", "multipart/form-data; boundary=x", 400, "unreadable-body"),
        (b"nonsense", "multipart/form-data", 400, "unreadable-body"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused(
    zhangsan: Desk, content: bytes, kind: str, status: int, rule: str
) -> None:
    answer = await upload(zhangsan, content, kind)
    assert answer.status_code == status, answer.text
    assert answer.json()["type"] == f"urn:mianyue:rule:{rule}"


async def test_a_file_with_a_wrong_header_says_which_columns(zhangsan: Desk) -> None:
    found = await imported(zhangsan, "候选人,邮箱,神秘列\n王明,a@example.com,x\n".encode())
    assert found["created"] == []
    assert {(row["line"], row["rule"]) for row in found["errors"]} == {(1, "unknown-column"), (1, "missing-column")}
