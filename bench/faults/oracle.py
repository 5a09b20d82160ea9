"""The judge of a run: what was decided (answers to commands) against what the provider took, and our books against both."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.faults.books import Books
from bench.faults.interview import Interview, Told
from bench.faults.provider import Taken
from domain.terms import Channel, NoticeKind, NoticeState

SEEN = "duplicate_seen"
_ENDED = (NoticeState.REFUSED, NoticeState.FAILED, NoticeState.SKIPPED)
_CALLED_OFF = ("superseded", "no_longer_wanted")
_PASSED = ("time_past", "too_late")
_AFTER = ("sent_again", "next_channel")


@dataclass
class Account:
    """The sums of a run or of a fault class. Lists name what must not be, as `interview: what`.

    expected: what candidates must be told. overtaken: not sent, for a later decision made it untrue; not expected any more.
    held: the provider has it. reported: its delivery was reported to us. lost, silent (duplicates), wrong (our books say
    otherwise than the world). repeated: duplicates with a recorded decision. withheld: not sent, with the
    reason on record. listed: unknown sends that the API shows HR as such.
    """

    interviews: int = 0
    expected: int = 0
    held: int = 0
    reported: int = 0
    withheld: int = 0
    overtaken: int = 0
    repeated: int = 0
    unknown: list[str] = field(default_factory=list)
    listed: int = 0
    phones: int = 0
    lost: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        """Everything that must not be."""
        return [*self.lost, *self.silent, *self.wrong]

    def add(self, other: "Account") -> None:
        """Sum up."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


@dataclass(frozen=True)
class World:
    """What stands at the end: the provider's messages by notice, the notices whose delivery it reported, our books."""

    taken: Mapping[str, list[Taken]]
    reported: frozenset[str]
    books: Books


def world(taken: Sequence[Taken], receipts: Counter[tuple[str, str, bool]], books: Books) -> World:
    """The end of a batch."""
    by: defaultdict[str, list[Taken]] = defaultdict(list)
    for message in taken:
        by[message.notice].append(message)
    return World(by, frozenset(notice for notice, word, heard in receipts if word == "delivered" and heard), books)


def judged(interview: Interview, at_end: World) -> Account:
    """One interview's account."""
    rows = at_end.books.notices[interview.id]
    account = Account(interviews=1)
    for told in interview.told:
        mine = [row for row in rows if (row.revision, row.step) == (told.revision, told.step)]
        for channel in interview.channels(told):
            _reached(interview, told, channel, mine, at_end, account)
    account.phones = sum(row.channel == "phone" for row in rows)
    account.unknown = [str(row.id) for row in rows if row.state == NoticeState.UNKNOWN and row.acknowledged_at is None]
    _doubled(interview, rows, at_end, account)
    _agrees(interview, rows, at_end, account)
    _stands(interview, at_end.books, account)
    return account


def _reached(
    interview: Interview, told: Told, channel: Channel, rows: Sequence[Any], at_end: World, account: Account
) -> None:
    """One expected notice, with whatever took its place."""
    chain = _chain(interview.notice(told, channel), rows)
    ids = {str(row.id) for row in chain}
    recorded = any(_on_record(row, told, interview) for row in chain) or any(_for_all(row) for row in rows)
    account.expected += 1
    if ids & at_end.taken.keys():
        account.held += 1
        account.reported += bool(ids & at_end.reported) or any(row.state == NoticeState.DELIVERED for row in chain)
    elif recorded and interview.overtaken(told.revision, told.step):
        account.expected -= 1
        account.overtaken += 1
    elif recorded:
        account.withheld += 1
    else:
        states = ", ".join(f"{row.channel} {row.state} {row.detail}".strip() for row in chain) or "no row"
        account.lost.append(f"{interview.id}: r{told.revision} {told.step} {channel}: {states}")


