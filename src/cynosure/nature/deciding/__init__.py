"""What people decided, and the model of their own that learns from it."""
