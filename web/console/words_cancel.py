"""How the cancel dialog words what cancelling does: what happens next with the candidate, and what counts in the figures."""

from domain.catalogue import NextStep
from domain.figure_effects import Effect

NEXT_STEPS = {
    NextStep.OFFER_RESCHEDULE: (
        "请候选人另选时间，选定后由您确认",
        "the candidate is invited to pick another time, which you then approve",
    ),
    NextStep.HUMAN_INTERVIEW: (
        "改为人工面试，请与候选人约定时间",
        "a human interview follows: arrange it with the candidate",
    ),
    NextStep.FUTURE_PRIORITY: ("后续有合适岗位时优先联系", "the candidate is contacted first when a position fits"),
    NextStep.CLOSE: ("不再安排，致谢后结束", "nothing more is arranged; the candidate is thanked"),
}
EFFECTS = {
    Effect.BAD: ("计入，对指标不利", "Counted, to its disadvantage"),
    Effect.GOOD: ("计入，算达标", "Counted as it should be"),
    Effect.CASE: ("只计入分母", "Counted only as one of the cases"),
    Effect.NOT_COUNTED: ("不计入", "Not counted"),
}
