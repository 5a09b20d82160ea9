"""What the console's benchmark tells: a file is held against no goal, also one in which nothing stands."""

from bench.web.measuring import Found
from bench.web.telling import files, met, pages


def test_an_empty_file_is_a_file_and_no_page() -> None:
    empty = Found("file: log of a quiet month, csv", "s1t1r1", rows=0, answers=[0.9])
    assert (met(empty), files([empty]).row_count, pages([empty]).row_count) == (True, 1, 0)


def test_a_page_that_takes_a_second_misses_its_goal() -> None:
    assert not met(Found("list", "s1t1r1", answers=[0.9]))
