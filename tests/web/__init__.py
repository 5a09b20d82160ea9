"""Tests of web; a package, so that its own workers end with it."""
