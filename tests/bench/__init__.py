"""Tests of bench; a package, so that its own workers end with it."""
