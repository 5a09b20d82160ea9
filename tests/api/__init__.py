"""Tests of api; a package, so that its own workers end with it."""
