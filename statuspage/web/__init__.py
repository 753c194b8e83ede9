"""The page, served: Flask views that turn one snapshot into bytes, and a cache that answers before them.

Importing this package imports no Flask, so that the server's main process stays small.
"""
