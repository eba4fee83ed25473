"""Packs: some runs of a store with their pictures in one file, for others to replay."""

from wanwidgets.store.packing.manifest import Manifest, PackedFile, PackedRun
from wanwidgets.store.packing.mixin import Packing, manifest_of

__all__ = ["Manifest", "PackedFile", "PackedRun", "Packing", "manifest_of"]
