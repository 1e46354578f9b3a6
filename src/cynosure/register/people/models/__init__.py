"""People, workspaces and who may do what in them."""

from cynosure.register.people.models.access import ApiToken, Invitation
from cynosure.register.people.models.member import Member, Role
from cynosure.register.people.models.trail import TrailEntry
from cynosure.register.people.models.user import User
from cynosure.register.people.models.workspace import Workspace

__all__ = ["ApiToken", "Invitation", "Member", "Role", "TrailEntry", "User", "Workspace"]
