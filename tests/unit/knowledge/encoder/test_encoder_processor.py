from pathlib import Path

from knowledge.encoder.processor import processor_signature


def test_only_flags_that_matter_for_integer_products_are_named(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nflags\t\t: fpu sse2 avx512_vnni avx2\nprocessor\t: 1\n", encoding="utf-8")
    assert processor_signature(info).endswith(":avx2+avx512_vnni")


def test_system_without_cpuinfo_still_has_a_signature(tmp_path: Path) -> None:
    assert ":" in processor_signature(tmp_path / "none")
