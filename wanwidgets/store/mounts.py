"""Which file system a folder is on, and whether it is one that several machines share."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["MOUNTS", "network_of"]

MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux says what is mounted; other systems have no such file."""

_NETWORK = {
    "9p", "afs", "beegfs", "ceph", "cifs", "davfs", "drvfs", "fuse.beegfs", "fuse.ceph", "fuse.davfs2", "fuse.gcsfuse",
    "fuse.glusterfs", "fuse.grpcfuse", "fuse.juicefs", "fuse.blobfuse2", "fuse.moosefs", "fuse.mfs", "fuse.rclone",
    "fuse.s3fs", "fuse.seaweedfs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "orangefs",
    "prl_fs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
}  # fmt: skip
"""By the name that the kernel has for them: SQLite's write-ahead log needs shared memory, which these do not give."""


def network_of(folder: Path, mounts: Path = MOUNTS) -> str:
    """Return the name of the network file system that a folder is on (``"nfs4"``); empty where it is on none.

    Parameters
    ----------
    folder
        Absolute; need not exist.
    mounts
        As proc(5) describes ``mountinfo``; where there is no such file, nothing is known.
    """
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        place = folder.resolve()
    except (OSError, RuntimeError):
        return ""
    best, kind = -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), left.split(" ")[4]))
        # Of two on the same place the later one is on top.
        if len(point.parts) >= best and place.is_relative_to(point):
            best, kind = len(point.parts), right.split(" ")[0]
    return kind if kind in _NETWORK else ""
