"""What allauth asks us: nobody signs up without an invitation."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnly(DefaultAccountAdapter):
    """Keeps the door closed: accounts are made by invitations (`people/joining`)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account begins with an invitation."""
        del request
        return False
