"""Decisions: pure functions of frozen values. No I/O, no clock: ``now`` is an argument."""
