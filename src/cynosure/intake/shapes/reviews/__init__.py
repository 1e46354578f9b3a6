"""App-store reviews: both stores' own exports, their collectors' and labelled sets of them."""

from cynosure.intake.shapes.reviews.shape import REVIEWS, Reviews

__all__ = ["REVIEWS", "Reviews"]
