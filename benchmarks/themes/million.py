"""A million texts."""
from pathlib import Path
TEXTS = 1_000_000
def main(texts: int, scratch: Path) -> None: ...
