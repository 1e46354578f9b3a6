"""Tests of cynosure.measures."""