def _chain(first: str, rows: Sequence[Any]) -> list[Any]:
    """The notice and those after it, one in the place of the other."""
    ids, chain = {first}, []
    for row in rows:
        if str(row.id) in ids or str(row.after_id) in ids:
            ids.add(str(row.id))
            chain.append(row)
    return chain


def _for_all(row: Any) -> bool:
    """A row that stands for the message on every channel: the call to make in its place, or that its hour had passed."""
    return row.channel == "phone" or row.detail in _PASSED


def _on_record(row: Any, told: Told, interview: Interview) -> bool:
    """Why it did not leave, in the ledger; only what something newer made untrue may be called off."""
    if row.state == NoticeState.UNKNOWN:
        return True
    called_off = row.detail in _CALLED_OFF and not interview.overtaken(told.revision, told.step)
    return row.state in _ENDED and bool(row.detail) and not called_off


def _doubled(interview: Interview, rows: Sequence[Any], at_end: World, account: Account) -> None:
    """More than one message of one notice, or of one message on one channel: by decision, or silently."""
    decided = at_end.books.decided
    for row in rows:
        copies = len(at_end.taken.get(str(row.id), ()))
        if copies > 1 and SEEN not in decided[str(row.id)]:
            account.silent.append(f"{interview.id}: {row.step} {row.channel} {copies} times")
        elif copies > 1:
            account.repeated += copies - 1
    places: defaultdict[tuple[int, str, str], list[Any]] = defaultdict(list)
    for row in rows:
        places[row.revision, row.step, row.channel].append(row)
    for (_, step, channel), several in places.items():
        for later in several[1:]:
            by_decision = later.after_id is not None and later.because and {*_AFTER} & decided[str(later.after_id)]
            if not by_decision:
                account.silent.append(f"{interview.id}: {step} {channel} again without a decision")
        account.repeated += max(0, sum(str(row.id) in at_end.taken for row in several) - 1)


def _agrees(interview: Interview, rows: Sequence[Any], at_end: World, account: Account) -> None:
    """What the ledger says of each notice, against the provider."""
    for row in rows:
        copies, what = len(at_end.taken.get(str(row.id), ())), f"{row.step} {row.channel} {row.state} {row.detail}"
        if row.channel == "phone":
            continue
        if row.state in (NoticeState.INTENT, NoticeState.ATTEMPTING):
            account.wrong.append(f"{interview.id}: still under way: {what}")
        elif row.state in (NoticeState.ACCEPTED, NoticeState.DELIVERED) and not copies:
            account.wrong.append(f"{interview.id}: the provider has nothing: {what}")
        elif row.state in (NoticeState.SKIPPED, NoticeState.REFUSED) and copies:
            account.wrong.append(f"{interview.id}: the provider has {copies}: {what}")


def _stands(interview: Interview, books: Books, account: Account) -> None:
    """The interview's row, its log and its audit say what the answers said."""
    row, log = books.row.get(interview.id), sorted(books.cancelled[interview.id])
    if row is None:
        account.wrong.append(f"{interview.id}: no row")
        return
    stage = (
        "cancelled"
        if interview.last.kind is NoticeKind.CANCELLED
        else "confirmed"
        if interview.confirmed
        else "invited"
    )
    moved = any(told.kind is NoticeKind.MOVED for told in interview.told)
    stage = "invited" if moved and stage == "confirmed" else stage
    if (row.stage, row.revision) != (stage, interview.last.revision):
        account.wrong.append(
            f"{interview.id}: stands at {row.stage} r{row.revision}, answered {stage} {interview.last}"
        )
    wanted = sorted(told.revision for told in interview.told if told.kind is NoticeKind.CANCELLED)
    if log != wanted:
        account.wrong.append(f"{interview.id}: cancellations logged {log}, answered {wanted}")
    places = [one.nth for one in books.done[interview.id]]
    if places != list(range(1, len(places) + 1)):
        account.wrong.append(f"{interview.id}: places in the audit {places}")
