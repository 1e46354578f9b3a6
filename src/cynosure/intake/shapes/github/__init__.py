"""GitHub issues: what REST and `gh issue list --json` hand out, with histories where they hold them."""

from cynosure.intake.shapes.github.shape import GITHUB, GitHub

__all__ = ["GITHUB", "GitHub"]
