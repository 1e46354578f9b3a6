"""The look of the pages: every part in every state, and the words in templates."""
