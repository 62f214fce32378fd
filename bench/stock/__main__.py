"""`python -m bench.stock [--only train,measure] [--epochs 10]`: installs, trains, measures the stock project.

Figures go to bench/stock.json, step by step.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import time
from pathlib import Path

import yaml

from bench.disk import tree_mb as disk_mb
from bench.figures import merge_into
from bench.questions import sure_questions
from bench.report import machine
from bench.stock import accuracy, serving
from bench.stock.environment import VERSION, ensure, environment
from bench.stock.project import write_project
from bench.workspace import ROOT, copied

_VENV, _PROJECT, _FIGURES = ROOT / "var/stock-venv", ROOT / "var/stock", ROOT / "bench/stock.json"
_RASA = _VENV / "bin/rasa"


def install(_: int) -> None:
    """The environment, and its size."""
    ensure(_VENV)
    merge_into(_FIGURES, {"stock.venv_mb": disk_mb(_VENV), "stock.rasa": VERSION, "stock.machine": machine()})


def train(most_epochs: int) -> None:
    """The project made anew and trained without caches, and how long that took."""
    write_project(_PROJECT, ROOT)
    cut_epochs(_PROJECT / "config.yml", most_epochs)
    began = time.perf_counter()
    subprocess.run(
        [str(_RASA), "train", "--domain", "domain", "--fixed-model-name", "stock"],
        cwd=_PROJECT,
        env=environment(),
        check=True,
    )
    figures: dict[str, float | str] = {
        "stock.train_s": time.perf_counter() - began,
        "stock.epochs": epochs(_PROJECT / "config.yml"),
        "stock.train_load": f"{os.getloadavg()[2]:.1f} over 15 minutes",
    }
    merge_into(_FIGURES, figures)


def measure(_: int) -> None:
    """The trained project while it serves."""
    with copied() as place:
        texts = sure_questions(place)
    with serving.serving(_RASA, _PROJECT) as stock:
        figures = asyncio.run(serving.measure(stock, texts))
        figures |= accuracy.measure(lambda asked: asyncio.run(serving.parsed(stock, asked)))
    merge_into(_FIGURES, figures)


def cut_epochs(config: Path, most: int) -> None:
    """Limit the epochs in a project's configuration: a hundred of DIET and of the selector take four hours on two cores."""
    read = yaml.safe_load(config.read_text(encoding="utf-8"))
    for each in read["pipeline"] + read["policies"]:
        if "epochs" in each:
            each["epochs"] = min(each["epochs"], most)
    config.write_text(yaml.safe_dump(read, sort_keys=False), encoding="utf-8")


def epochs(config: Path) -> str:
    """The epochs of each component that has some: "DIETClassifier 100, ResponseSelector 100"."""
    read = yaml.safe_load(config.read_text(encoding="utf-8"))
    return ", ".join(
        f"{each['name']} {each['epochs']}" for each in read["pipeline"] + read["policies"] if "epochs" in each
    )


_STEPS = {"install": install, "train": train, "measure": measure}


def main() -> None:
    """Take the steps asked for; each writes its figures when it is done."""
    parser = argparse.ArgumentParser(prog="python -m bench.stock", description=__doc__)
    parser.add_argument("--only", default=",".join(_STEPS), help=f"steps, joined by commas: {', '.join(_STEPS)}")
    parser.add_argument(
        "--epochs", type=int, default=100, help="100 is Rasa's default; fewer are told in the figures"
    )
    arguments = parser.parse_args()
    asked = arguments.only.split(",")
    if unknown := [name for name in asked if name not in _STEPS]:
        raise SystemExit(f"--only: no such step: {', '.join(unknown)}; the steps are {', '.join(_STEPS)}")
    for name in asked:
        print(f"stock: {name} …", flush=True)
        _STEPS[name](arguments.epochs)


if __name__ == "__main__":
    main()
