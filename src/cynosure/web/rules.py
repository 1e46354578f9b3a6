"""The table of who may ask what, by the name of the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Who = Literal["anybody", "signed in", "member", "token"]
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may ask one address.

    `who` says how they show who they are; `reads` and `writes` are the lowest
    role of a member for asking and for changing (None: nobody may); `scopes`
    are what a token needs, by method. `fresh`: who changes something there has
    to have shown within a quarter of an hour that it is they who sit there.
    """

    who: Who = "member"
    reads: str | None = "viewer"
    writes: str | None = None
    scopes: tuple[tuple[str, str], ...] = ()
    fresh: bool = False

    def needed(self, method: str) -> str | None:
        """Return the lowest role for a method; None: nobody may.

        >>> Rule(writes="lead").needed("GET"), Rule(writes="lead").needed("POST")
        ('viewer', 'lead')
        """
        return self.reads if self.is_reading(method) else self.writes

    def is_reading(self, method: str) -> bool:
        """Return whether a method only asks."""
        return method in _READING

    def scope(self, method: str) -> str | None:
        """Return the scope that a token needs for a method; None: no token may.

        >>> Rule(who="token", scopes=(("GET", "demands:read"),)).scope("GET")
        'demands:read'
        """
        return dict(self.scopes).get("GET" if method in _READING else method)


def _token(**scopes: str) -> Rule:
    return Rule(who="token", reads=None, scopes=tuple(scopes.items()))


ANYBODY = Rule(who="anybody")
SIGNED_IN = Rule(who="signed in")
OWNERS_ACT = Rule(reads=None, writes="owner", fresh=True)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        # nobody in particular
        "healthy": ANYBODY,
        "ready": ANYBODY,
        "metrics": ANYBODY,  # answers this machine or who has the watching key: see watching
        "account_login": ANYBODY,
        "account_logout": ANYBODY,
        "account_reauthenticate": SIGNED_IN,
        "mfa_reauthenticate": SIGNED_IN,
        "invitation": ANYBODY,  # holds its own key
        "mfa_authenticate": ANYBODY,  # the second step of signing in
        "home": SIGNED_IN,
        "appearance": ANYBODY,  # light or dark, kept in a cookie
        # take in
        "take_in": Rule(writes="contributor"),
        "take_in_preview": Rule(reads="contributor", writes="contributor"),
        "take_in_job": Rule(writes="contributor"),
        "import": Rule(),
        "import_quarantine": Rule(reads="contributor"),
        "import_quarantine_unmasked": Rule(reads="lead"),
        "import_undo": Rule(reads="lead", writes="lead"),
        # what machines send and ask
        "webhook": ANYBODY,  # carries a signature
        "api:openapi-json": ANYBODY,
        "api:openapi-view": ANYBODY,
        "api:api-root": ANYBODY,  # nothing is there
        "api:nothing": ANYBODY,
        "api:demands": _token(GET="demands:read", POST="demands:write"),
        "api:demands-batch": _token(POST="demands:write"),
        "api:demand": _token(GET="demands:read"),
        "api:deliveries": _token(GET="demands:write"),
        "api:delivery": _token(GET="demands:write"),
        "api:decisions": _token(GET="demands:read", POST="decisions:write"),
        "api:decision": _token(GET="demands:read", DELETE="decisions:write"),
        "api:measures": _token(GET="measures:read"),
        "api:measure": _token(GET="measures:read"),
        "api:measure-series": _token(GET="measures:read"),
        "api:measure-by": _token(GET="measures:read"),
        "api:themes": _token(GET="measures:read"),
        "api:theme": _token(GET="measures:read"),
        "api:imports": _token(GET="demands:read"),
        "api:import": _token(GET="demands:read"),
        "api:export": _token(GET="exports:read"),
        # one line an address, room by room
        # people: what is one's own
        "account": SIGNED_IN,
        "account_change_password": SIGNED_IN,
        "account_sessions_end": SIGNED_IN,
        "account_session_end": SIGNED_IN,
        "mfa_index": SIGNED_IN,
        "mfa_activate_totp": SIGNED_IN,
        "mfa_deactivate_totp": SIGNED_IN,
        "mfa_view_recovery_codes": SIGNED_IN,
        "mfa_generate_recovery_codes": SIGNED_IN,
        # people: of a workspace
        "welcome": Rule(),
        "members": Rule(),
        "member_role": OWNERS_ACT,
        "member_remove": OWNERS_ACT,
        "invitations": Rule(reads="owner", writes="owner", fresh=True),
        "invitation_withdraw": Rule(reads=None, writes="owner"),
        "tokens": Rule(writes="viewer", fresh=True),  # one's own, never worth more than one's role
        "token_end": Rule(reads=None, writes="viewer"),
        "tokens_of_all": Rule(reads="owner"),
        "token_of_other_end": Rule(reads=None, writes="owner"),
        "trail": Rule(reads="owner"),
        # settings
        "workspace": Rule(),
        "workspace_mappings": Rule(),
        "workspace_mapping": Rule(),
        "workspace_mapping_delete": Rule(reads=None, writes="lead"),
        "workspace_labellers": Rule(writes="contributor"),
        "workspace_weights": Rule(writes="lead"),
        "workspace_weight_undo": Rule(reads=None, writes="lead"),
        "workspace_webhooks": Rule(reads="lead"),
        "workspace_webhook_secret": OWNERS_ACT,
        "workspace_webhook_secret_end": OWNERS_ACT,
        "workspace_delivery_again": Rule(reads=None, writes="lead"),
        "workspace_delivery_let_go": Rule(reads=None, writes="lead"),
        "workspace_erasure": Rule(reads="owner", writes="owner", fresh=True),
        "workspace_erasure_receipt": Rule(reads="owner"),
        "workspace_erasure_again": OWNERS_ACT,
        "workspace_about": Rule(reads="owner", writes="owner", fresh=True),
        "workspace_another": OWNERS_ACT,
        "focus": Rule(),
        "tell_again": Rule(reads=None, writes="contributor"),
        "demands": Rule(),
        "demand": Rule(),
        "demand-similar": Rule(),
        "demands-export": Rule(),
        "demand-decide": Rule(reads=None, writes="contributor"),
        "demand-undo": Rule(reads=None, writes="contributor"),
        "demand-move": Rule(reads=None, writes="lead"),
        "demand-unmask": Rule(reads=None, writes="lead"),
        "views": Rule(reads=None, writes="viewer"),  # of one's own; they change nothing else
        "view": Rule(reads=None, writes="viewer"),
        "labels": Rule(writes="contributor"),
        "labels-learn": Rule(reads=None, writes="contributor"),
        "audit": Rule(),
        "audit_narrowing": Rule(),
        "audit_draw": Rule(reads=None, writes="contributor"),
        "audit_drawing": Rule(reads="contributor"),
        "audit_round": Rule(reads="contributor", writes="contributor"),
        "dissatisfiers": Rule(),
        "themes": Rule(),
        "theme": Rule(),
        "theme_name": Rule(reads="lead", writes="lead"),
        "theme_merge": Rule(reads="lead", writes="lead"),
        "theme_split": Rule(reads="lead", writes="lead"),
        "theme_mark": Rule(reads=None, writes="lead"),
        "themes_undo": Rule(reads=None, writes="lead"),
        "themes_proposed": Rule(writes="lead"),
        "remedies": Rule(),
        "remedy_mark": Rule(reads="lead", writes="lead"),
        "remedy_take_back": Rule(reads=None, writes="lead"),
        "measures": Rule(),
        "measure": Rule(),
        "measure_items": Rule(),
        "measure_download": Rule(),
    }
)
