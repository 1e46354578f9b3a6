"""Tests of nature and cause."""
