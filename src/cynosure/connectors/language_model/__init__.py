"""A language model behind an OpenAI-compatible address, and a memory of what it answered."""

from cynosure.connectors.language_model.answers import AlreadyAsking, KeptAnswers, UnusableAnswers
from cynosure.connectors.language_model.client import ChatCompletions, MissingKey

__all__ = ["AlreadyAsking", "ChatCompletions", "KeptAnswers", "MissingKey", "UnusableAnswers"]
