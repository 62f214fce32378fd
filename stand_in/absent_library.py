"""Lets Rasa import without TensorFlow: every name exists, any use of one says which component asked for it.

Rasa imports TensorFlow in dozens of modules but runs it in DIET, TED and ResponseSelector only (docs/decisions/0001).
`make setup` puts this folder on the environment's path with a .pth file.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import FrameType, FunctionType, ModuleType
from typing import Any

_USERS = ("rasa.nlu.", "rasa.core.policies.")


def _using_component(frame: FrameType | None) -> str:
    """Name the Rasa component nearest on the call stack, so that the reader knows which config line to change."""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith(_USERS):
            owner = frame.f_locals.get("self") or frame.f_locals.get("cls")
            if owner is not None:
                return owner.__name__ if isinstance(owner, type) else type(owner).__name__
        frame = frame.f_back
    return "this code"


def _refuse(name: str) -> Exception:
    from rasa.shared.exceptions import RasaException

    component = _using_component(sys._getframe(2))
    refusal: Exception = RasaException(
        f"{component} needs TensorFlow ({name}), which this environment leaves out on purpose: "
        "take the component out of config.yml (docs/decisions/0001 says why, bench/stock has it installed)."
    )
    return refusal


class AbsentMeta(type):
    """Makes each missing name a class: it can be subclassed, annotated and passed on, but not called."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _absent(f"{cls.__module__}.{name}")

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        """Refuse, saying who asked; a decorator's call gives the decorated function back."""
        # tf.function and its like decorate functions while Rasa is being imported.
        if len(args) == 1 and isinstance(args[0], FunctionType) and not kwargs:
            return args[0]
        if cls.__dict__.get("_is_stand_in") and cls.__name__ == "function":
            return lambda wrapped: wrapped
        raise _refuse(f"{cls.__module__}.{cls.__name__}" if not cls.__dict__.get("_is_stand_in") else cls.__module__)

    def __or__(cls, other: Any) -> Any:
        return Any

    def __ror__(cls, other: Any) -> Any:
        return Any

    def __getitem__(cls, item: Any) -> Any:
        return cls


def _absent(path: str) -> AbsentMeta:
    name = path.rpartition(".")[2]
    return AbsentMeta(name, (), {"__module__": path, "_is_stand_in": True})


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = _absent(f"{self.__name__}.{name}")
        setattr(self, name, value)  # the same name must stay the same class, or isinstance breaks
        return value


class _Finder(MetaPathFinder, Loader):
    """Finds any submodule of the absent packages."""

    def __init__(self) -> None:
        self.packages: set[str] = set()

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname.partition(".")[0] in self.packages and "." in fullname:
            return ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        return None


_finder = _Finder()


def stand_in_for(package: str) -> None:
    """Make `package`, already being imported, answer for every attribute and submodule."""
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    _finder.packages.add(package)
    sys.modules[package].__class__ = _AbsentModule
