"""Files to the provider's temporary store: a policy, a form, an ``oss://`` address that is good for 48 hours.

The key goes to the service, which gives the policy, and never to the store.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from urllib3.filepost import encode_multipart_formdata

from wanwidgets.asking import ask, patiently
from wanwidgets.delivery import Parcel
from wanwidgets.errors import ServiceError, Unreachable
from wanwidgets.obstacles import in_the_way
from wanwidgets.protocol.upload import (
    REUSED_SECONDS,
    StoreAnswer,
    UploadPolicy,
    decode_policy,
    form_fields,
    policy_path,
    read_store_answer,
    stored_url,
)
from wanwidgets.transport import Transport, plain_session
from wanwidgets.waiting import Pause

__all__ = ["STORE_TIMEOUTS", "Uploads"]

STORE_TIMEOUTS = (10.0, 120.0)
"""Seconds to connect, and to wait for the store's answer once the file is there."""

_FORBIDDEN = 403
_SERVER_ERRORS = range(500, 600)
_ANSWER_BYTES = 1 << 16


class Uploads:
    """Uploads files, each of them once in a while.

    Parameters
    ----------
    transport
        Who gives the policy.
    new_id
        A name that nobody else has: the store refuses to overwrite.
    now
        Seconds since the epoch. A steady clock stands still while a laptop sleeps, and the store's does not.
    random
        Jitter from 0 to 1.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        new_id: Callable[[], str],
        now: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        self._transport = transport
        self._new_id = new_id
        self._now = now
        self._random = random
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[str, float]] = {}

    def url(self, parcel: Parcel, model: str, *, pause: Pause) -> str:
        """Return the ``oss://`` address of a file for a model, uploading it unless it was a short time ago.

        Raises
        ------
        ServiceError
            The service gives no policy, or the store does not take the file.
        Unreachable
            Neither answered, after several attempts.
        Cancelled
            `pause` said so.
        """
        key, now = (model, parcel.digest), self._now()
        with self._lock:
            # An address is bound to the model; a clock that was set back makes none younger.
            self._known = {each: known for each, known in self._known.items() if 0 <= now - known[1] < REUSED_SECONDS}
            if key in self._known:
                return self._known[key][0]
        url = self._uploaded(parcel, model, pause)
        with self._lock:
            self._known[key] = (url, now)
        return url

    def _uploaded(self, parcel: Parcel, model: str, pause: Pause) -> str:
        for last in (False, True):
            url, policy, answer = patiently(
                lambda: self._attempt(parcel, model),
                pause=pause,
                random=self._random,
            )
            if answer.ok:
                return url
            # A policy is good for minutes, which a slow line may need: one more, with a fresh policy.
            if last or answer.status != _FORBIDDEN:
                break
        told = policy.hidden_in(answer.message)
        raise ServiceError(answer.code, told, status=answer.status, hint="The store of uploads did not take the file.")

    def _attempt(self, parcel: Parcel, model: str) -> tuple[str, UploadPolicy, StoreAnswer]:
        with self._transport.session() as session:
            reply = ask(self._transport, session, policy_path(model), "policy")
        try:
            policy = decode_policy(reply, secure=self._transport.secure)
        except ValueError as error:
            raise Unreachable(str(error)) from None
        name = f"{parcel.digest[:16]}-{self._new_id()}{parcel.suffix}"
        return stored_url(policy, name), policy, self._post(policy, name, parcel)

    def _post(self, policy: UploadPolicy, name: str, parcel: Parcel) -> StoreAnswer:
        # The order of the list is the order of the form, in which the file has to be the last.
        file = ("file", (name, parcel.data, parcel.mime))
        body, kind = encode_multipart_formdata([*form_fields(policy, name, parcel.mime), file])
        host = urlsplit(policy.host).hostname or ""
        try:
            with (
                plain_session(host) as session,
                session.post(
                    policy.host,
                    # Of bytes, all would have to be gone within the time to connect; of a file, each block of it.
                    data=io.BytesIO(body),
                    headers={"Content-Type": kind},
                    timeout=STORE_TIMEOUTS,
                    allow_redirects=False,
                    stream=True,
                ) as response,
            ):
                answer = read_store_answer(response.status_code, next(response.iter_content(_ANSWER_BYTES), b""))
        except (urllib3.exceptions.HTTPError, requests.RequestException, UnicodeError, OSError) as error:
            advice = in_the_way(error, policy.host)
            raise Unreachable(
                f"The store of uploads did not answer ({type(error).__name__}). {advice}".rstrip()
            ) from None
        if answer.status in _SERVER_ERRORS:
            raise Unreachable(f"The store of uploads answered HTTP {answer.status} {answer.code}.")
        return answer
