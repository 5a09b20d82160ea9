"""How shares are written for people: 25%, 8.3%, +4.1 points."""


def percent(rate: float) -> str:
    """A share (0–1) as HR writes it: whole percents as such, else one decimal; a share above 0 never shows as 0%."""
    tenths = round(rate * 1000)
    if tenths == 0 and rate > 0:
        return "<0.1%"
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths / 10:.1f}%"


def points(change: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    # Without the zero that is less than nothing.
    return f"{round(change * 100, 1) + 0.0:+.1f}"
