"""The one router: an address that two methods share is one address only within a router."""

from __future__ import annotations

from typing import Final

from ninja import Router

router: Final = Router()
