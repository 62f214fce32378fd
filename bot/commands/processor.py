"""What the processor can do, told to the numeric library: it knows only processors older than itself."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path

_KERNELS = (
    ("SkylakeX", {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}),
    ("Haswell", {"avx2", "fma"}),
)


def openblas_kernel(abilities: Set[str]) -> dict[str, str]:
    """The variable that makes OpenBLAS use the best kernel; none where its own choice is as good.

    On a processor it has never heard of, OpenBLAS falls back to instructions of 2004: a fifth of the speed.

    Args:
        abilities: the processor's, as Linux names them.
    """
    name = next((name for name, needed in _KERNELS if needed <= abilities), None)
    return {"OPENBLAS_CORETYPE": name} if name else {}


def processor_abilities(path: Path = Path("/proc/cpuinfo")) -> Set[str]:
    """The processor's flags; empty where the system does not tell them (no Linux, no x86)."""
    if not path.exists():
        return frozenset()
    flags = (
        line for line in path.read_text(encoding="ascii", errors="replace").splitlines() if line.startswith("flags")
    )
    return frozenset(next(flags, "").partition(":")[2].split())
