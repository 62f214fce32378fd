"""The numeric library is told what the processor can do."""

from __future__ import annotations

from pathlib import Path

from bot.commands.processor import openblas_kernel, processor_abilities

AVX512 = frozenset({"avx2", "fma", "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"})


def test_the_widest_instructions_that_are_all_there() -> None:
    """Issue 2, numbers: on a processor that OpenBLAS does not know, training takes no longer than on one it knows."""
    assert openblas_kernel(AVX512) == {"OPENBLAS_CORETYPE": "SkylakeX"}
    assert openblas_kernel(AVX512 - {"avx512vl"}) == {"OPENBLAS_CORETYPE": "Haswell"}


def test_without_them_openblas_chooses() -> None:
    """A kernel with instructions that the processor lacks would end the training: nothing is claimed of others."""
    assert openblas_kernel(frozenset({"sse2", "avx2"})) == {}


def test_abilities_are_read_from_the_system(tmp_path: Path) -> None:
    """Where the system tells nothing (no Linux, no x86), nothing is known."""
    path = tmp_path / "cpuinfo"
    assert processor_abilities(path) == frozenset()
    path.write_text("processor\t: 0\nflags\t\t: fpu avx2 fma\n\nprocessor\t: 1\nflags\t\t: fpu\n")
    assert processor_abilities(path) == {"fpu", "avx2", "fma"}
    path.write_text("processor\t: 0\nFeatures\t: asimd\n")
    assert processor_abilities(path) == frozenset()
