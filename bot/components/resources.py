"""Where the side files of the assistant are, seen from the Rasa project's folder."""

from pathlib import Path

FAQ_FOLDER = Path("data/faq")
SLANG = Path("data/bahasa/slang.csv")
ENTITIES = Path("data/bahasa/entitas.yml")
EQUALS = Path("data/bahasa/setara.csv")
OFFICE = Path("office.yml")
TEXTS = Path("texts.id.yml")
EMBEDDINGS = "embeddings.sqlite"
