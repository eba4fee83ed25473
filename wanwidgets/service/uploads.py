"""Temporary uploads: a policy from the service, a form to the object store, an ``oss://`` address for 48 hours.

Source: Alibaba Cloud Model Studio, "Upload a local file to get a temporary URL", read 2026-11, and the object store's
PostObject reference for the form's errors.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from wanwidgets.service.keeping import Keeping
from wanwidgets.service.multipart import Field
from wanwidgets.service.refusal import TOO_LARGE_FILE, Refusal
from wanwidgets.service.shelf import Shelf

__all__ = ["Uploads"]

_LIFE_SECONDS = 48 * 3600.0
# guess: the pages say so; a recorded policy was good for 23 minutes. Whoever keeps to the pages is never surprised.
_POLICY_SECONDS = 300
_LARGEST_MB = 1024
_MB = 1 << 20
_BEIJING = timezone(timedelta(hours=8))
_BUCKET = "wanwidgets-local"
_ACL, _NO_OVERWRITE = "private", "true"
_EQUAL = {"x-oss-object-acl": _ACL, "x-oss-forbid-overwrite": _NO_OVERWRITE}
_NO_FILE = (400, "IncorrectNumberOfFilesInPOSTRequest", "POST requires exactly one file upload per request.")


class Uploads:
    """The uploads of one server.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    keeping
        Knows the secret that signs, who may upload, and what is in the folder already.
    host
        Where the form goes.
    clock
        Seconds since the epoch.
    new_id
        Makes unguessable ids of 32 hexadecimal digits, and is asked for the secret and the account's id where there are
        none yet.
    max_bytes
        Largest file.
    """

    def __init__(
        self,
        folder: Path,
        keeping: Keeping,
        *,
        host: str,
        clock: Callable[[], float],
        new_id: Callable[[], str],
        max_bytes: int,
    ) -> None:
        self._host = host
        self._clock = clock
        secrets = keeping.drawer("secrets")
        self._account = secrets.made("account", new_id)
        self._secret = secrets.made("uploads", new_id).encode()
        self._key_id = secrets.made("uploads key", lambda: f"local-{new_id()[:16]}")
        self._max_mb = max(1, min(_LARGEST_MB, max_bytes // _MB))
        self._kept_grants = keeping.drawer("grants")
        # The model and the end of each, in the order of their ends.
        self._grants: dict[str, tuple[str, float]] = {
            name: (model, expires) for name, (model, expires) in self._kept_grants.items()
        }
        self._shelf: Shelf[str] = Shelf(folder, keeping.drawer("uploads"), clock=clock, seconds=_LIFE_SECONDS)

    def policy(self, model: str, request_id: str) -> dict[str, Any]:
        """Allow uploads for a model and return the ``data`` of the answer."""
        now = self._clock()
        while self._grants and next(iter(self._grants.values()))[1] <= now:
            oldest = next(iter(self._grants))
            del self._grants[oldest]
            self._kept_grants.drop(oldest)
        day = datetime.fromtimestamp(now, _BEIJING).strftime("%Y-%m-%d")
        folder = f"dashscope-instant/{self._account}/{day}/{request_id}"
        expires = now + _POLICY_SECONDS
        self._grants[folder] = (model, expires)
        self._kept_grants.put(folder, self._grants[folder])
        policy = self._written(folder, expires)
        return {
            "policy": policy,
            "signature": self._sign(policy),
            "upload_dir": folder,
            "upload_host": self._host,
            "expire_in_seconds": _POLICY_SECONDS,
            "max_file_size_mb": self._max_mb,
            "capacity_limit_mb": 999999999,
            "oss_access_key_id": self._key_id,
            "x_oss_object_acl": _ACL,
            "x_oss_forbid_overwrite": _NO_OVERWRITE,
        }

    def take(self, form: Sequence[Field]) -> int:
        """Keep the file of a form and return the HTTP status of an answer without a body.

        Raises
        ------
        Refusal
            The object store's own errors.
        """
        # What follows the file is not read, so a field there is missing.
        names = [field.name for field in form]
        if "file" not in names:
            raise Refusal(*_NO_FILE)
        place = names.index("file")
        given = {field.name: field.value.decode("utf-8", "replace") for field in form[:place]}
        data = form[place].value
        key = given.get("key", "").replace("${filename}", form[place].filename or "")
        model = self._granted(given, key)
        if len(data) > self._max_mb * _MB:
            raise Refusal(*TOO_LARGE_FILE)
        if self._shelf.get(key) is not None:
            raise Refusal(
                409,
                "FileAlreadyExists",
                "The object you specified already exists and can not be overwritten.",
            )
        self._shelf.put(key, data, model)
        status = given.get("success_action_status", "")
        return int(status) if status in {"200", "201", "204"} else 204

    def read(self, address: str, model: str) -> bytes | None:
        """Return the file at an ``oss://`` address, or None: there is none, or it was uploaded for another model."""
        key = address.removeprefix("oss://")
        kept = self._shelf.get(key)
        return self._shelf.read(key) if kept is not None and kept.note == model else None

    def clear(self) -> None:
        """Remove all files and policies."""
        self._shelf.clear()
        self._grants.clear()
        self._kept_grants.clear()

    def _granted(self, given: Mapping[str, str], key: str) -> str:
        """Return the model that a form may bring a file for."""
        if given.get("OSSAccessKeyId") != self._key_id:
            raise Refusal(
                403,
                "InvalidAccessKeyId",
                "The OSS Access Key Id you provided does not exist in our records.",
            )
        policy = given.get("policy", "")
        if not hmac.compare_digest(given.get("Signature", "").encode(), self._sign(policy).encode()):
            raise Refusal(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                "Check your key and signing method.",
            )
        folder = self._folder(policy)
        model, expires = self._grants.get(folder, ("", 0.0))
        if self._clock() >= expires:
            raise _against("Policy expired.")
        if not key.startswith(f"{folder}/") or key == f"{folder}/":
            raise _against(f'Policy Condition failed: ["starts-with", "$key", "{folder}"]')
        for name, value in _EQUAL.items():
            if given.get(name) != value:
                raise _against(f'Policy Condition failed: ["eq", "${name}", "{value}"]')
        return model

    def _written(self, folder: str, expires: float) -> str:
        until = datetime.fromtimestamp(expires, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        conditions: list[Any] = [
            ["content-length-range", 0, self._max_mb * _MB],
            ["starts-with", "$key", folder],
            {"bucket": _BUCKET},
            *({name: value} for name, value in _EQUAL.items()),
        ]
        document = {"expiration": until, "conditions": conditions}
        return base64.b64encode(json.dumps(document).encode()).decode()

    def _folder(self, policy: str) -> str:
        # Its signature is ours, so it is as we wrote it.
        return str(json.loads(base64.b64decode(policy))["conditions"][1][2])

    def _sign(self, policy: str) -> str:
        digest = hmac.new(self._secret, policy.encode(), hashlib.sha1).digest()
        return base64.b64encode(digest).decode()


def _against(reason: str) -> Refusal:
    return Refusal(403, "AccessDenied", f"Invalid according to Policy: {reason}")
