"""The known exports, in the order in which they are tried. Adding one is a module and a line."""

from __future__ import annotations

from typing import Final

from cynosure.intake.shape import Shape
from cynosure.intake.shapes.event_logs import EVENT_LOGS
from cynosure.intake.shapes.github import GITHUB
from cynosure.intake.shapes.gitlab import GITLAB
from cynosure.intake.shapes.jira import JIRA
from cynosure.intake.shapes.reviews import REVIEWS
from cynosure.intake.shapes.servicenow import SERVICENOW
from cynosure.intake.shapes.zendesk import ZENDESK

SHAPES: Final[tuple[Shape, ...]] = (GITHUB, GITLAB, JIRA, ZENDESK, SERVICENOW, REVIEWS, EVENT_LOGS)
