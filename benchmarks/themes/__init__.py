"""Themes beside BERTopic: quality, CPU time, memory and stability in one run."""
