"""The temporary store: the policy that the service gives, and the form that puts a file there.

Source: Alibaba Cloud Model Studio, "Upload a local file to get a temporary URL", read 2026-11.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from wanwidgets.protocol.decode import Reply, read_table, read_word
from wanwidgets.protocol.names import STORED_SCHEME, UPLOADS_PATH

__all__ = [
    "KEPT_SECONDS",
    "REUSED_SECONDS",
    "StoreAnswer",
    "UploadPolicy",
    "decode_policy",
    "form_fields",
    "policy_path",
    "read_store_answer",
    "stored_url",
]

KEPT_SECONDS = 48 * 3600
"""How long an uploaded file is kept."""

REUSED_SECONDS = KEPT_SECONDS - 12 * 3600
"""How long it is named again: a task may wait in the queue and then has three hours."""

_NAMES = ("upload_host", "upload_dir", "policy", "signature", "oss_access_key_id")
_SECRETS = ("policy", "signature", "key_id")
_CODE = re.compile(rb"<Code>([A-Za-z0-9.]{1,80})</Code>")
_MESSAGE = re.compile(rb"<Message>([^<]{1,300})</Message>")
_SUCCESS = range(200, 300)


@dataclass(frozen=True, slots=True)
class UploadPolicy:
    """The permission to put a file into a folder of the store, good for a few minutes, one model and one account."""

    host: str
    folder: str
    policy: str = field(repr=False)
    signature: str = field(repr=False)
    key_id: str = field(repr=False)
    acl: str
    forbid_overwrite: str

    def hidden_in(self, text: str) -> str:
        """Return a text without what the policy permits with, since stores repeat in their errors what they refused."""
        for secret in filter(None, (getattr(self, name) for name in _SECRETS)):
            text = text.replace(secret, "<hidden>")
        return text


@dataclass(frozen=True, slots=True)
class StoreAnswer:
    """What the store says of a file: its own code and message where it did not take it."""

    status: int
    code: str
    message: str

    @property
    def ok(self) -> bool:
        """Whether the file is there."""
        return self.status in _SUCCESS


def policy_path(model: str) -> str:
    """Return where a policy for that model is asked for, below the base URL."""
    return f"{UPLOADS_PATH}?action=getPolicy&model={quote(model, safe='')}"


def decode_policy(reply: Reply, *, secure: bool) -> UploadPolicy:
    """Read a policy.

    Parameters
    ----------
    reply
        A success.
    secure
        Whether the store must be reached by https, as the service was.

    Raises
    ------
    ValueError
        The document holds no whole policy, or names a store that is not to be used.
    """
    data = read_table(reply.document, "data")
    host, folder, policy, signature, key_id = (read_word(data, name) for name in _NAMES)
    if not all((host, folder, policy, signature, key_id)):
        raise ValueError("The service's answer holds no policy for an upload.")
    parts = urlsplit(host)
    if parts.scheme not in ({"https"} if secure else {"http", "https"}) or not parts.hostname:
        raise ValueError("The service names a place for uploads that is no safe address.")
    acl, forbid = read_word(data, "x_oss_object_acl"), read_word(data, "x_oss_forbid_overwrite")
    return UploadPolicy(host, folder.strip("/"), policy, signature, key_id, acl or "private", forbid or "true")


def form_fields(policy: UploadPolicy, name: str, mime: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of the form in the order of the documents; the field ``file`` comes last, after them."""
    return (
        ("OSSAccessKeyId", policy.key_id),
        ("Signature", policy.signature),
        ("policy", policy.policy),
        ("key", f"{policy.folder}/{name}"),
        ("x-oss-object-acl", policy.acl),
        ("x-oss-forbid-overwrite", policy.forbid_overwrite),
        ("success_action_status", "200"),
        ("x-oss-content-type", mime),
    )


def stored_url(policy: UploadPolicy, name: str) -> str:
    """Return the address of a file in the store."""
    return f"{STORED_SCHEME}{policy.folder}/{name}"


def read_store_answer(status: int, body: bytes) -> StoreAnswer:
    """Read what the store says; its errors are XML, of which only code and message are read."""
    code, message = _CODE.search(body), _MESSAGE.search(body)
    return StoreAnswer(
        status,
        code[1].decode("ascii") if code else f"HTTP {status}",
        message[1].decode("utf-8", "replace") if message else "the store of uploads gives no reason.",
    )
