"""Readings on their way out: one module per format.

Each is imported where it is used, so that writing JSON does not load what the terminal needs.
"""
