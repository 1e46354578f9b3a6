"""A desk of which people have said something of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.commands import done


def speak_of(root: Path) -> None:
    """Let the cast decide, audit, weigh, name, mark and invite in the desk of a root."""
    desk = root / "desk"
    (root / "secret.key").write_text("a secret of forty characters, of nobody else", "ascii")
    (root / "secret.key").chmod(0o600)
    done("label", "ledgerly:0000003", "--as", "value", "--by", "Maria", "--workspace", desk)
    done("audit", "--workspace", desk, "-n", "12", "--by", "Paul", typed="f1" * 6 + "q")
    done("dissatisfiers", "weigh", "standing=end_user", "3", "--by", "Maria", "--workspace", desk)
    theme = done("themes", "list", "--workspace", desk).out.split()[1]
    done("themes", "name", theme, "Sent twice", "--by", "Maria", "--workspace", desk)
    done(
        "remedy", "mark", theme, "--at", "2026-03-02", "--what", "Matched by number",
        "--by", "Maria", "--workspace", desk,
    )  # fmt: skip
    _let_in(root)


def _let_in(root: Path) -> None:
    """Let people and machines in: an invitation, a token, a secret, deliveries, a view."""
    from cynosure.register import inbox, webhook_secrets
    from cynosure.register.opening import open_database
    from cynosure.register.people import invitations, tokens
    from cynosure.register.people.models import Role, User, Workspace
    from cynosure.register.scope import within

    at = datetime.now(UTC)
    with open_database(root):
        olga = User.objects.get(email="olga@example.org")
        desk = Workspace.objects.get(slug="desk")
        invitations.invite(
            desk, role=Role.VIEWER, by=olga, at=at, until=at + timedelta(days=7),
            email="nora@example.org",
        )  # fmt: skip
        tokens.make(
            desk, olga, name="Nightly export", scopes=["exports:read"], at=at,
            until=at + timedelta(days=90),
        )  # fmt: skip
        with within(desk.pk):
            webhook_secrets.make("github", by="Olga", at=at)
            inbox.accept("github", "never-a-payload", b"{}", event="issues", at=at)
