"""Tests of the known exports, on records of our own invention."""
