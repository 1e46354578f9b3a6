"""Tests of labellers of the organisation's own."""
