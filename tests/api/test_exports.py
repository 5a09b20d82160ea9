"""A file of the log is made row by row: what it costs does not grow with everybody who is named in it."""

from collections.abc import Iterator, Mapping
from uuid import uuid4

from api.exports import Known
from api.views import LogRow
from db.subjects import Subject
from domain.terms import CANDIDATE, Locale


class Everybody(Mapping[str, tuple[str, str]]):
    """People to be asked for by login; going through all of them for one row is what a test must see."""

    def __getitem__(self, login: str) -> tuple[str, str]:
        return {"zhangsan": ("张三", "Zhang San")}[login]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all people were gone through for one row")

    def __len__(self) -> int:
        return 1


def test_a_row_is_named_without_going_through_everybody() -> None:
    interview = uuid4()
    named = {"interview_id": interview, "recruiter": "zhangsan", "operator": CANDIDATE, "organisation": "mianyue-sh"}
    row: LogRow = LogRow.model_construct(**named)  # type: ignore[arg-type]
    subject = Subject("王小明", "后端工程师", "赵工", "Asia/Shanghai")
    about = Known({interview: subject}, Everybody(), {"mianyue-sh": ("面约上海", "")}).about(row, Locale.ZH)
    assert (about.recruiter, about.operator, about.company) == ("张三", "候选人", "面约上海")
