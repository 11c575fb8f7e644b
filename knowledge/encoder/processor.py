"""Which processor runs the integer products: another one may saturate where this one did not."""

import platform
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
RELEVANT = {
    *("avx2", "avx512bw", "avx512_vnni", "avx_vnni", "avx_vnni_int8", "amx_int8"),
    *("asimddp", "i8mm", "sve"),
}


def processor_signature(cpu_info: Path = CPU_INFO) -> str:
    """Name the architecture and those of its instruction sets that decide how int8 products are computed."""
    try:
        lines = cpu_info.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # only Linux has this file
        return f"{platform.machine()}:{platform.processor()}"
    flags = next((line.split(":", 1)[1].split() for line in lines if line.startswith(("flags", "Features"))), [])
    return f"{platform.machine()}:{'+'.join(sorted(RELEVANT & set(flags)))}"
