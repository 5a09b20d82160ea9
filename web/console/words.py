"""How the console words what the API tells in codes: stages, parties, channels, steps, and times with their zone."""

from dataclasses import dataclass
from datetime import datetime

from db.recording import UNSTATED
from domain import narrative, vocabulary
from domain.catalogue import CATALOGUE
from domain.clock import day_text, zone_name, zone_of
from domain.labels import mask_number
from domain.terms import Channel, Locale, NoticeState, Outcome, Party, Role, Stage
from domain.vocabulary import said
from web.console import next_steps, words_happened

__all__ = ["Moment", "Words", "moment", "said"]
STAGE_LOOKS = {
    Stage.INVITED: "azure",
    Stage.CONFIRMED: "green",
    Stage.RESCHEDULE_REQUESTED: "purple",
    Stage.COMPLETED: "teal",
    Stage.NO_SHOW: "orange",
    Stage.CANCELLED: "red",
    Stage.CLOSED: "secondary",
}

VIEWS = {
    "open": ("待进行", "Upcoming"),
    "waiting": ("待确认", "To be confirmed"),
    "requests": ("改期中", "Moving"),
    "over": ("待登记结果", "Outcome missing"),
    "cancelled": ("已取消", "Cancelled"),
    "done": ("已结束", "Finished"),
    "all": ("全部", "All"),
}
OUTCOMES = {
    Outcome.COMPLETED: ("已完成", "completed"),
    Outcome.CANDIDATE_NO_SHOW: ("候选人未到", "candidate absent"),
    Outcome.INTERVIEWER_NO_SHOW: ("面试官缺席", "interviewer absent"),
}
ROLES = {
    Role.RECRUITER: ("招聘人员", "recruiter"),
    Role.MANAGER: ("主管", "manager"),
    Role.HROPS: ("HR 运营", "HR operations"),
    Role.ADMIN: ("管理员", "administrator"),
}


@dataclass(frozen=True)
class Moment:
    """An instant for the eye: `day` and `clock` where it takes place, `zone` its name; `here` the same instant on the reader's
    clock when that is another one, else empty; `iso` for machines."""

    day: str
    clock: str
    zone: str
    here: str
    iso: str


def moment(at: datetime, zone: str, own: str, locale: Locale) -> Moment:
    """The instant as read in `zone`, by somebody who lives in `own`."""
    local = at.astimezone(zone_of(zone))
    mine = at.astimezone(zone_of(own))
    here = (
        ""
        if local.utcoffset() == mine.utcoffset()
        else f"{day_text(mine, locale)} {mine:%H:%M} {zone_name(own, locale)}"
    )
    return Moment(day_text(local, locale), f"{local:%H:%M}", zone_name(zone, locale), here, at.isoformat())


class Words:
    """The words of one language, for templates."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale

    def stage(self, stage: str) -> str:
        """阶段."""
        return said(vocabulary.STAGES[Stage(stage)], self._locale)

    def look(self, stage: str) -> str:
        """The colour of a stage's badge."""
        return STAGE_LOOKS[Stage(stage)]

    def view(self, view: str) -> str:
        """A view of the interview list."""
        return said(VIEWS[view], self._locale)

    def outcome(self, outcome: str) -> str:
        """What happened at an interview."""
        return said(OUTCOMES[Outcome(outcome)], self._locale)

    def outcome_look(self, outcome: str) -> str:
        """The colour of an outcome's badge."""
        return "teal" if outcome == Outcome.COMPLETED else "orange"

    def role(self, role: str) -> str:
        """A user's role."""
        return said(ROLES[Role(role)], self._locale)

    def by(self, actor: str) -> str:
        """Who did something: the candidate, the system, or a colleague's login."""
        return said(vocabulary.ACTORS[actor], self._locale) if actor in vocabulary.ACTORS else actor

    def party(self, party: str) -> str:
        """责任方."""
        return said(vocabulary.PARTIES[Party(party)], self._locale)

    def channel(self, channel: str) -> str:
        """A notice's channel."""
        return said(vocabulary.CHANNELS[Channel(channel)], self._locale)

    def standing(self, channel: str, state: str) -> str:
        """Where a notice stands."""
        return vocabulary.standing(Channel(channel), NoticeState(state), self._locale)

    def kind(self, kind: str) -> str:
        """What a notice is about."""
        return words_happened.kind(kind, self._locale)

    def step(self, step: str) -> str:
        """A step of the plan; a message that is being followed is looked at until it has arrived."""
        if step.startswith("pursue"):
            return said(("核实通知送达", "see that the notice arrives"), self._locale)
        return narrative.step_name(step, self._locale)

    def wait(self, wait: str) -> str:
        """Whom or what an interview waits for."""
        return said(next_steps.WAITS[wait], self._locale)

    def reason(self, code: str) -> str:
        """A cancellation's reason by its code, as the log words it."""
        return CATALOGUE[code].internal.of(self._locale) if code in CATALOGUE else code

    def own_words(self, code: str, detail: str) -> str:
        """What somebody typed as the reason; empty where it only says what the code does, or nothing was typed."""
        return "" if detail in (self.reason(code), UNSTATED) else detail

    def name(self, zh: str, en: str) -> str:
        """A colleague's name."""
        return zh if self._locale is Locale.ZH else en or zh

    def masked_number(self, number: str) -> str:
        """A number whose middle is hidden."""
        return mask_number(number)
