"""Auditing: stub until the register lands."""
from __future__ import annotations
from typing import Any
def audit_so_far(place: Any) -> Any:
    return None
