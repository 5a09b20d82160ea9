"""Tests of the watch over notices, interviews, workflows and providers, in a world of their own."""
