"""Benchmarks: programs that print figures about speed, rules and faults; never asserts of the test suite."""
