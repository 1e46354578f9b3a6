"""An invented company, and the truth about it."""

from cynosure.simulation.company import Block, year
from cynosure.simulation.files import write_year
from cynosure.simulation.plan import Plan
from cynosure.simulation.truth import TRUTH

__all__ = ["TRUTH", "Block", "Plan", "write_year", "year"]
