"""Tests of the push to another appraisal system, in a database of their own, with the sandbox as the receiver."""
