"""Measurements of speed and size: ``python -m bench``.

Each is a ratio against something measured in the same run, or a size. None of them is a test: what a
busy machine measures is shown, never failed.
"""
