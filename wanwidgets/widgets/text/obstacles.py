"""What keeps a connection from coming about, in Chinese."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping

from wanwidgets.obstacles import OBSTACLES

__all__ = ["CONNECTIONS_ZH", "OBSTACLES_ZH"]

OBSTACLES_ZH: Mapping[str, str] = {
    "proxy.password": "代理{proxy} 需要用户名和密码（HTTP 407）。请写入 {variable}：http://用户名:密码@主机:端口。",
    "proxy.refuses": "代理{proxy} 不允许访问 {host}（HTTP {status}）。请联系管理员，或把 {host} 加入 NO_PROXY。",
    "proxy.gone": "代理{proxy} 没有应答。请更正 {variable}；若不需要代理，请取消设置，或把 {host} 加入 NO_PROXY。",
    "proxy.form": "{variable} 不是代理的地址。请写成 http://主机:端口，或取消设置。",
    "proxy.socks": "SOCKS 代理需要另装一个包：pip install 'requests[socks]'。",
    "bundle": "REQUESTS_CA_BUNDLE 或 CURL_CA_BUNDLE 指定的文件不存在。请更正，或取消设置。",
    "certificate": "本机不信任 {host} 的证书。若代理会解密流量，请让 REQUESTS_CA_BUNDLE 指向含有代理证书的文件。",
    "encryption": "未能与 {host} 建立加密连接。请检查地址、端口是否支持 https，以及代理。",
    "name": "本机找不到主机 {host}。是否已联网？如需代理，请设置 {variable}。",
    "closed": "{host} 的该端口无人监听。请检查地址。",
    "silent": "{host} 未及时应答。本机是否已联网？如需代理，请设置 {variable}。",
}
"""The Chinese of `wanwidgets.obstacles.OBSTACLES`."""


def _row(english: str, chinese: str) -> tuple[str, str]:
    """Return a sentence as the table of `in_words` has it: an expression, and words with numbered facts."""
    pieces = list(string.Formatter().parse(english))
    names = [name for _, name, _, _ in pieces if name]
    begins = "".join(re.escape(text) + ("(.*?)" if name else "") for text, name, _, _ in pieces)
    return f"{begins}$", chinese.format(**{name: f"{{{names.index(name)}}}" for name in names})


CONNECTIONS_ZH: Mapping[str, str] = {
    **dict(_row(english, OBSTACLES_ZH[key]) for key, english in OBSTACLES.items()),
    r"(\S+) cannot be reached \((\w+)\)\. Nothing was sent\.(?: (.+))?$": "无法连接 {0}（{1}）。未发送任何请求。{2}",
    r"(\S+) did not answer \((\w+)\)\.(?: (.+))?$": "{0} 没有应答（{1}）。{2}",
    r"The store of uploads did not answer \((\w+)\)\.(?: (.+))?$": "上传存储没有应答（{0}）。{1}",
}
"""By how the English begins; what is in brackets there is filled in here."""
