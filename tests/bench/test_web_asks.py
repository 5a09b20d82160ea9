"""The console's benchmark leaves nothing out: every page, dialog and action is asked for, and what is done is checked."""

from bench.web.asks import ASKS, UNASKED
from bench.web.coverage import all_ways, ways_of
from bench.web.things import STATES, THINGS


def test_every_route_of_the_console_is_asked_for() -> None:
    asked = {way for ask in ASKS for way in ways_of(ask)}
    assert all_ways() - asked - set(UNASKED) == set()


def test_what_is_asked_of_the_console_is_a_route_of_it() -> None:
    console = [ask for ask in ASKS if f"{ask.path}/".startswith("/console/")]
    assert console
    assert [ask.name for ask in console if not list(ways_of(ask))] == []


def test_what_is_said_to_be_left_out_is_a_route_that_nothing_asks_for() -> None:
    asked = {way for ask in ASKS for way in ways_of(ask)}
    assert set(UNASKED) <= all_ways() - asked


def test_no_act_is_timed_without_knowing_that_it_happened() -> None:
    posted = [ask for ask in ASKS if ask.form is not None]
    assert [ask.name for ask in posted if not ask.shows and not ask.changes] == []
    assert {ask.changes for ask in posted} - {""} <= THINGS.keys() | STATES.keys()


def test_an_ask_has_a_name_of_its_own_and_a_browser_for_those_who_ask() -> None:
    assert len({ask.name for ask in ASKS}) == len(ASKS)
    assert [ask.name for ask in ASKS if set(ask.paints) - set(ask.logins)] == []
