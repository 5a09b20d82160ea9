"""Tests of workflows; a package, so that its own workers end with it."""
