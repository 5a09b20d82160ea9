"""Who interviews: said when the interview is arranged or imported, found again in the list and in the log's file, never in Temporal."""

import csv
import hashlib
import io
import json

from api.arrivals import fingerprint
from api.bodies import NewInterview
from api.context import App
from tests.api.conftest import Hire
from tests.api.desk import Desk, wish
from tests.api.test_imports import HEADER, imported, in_list, rows
from tests.api.test_imports import csv as table


async def test_interviews_are_found_by_interviewer_and_position(sign_in: Hire) -> None:
    desk = await sign_in("interviewers", "mianyue-interviewers")
    first = await desk.arrange(interviewer=" 刘洋 ", position="算法工程师")
    second = await desk.arrange(interviewer="刘洋", position="算法工程师（校招）")
    nobody = await desk.arrange(position="算法工程师")

    async def found(**params: str) -> set[str]:
        return {row["id"] for row in (await desk.page("/interviews", params))["items"]}

    assert await found(interviewer="刘洋") == {first, second}
    assert await found(interviewer="刘") == set(), "the whole name, not a part of it"
    assert await found(position="算法工程师") == {first, nobody}
    assert await found(position="算法工程师", interviewer="刘洋") == {first}
    shown = [(await desk.get(f"/interviews/{id}")).json()["interviewer"] for id in (first, nobody)]
    assert shown == ["刘洋", ""]


async def test_the_logs_file_names_the_interviewer(zhangsan: Desk) -> None:
    id = await zhangsan.arrange(interviewer="刘洋")
    await zhangsan.cancel(id)
    answer = await zhangsan.get("/cancellations", {"interview": id}, Accept="text/csv")
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert row["面试官"] == "刘洋"


async def test_a_table_may_name_interviewers(sign_in: Hire) -> None:
    desk = await sign_in("tables-name", "mianyue-interviewers")
    lines = [[*row, who] for row, who in zip(rows("tables-name", 3, "named"), ("刘洋", "", "x" * 65), strict=True)]
    found = await imported(desk, table(lines, [*HEADER, "面试官"]))
    assert [(row["line"], row["column"], row["rule"]) for row in found["errors"]] == [(4, "interviewer", "too-long")]
    there = await in_list(desk, [row["id"] for row in found["created"]])
    assert [row["interviewer"] for row in there] == ["刘洋", ""]


async def test_a_name_that_is_none_is_refused(zhangsan: Desk) -> None:
    for wrong, rule in (("x" * 65, "too-long"), (" ", "empty"), ("刘\n洋", "hidden-characters"), (7, "string_type")):
        answer = await zhangsan.post("/interviews", wish(interviewer=wrong))
        assert answer.status_code == 422
        assert [(e["field"], e["rule"]) for e in answer.json()["errors"]] == [("interviewer", rule)]


async def test_temporal_never_hears_the_name(served: App, zhangsan: Desk) -> None:
    id = await zhangsan.arrange(interviewer="欧阳不入流程")
    history = await served.client.get_workflow_handle(f"interview-{id}").fetch_history()
    assert "欧阳不入流程" not in history.to_json()


def test_a_creation_begun_before_the_upgrade_can_be_repeated_after_it() -> None:
    """Its fingerprint was made when requests had no such field."""
    asked = NewInterview.model_validate(wish())
    before = json.dumps(asked.model_dump(mode="json", exclude={"interviewer"}), sort_keys=True)
    assert fingerprint(asked) == hashlib.sha256(before.encode()).hexdigest()
    assert fingerprint(asked.model_copy(update={"interviewer": "刘洋"})) != fingerprint(asked)
