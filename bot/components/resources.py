"""Where the side files of the assistant are, seen from the Rasa project's folder."""

import hashlib
import inspect
from pathlib import Path
from types import ModuleType

FAQ_FOLDER = Path("data/faq")
SLANG = Path("data/bahasa/slang.csv")
ENTITIES = Path("data/bahasa/entitas.yml")
EQUALS = Path("data/bahasa/setara.csv")
OFFICE = Path("office.yml")
TEXTS = Path("texts.id.yml")
EMBEDDINGS = "embeddings.sqlite"


def source_fingerprint(*modules: ModuleType) -> str:
    """A hash of modules' source, for components whose work is done outside their class."""
    return hashlib.sha256("".join(inspect.getsource(module) for module in modules).encode()).hexdigest()
