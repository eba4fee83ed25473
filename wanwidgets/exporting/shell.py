"""The lines of a shell script that asks by curl: what every such script has, and how JSON stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wanwidgets.exporting.plain import indented

__all__ = ["BEGIN", "CREATE", "DATA", "DOWNLOAD", "FIELD", "POLL", "UPLOAD", "json_text"]

# What `string.Template` and `format` look for is everywhere in a shell, so what is filled in stands between ⟨ and ⟩.

BEGIN = """\
#!/usr/bin/env bash
# ⟨what⟩, by curl, as wanwidgets asks for it.
# Run it in the notebook's folder. It needs bash, curl and base64.⟨billed⟩
set -euo pipefail
: "${DASHSCOPE_API_KEY:?Set it to the API key of ⟨where⟩.}"
base=⟨base⟩
base=${base%/}
⟨proxy⟩folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# The key goes by the standard input, so that it stands in no list of processes.
ask() {
  printf 'header = "Authorization: Bearer %s"\\n' "$DASHSCOPE_API_KEY" |
    curl --config - --silent --show-error --connect-timeout 10 \\
      ${DASHSCOPE_WORKSPACE_ID:+--header "X-DashScope-WorkSpace: $DASHSCOPE_WORKSPACE_ID"} "$@"
}
"""

FIELD = """\
# Every text of that name in an answer.
texts() {
  grep -oE "\\"($1)\\" *: *\\"[^\\"]*\\"" |
    sed -e 's/^"[^"]*" *: *"//' -e 's/"$//' -e 's#\\\\/#/#g' -e 's/\\\\u0026/\\&/g' -e 's/\\\\u003[dD]/=/g' || true
}
text() { texts "$1" < "$2" | sed '1!d'; }
stop() { printf '%s\\n' "$1" >&2; cat "$folder/answer" >&2; exit 1; }
"""
"""The answers of the service are small, and what is read of them are ids and addresses, so no reader of JSON is
needed."""

DATA = """\
# A file as it stands in the document.
data() {
  [ -r "$2" ] || { printf 'There is no file %s.\\n' "$2" >&2; exit 1; }
  printf 'data:%s;base64,' "$1"
  base64 < "$2" | tr -d '\\n'
}
"""

UPLOAD = """\
# Puts a file into the provider's temporary store, and tells its address, which is good for 48 hours.
upload() {
  [ -r "$2" ] || { printf 'There is no file %s.\\n' "$2" >&2; exit 1; }
  ask --fail --max-time 60 "$base/uploads?action=getPolicy&model=⟨model⟩" > "$folder/policy"
  local key
  key="$(text upload_dir "$folder/policy")/$(date +%s)-$RANDOM$RANDOM-${2##*/}"
  cp -- "$2" "$folder/file"
  curl --silent --show-error --fail --connect-timeout 10 --max-time 600 --output "$folder/stored" \\
    --form-string "OSSAccessKeyId=$(text oss_access_key_id "$folder/policy")" \\
    --form-string "Signature=$(text signature "$folder/policy")" \\
    --form-string "policy=$(text policy "$folder/policy")" \\
    --form-string "key=$key" \\
    --form-string "x-oss-object-acl=$(text x_oss_object_acl "$folder/policy")" \\
    --form-string "x-oss-forbid-overwrite=$(text x_oss_forbid_overwrite "$folder/policy")" \\
    --form-string 'success_action_status=200' \\
    --form-string "x-oss-content-type=$1" \\
    --form "file=@$folder/file;type=$1;filename=${key##*/}" \\
    "$(text upload_host "$folder/policy")"
  printf '%s' "$key"
}
"""

_SEND = """\
# A create is sent once: what was sent and not answered may run, and may be billed.
ask --max-time ⟨seconds⟩ --header 'Content-Type: application/json' ⟨headers⟩\\
  --data-binary "@$folder/create.json" "$base/⟨path⟩" > "$folder/answer"
"""

CREATE: Mapping[str, str] = MappingProxyType(
    {
        "async": f"""{_SEND}
name=$(text task_id "$folder/answer")
case $name in '' | *[!A-Za-z0-9_-]*) stop 'The service made no task:' ;; esac
""",
        "stream": f"""{_SEND}
name=$(text request_id "$folder/answer")
case $name in '' | *[!A-Za-z0-9_-]*) stop 'The service gave no answer of its own:' ;; esac
cp "$folder/answer" "$name.txt"  # with its words
""",
    }
)
"""By the way that a create goes."""

POLL = """\
while true; do
  ask --max-time 60 --retry 5 "$base/tasks/$name" > "$folder/answer"
  case $(text task_status "$folder/answer") in
    SUCCEEDED) break ;;
    FAILED | CANCELED | UNKNOWN | '') stop 'The task made no picture:' ;;
    *) sleep 2 ;;
  esac
done
"""

DOWNLOAD = """\
# The pictures wait for 24 hours. Their addresses are signed, and the key is not sent there.
number=0
while IFS= read -r address; do
  number=$((number + 1))
  curl --silent --show-error --fail --connect-timeout 10 --retry 5 --output "$name-$number.png" "$address"
  printf '%s\\n' "$name-$number.png"
done < <(texts '⟨picture⟩' < "$folder/answer" | awk '!seen[$0]++')
[ "$number" -gt 0 ] || stop 'No picture came:'
"""

_PAIR = re.compile(r"\\(.)")
_ACTIVE = frozenset("$`!")
"""What a here document or an interactive shell would not leave as it is."""


def json_text(document: Any) -> str:
    r"""Return JSON that a here document of a shell leaves as it is, with no `$`, backquote, `!` or double backslash.

    >>> print(json_text({"cost": "$(rm) `x` \\ 图", "box": [1, 2]}))
    {
      "cost": "\u0024(rm) \u0060x\u0060 \u005c 图",
      "box": [1, 2]
    }
    """
    text = indented(document)
    text = _PAIR.sub(lambda pair: "\\u005c" if pair[1] == "\\" else pair[0], text)
    return "".join(
        each if each == "\n" or (each.isprintable() and each not in _ACTIVE) else _escaped(each) for each in text
    )


def _escaped(letter: str) -> str:
    return "".join(f"\\u{unit:04x}" for unit in _units(letter))


def _units(letter: str) -> list[int]:
    number = ord(letter)
    if number <= 0xFFFF:  # noqa: PLR2004 - of one unit of UTF-16
        return [number]
    return [0xD800 + ((number - 0x10000) >> 10), 0xDC00 + ((number - 0x10000) & 0x3FF)]
