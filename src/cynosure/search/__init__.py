"""Search by words and by meaning: an index of segments, and who answers a question best."""

from cynosure.search.excerpt import Stretch, said_in, stretch_of
from cynosure.search.index import Index, updated
from cynosure.search.ranking import By, Hit, Question, question_like, question_of, ranked
from cynosure.search.reading import read_by
from cynosure.search.segment import SHOWN, Part, Segment
from cynosure.search.words import words_in

__all__ = [
    "SHOWN",
    "By",
    "Hit",
    "Index",
    "Part",
    "Question",
    "Segment",
    "Stretch",
    "question_like",
    "question_of",
    "ranked",
    "read_by",
    "said_in",
    "stretch_of",
    "updated",
    "words_in",
]
