"""A language model behind an OpenAI-compatible address, and a memory of what it answered."""
