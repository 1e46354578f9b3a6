"""The same outputs as a vectorised script that a data scientist would write in an afternoon.

pandas for the tables, scikit-learn for the nature, everything in memory. It
knows neither reopenings in chains nor merges nor claims; it is a peer for time
and memory, not for what is right. It learns from a year made with another
seed, since the project's training data is not part of the repository.

    python -m benchmarks.peer EXPORT TRAINING-EXPORT
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import FeatureUnion


def texts(demands: pd.DataFrame) -> pd.Series:
    """Return title and body as one text."""
    return demands["title"].fillna("") + " " + demands["body"].fillna("").str.slice(0, 480)


def survival_median(seconds: np.ndarray, ended: np.ndarray) -> float:
    """Return the median of the Kaplan-Meier curve."""
    order = np.argsort(seconds, kind="stable")
    times, happened = seconds[order], ended[order]
    at_risk = len(times) - np.arange(len(times))
    left = np.cumprod(1 - happened / at_risk)
    reached = np.flatnonzero(left <= 0.5)
    return float(times[reached[0]]) if len(reached) else float("nan")


def main(export: Path, training: Path) -> None:
    """Print what the report's first page needs."""
    features = FeatureUnion(
        [
            ("words", HashingVectorizer(ngram_range=(1, 2), n_features=2**18)),
            (
                "letters",
                HashingVectorizer(analyzer="char_wb", ngram_range=(3, 5), n_features=2**18),
            ),
        ]
    )
    known = pd.read_parquet(training / "export/demands.parquet").head(10_000)
    truth = pd.read_parquet(training / "truth.parquet").head(10_000)
    model = SGDClassifier(loss="log_loss", random_state=0)
    model.fit(features.transform(texts(known)), truth["nature"])

    demands = pd.read_parquet(export / "demands.parquet")
    events = pd.read_parquet(export / "events.parquet")
    demands["nature"] = model.predict(features.transform(texts(demands)))
    until = events["at"].max()
    by_demand = events.sort_values("at").groupby(["demand_id", "kind"])["at"].agg(["min", "max"])
    times = pd.DataFrame(by_demand.unstack("kind"))
    times.columns = pd.Index([f"{pair[1]}_{pair[0]}" for pair in times.columns])
    frame = demands.merge(times, left_on="demand_id", right_index=True, how="left")
    ended = frame["resolved_max"].notna() & ~(frame["reopened_max"] > frame["resolved_max"])
    waited = (frame["resolved_max"].where(ended, until) - frame["asked_min"]).dt.total_seconds()
    for nature, part in frame.groupby("nature"):
        rows = part.index
        print(nature, len(part), survival_median(waited[rows].to_numpy(), ended[rows].to_numpy()))
    responded = (frame["responded_min"] - frame["asked_min"]).dt.total_seconds()
    print("first response", responded.median())
    print("reopened", frame["reopened_min"].notna().mean())
    for dimension in ("product", "channel", "reported_type"):
        print(frame.groupby(dimension)["nature"].value_counts(normalize=True).unstack())
    print(frame.groupby([pd.Grouper(key="asked_at", freq="MS"), "nature"]).size().unstack())
    failure = frame[frame["nature"] == "failure"]
    key = texts(failure).str.lower().str.replace(r"[^a-z ]+", "", regex=True).str.slice(0, 60)
    print(key.value_counts().head(5))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
