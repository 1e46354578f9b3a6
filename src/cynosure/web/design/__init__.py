"""The look of every page: frame, parts, style sheets, keys."""
