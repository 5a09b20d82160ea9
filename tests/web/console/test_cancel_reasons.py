"""Stories of the reason in 取消面试: a vague one, one that says nothing, and one that says whose doing it is."""

from tests.web.console.test_cancelling import at, checks
from tests.web.console.visitor import Visitor
from tests.web.people import Recruiter


async def test_a_vague_reason_is_answered_as_one_types_with_a_better_one(zhang: Visitor, zhangsan: Recruiter) -> None:
    candidate = await zhangsan.invites(name="王小明")
    shown = await checks(zhang, candidate, party="company", reason_detail="公司有事")
    assert "过于笼统" in shown.text
    offered = shown.all("button", **{"data-fill": "f-detail"})
    better = await checks(zhang, candidate, party="company", reason_detail=offered[0]["data-value"])
    assert "可以使用" in better.text
    assert "候选人将收到" in better.text
    elsewhere = await checks(zhang, candidate, party="company", reason_detail="候选人突发感冒发烧")
    assert elsewhere.all("button", **{"data-fill": "f-party-candidate"})
    assert await zhangsan.log(candidate) == []


async def test_a_text_that_says_nothing_is_given_no_made_up_reason_but_the_list(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites()
    for text in ("有事", "个人原因", "asdfgh"):
        shown = await checks(zhang, candidate, reason_detail=text)
        assert not shown.all("button", **{"data-fill": "f-detail"}), text
        assert shown.all("button", **{"data-choose": "f-code"}), text
    meant = await checks(zhang, candidate, reason_detail="不想面了")
    (offered,) = meant.all("button", **{"data-fill": "f-detail"})
    assert offered["data-value"] == "候选人对岗位、薪资或地点不再考虑，放弃面试"


async def test_the_party_that_a_reason_names_is_chosen_by_itself_and_stays_ones_own_choice(
    zhang: Visitor, zhangsan: Recruiter
) -> None:
    candidate = await zhangsan.invites()
    shown = await checks(zhang, candidate, reason_detail="岗位冻结")
    chosen = [field["value"] for field in shown.all("input", name="party") if "checked" in field]
    assert (chosen, "已按原因识别" in shown.text, "候选人将收到" in shown.text) == (["company"], True, True)
    recognised = {"party": "company", "recognised": "company"}
    other = await checks(zhang, candidate, **recognised, reason_detail="候选人突发感冒发烧")
    assert [f["value"] for f in other.all("input", name="party") if "checked" in f] == ["candidate"]
    unclear = await checks(zhang, candidate, **recognised, reason_detail="有事")
    assert not [f for f in unclear.all("input", name="party") if "checked" in f]
    by_hand = await checks(zhang, candidate, party="interviewer", recognised="company", reason_detail="岗位冻结")
    assert not by_hand.all("input", name="recognised"), "the fields stay as they are"
    dialog = await zhang.opens(at(candidate), htmx=True)
    assert (await zhang.sends(dialog, at(candidate), {"reason_detail": "岗位冻结"}, htmx=True)).status == 204
    (row,) = await zhangsan.log(candidate)
    assert (row.party, row.reason_code) == ("company", "E_REQ_FROZEN")
