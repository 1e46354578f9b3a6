"""The web product: pages, API, webhooks, and what watches them."""
