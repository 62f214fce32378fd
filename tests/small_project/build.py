"""Makes the small Rasa project: the product's own files with 12 of its entries, a form and a conditioned rule.

It is copied anew for every test run, so that it cannot drift from the product.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent

ENTRIES = (
    "data/data_ipm",
    "data/data_kemiskinan",
    "data/data_jumlah_penduduk",
    "metadata/metadata_ipm",
    "metadata/metadata_inflasi",
    "metadata/metadata_definisi_kemiskinan",
    "klasifikasi/klasifikasi_kbli_2025",
    "klasifikasi/klasifikasi_kbli_2020_vs_2025",
    "klasifikasi/klasifikasi_contoh_warung_makan",
    "layanan/layanan_jam_operasional",
    "layanan/layanan_alamat",
    "layanan/layanan_bicara_petugas",
)
IDS = frozenset(entry.partition("/")[2] for entry in ENTRIES)

_EXAMPLES_OF_ENTRY = 16
_EXAMPLES_OF_INTENT = 10
"""Every example is one encoding of 15 ms; these are enough to tell 12 entries apart."""


def build(folder: Path) -> Path:
    """Write the project into `folder` and give it back; nothing is trained."""
    for name in ("bot", "actions", "requirements.txt"):
        (folder / name).symlink_to(ROOT / name)
    for name in ("office.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / name, folder)
    shutil.copy(HERE / "config.yml", folder)
    texts = (ROOT / "texts.id.yml", HERE / "texts.yml")
    (folder / "texts.id.yml").write_text("".join(_text(path) for path in texts), encoding="utf-8")
    domain = _merged(yaml.safe_load(_text(ROOT / "domain.yml")), yaml.safe_load(_text(HERE / "domain.yml")))
    (folder / "domain.yml").write_text(yaml.safe_dump(domain, sort_keys=False), encoding="utf-8")
    _copy_data(folder / "data")
    return folder


def _copy_data(data: Path) -> None:
    shutil.copytree(ROOT / "data/bahasa", data / "bahasa")
    shutil.copytree(ROOT / "data/rules", data / "rules")
    shutil.copytree(ROOT / "data/standar", data / "standar")
    shutil.copy(HERE / "rules.yml", data / "rules/uji.yml")
    (data / "nlu").mkdir()
    for path in (ROOT / "data/nlu").glob("*.yml"):
        short = _first_items(_text(path).splitlines(), "      - ", _EXAMPLES_OF_INTENT)
        (data / "nlu" / path.name).write_text("\n".join(short) + "\n", encoding="utf-8")
    for entry in ENTRIES:
        target = data / "faq" / f"{entry}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_short_entry(_text(ROOT / "data/faq" / f"{entry}.md")), encoding="utf-8")


def _short_entry(text: str) -> str:
    """An entry with fewer examples, and related to the other eleven only."""
    lines = _first_items(text.splitlines(), "  - ", _EXAMPLES_OF_ENTRY)
    return "\n".join(_related_here(line) if line.startswith("terkait:") else line for line in lines) + "\n"


def _related_here(line: str) -> str:
    related = yaml.safe_load(line)["terkait"] or []
    return f"terkait: [{', '.join(faq for faq in related if faq in IDS)}]"


def _first_items(lines: list[str], mark: str, most: int) -> Iterator[str]:
    seen = 0
    for line in lines:
        seen = seen + 1 if line.startswith(mark) else 0
        if seen <= most:
            yield line


def _merged(domain: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    return {
        **domain,
        "intents": domain["intents"] + extra["intents"],
        "slots": domain["slots"] | extra["slots"],
        "forms": extra["forms"],
    }


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
