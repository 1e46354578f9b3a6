"""What is seen of a demand: its words, and what its source says beside them."""
