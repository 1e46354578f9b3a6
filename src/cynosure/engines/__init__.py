"""Where the aggregates run."""
