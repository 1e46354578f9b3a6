"""Side-by-side runs: time and memory as ratios against a named peer or limit, in one run."""
