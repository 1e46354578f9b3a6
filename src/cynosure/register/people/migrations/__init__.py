"""Migrations of people and access."""
