"""What HR operations read of a bulk in the Temporal UI: its summary, its steps, and where it stands, zh or en."""

from domain.bulk import BulkAction, BulkRun, BulkState, Counts, ItemState
from domain.labels import summary
from domain.terms import Locale
from domain.vocabulary import said

ACTIONS = {
    BulkAction.CANCEL: ("批量取消", "bulk cancellation"),
    BulkAction.OFFER: ("批量改期", "bulk offer of new times"),
}
STATES = {
    BulkState.WAITING: ("待开始", "waiting to begin"),
    BulkState.RUNNING: ("进行中", "running"),
    BulkState.PAUSED: ("已暂停", "paused"),
    BulkState.STOPPED: ("已停止", "stopped"),
    BulkState.FINISHED: ("已完成", "finished"),
}
ITEMS = {
    ItemState.PENDING: ("待处理", "to come"),
    ItemState.DONE: ("已处理", "done"),
    ItemState.ALREADY: ("此前已取消", "cancelled before"),
    ItemState.REFUSED: ("规则不允许", "refused by a rule"),
    ItemState.FAILED: ("未得到确认，可继续重试", "no answer, can be tried again"),
    ItemState.SKIPPED: ("停止后未处理", "left out when it was stopped"),
}


def headline(run: BulkRun) -> str:
    """The line under which a bulk is found."""
    size = f"{run.total}场" if run.locale is Locale.ZH else f"{run.total} interviews"
    return summary(said(ACTIONS[run.action], run.locale), size, run.by)


def item_label(run: BulkRun) -> str:
    """The summary of one interview's step."""
    return said(
        {BulkAction.CANCEL: ("取消面试", "cancel"), BulkAction.OFFER: ("提供可选时间", "offer times")}[run.action],
        run.locale,
    )


def state_label(state: BulkState, by: str, locale: Locale) -> str:
    """The summary of writing down where a bulk stands and who wanted that."""
    return " · ".join(part for part in (said(STATES[state], locale), by) if part)


def pace_label(run: BulkRun) -> str:
    """The summary of the timer between two turns."""
    return f"限速 每分钟{run.per_minute}场" if run.locale is Locale.ZH else f"throttled to {run.per_minute} a minute"


def rest_label(locale: Locale) -> str:
    """The summary of the timer of a pause."""
    return said(("暂停中，等待继续或停止", "paused, until it is resumed or stopped"), locale)


def details(run: BulkRun, state: BulkState, by: str, counts: Counts) -> str:
    """Markdown for the workflow's page: where it stands and how many interviews stand where."""
    zh = run.locale is Locale.ZH
    over = run.total - counts.get(ItemState.PENDING, 0)
    lines = [
        f"**{'状态' if zh else 'State'}**: {state_label(state, by, run.locale)}",
        f"**{'进度' if zh else 'Progress'}**: {over} / {run.total}",
    ]
    rows = [f"- {said(ITEMS[one], run.locale)}: {counts[one]}" for one in ItemState if counts.get(one)]
    return "\n\n".join([*lines, "\n".join(rows)])
