"""Tests of cynosure.statistics."""  # noqa: A005 – tests mirror src; nothing imports it as top level
