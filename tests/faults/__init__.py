"""One fast case of every fault class."""
