"""The knowledge pack: everything a company tells its customers, as validated data."""

from knowledge.pack.check import check_pack
from knowledge.pack.faults import Fault, PackError
from knowledge.pack.loader import load_pack, pack_path
from knowledge.pack.references import UnknownReference
from knowledge.pack.schema import Pack

__all__ = ["Fault", "Pack", "PackError", "UnknownReference", "check_pack", "load_pack", "pack_path"]
