"""The room of measures: each figure with its course, its groups, its query and its demands."""
