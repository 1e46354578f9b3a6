"""Acts of the trail in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTS: Mapping[str, str] = MappingProxyType(
    {
        "sign-in.done": "signed in",
        "sign-in.failed": "could not sign in: the password did not fit",
        "sign-out.done": "signed out",
        "session.ended": "ended sessions of their own",
        "password.changed": "changed their password",
        "second-factor.failed": "gave a code that did not hold",
        "second-factor.set-up": "set up a second factor",
        "second-factor.removed": "removed their second factor",
        "second-factor.codes-made": "made new recovery codes",
        "second-factor.required": "let the workspace ask for a second factor",
        "second-factor.not-required": "let the workspace ask for no second factor",
        "member.joined": "joined",
        "member.role-changed": "changed the role of",
        "member.removed": "removed",
        "invitation.made": "made",
        "invitation.withdrawn": "withdrew",
        "token.made": "made",
        "token.ended": "ended",
        "workspace.founded": "founded the workspace",
        "workspace.renamed": "renamed the workspace",
        "webhook-secret.made": "made a secret for webhooks of",
        "webhook-secret.kept": "kept a secret for webhooks of",
        "webhook-secret.ended": "ended",
        "delivery.tried-again": "tried again",
        "delivery.let-go": "let go of the words of",
        "mapping.deleted": "deleted the mapping",
        "weight.set": "set the weight of",
        "weight.taken-back": "took back the weight of",
        "files.taken-in": "took files in as",
        "import.undone": "had the import undone",
        "quarantine.unmasked": "looked at the unmasked quarantine of",
        "erasure.asked": "asked that a person be erased",
        "person.erased": "erased a person, who is now",
        "demand.unmasked": "looked at the unmasked text of",
    }
)


def in_words(did: str) -> str:
    """Return an act in words; one without words here says itself.

    >>> in_words("token.made"), in_words("theme.split-up")
    ('made', 'theme: split up')
    """
    return ACTS.get(did) or did.replace(".", ": ").replace("-", " ")
