"""Tests of cynosure.engines."""
