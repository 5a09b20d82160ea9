"""`./run bench faults`: seeded faults against the real stack, judged by what the providers took."""
