"""What a form, a callback, a header or a content type can hold that no browser of ours sends."""

from __future__ import annotations

from typing import Any

FORM = "application/x-www-form-urlencoded"
TEXTS: tuple[bytes, ...] = (
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf0\x9f",
    b"9" * 10, b"9" * 400, b"-1", b"0", b"1e999", b"NaN", b"0x10", b"2147483648", b"4294967297",
    "\u0663\u0664".encode(), "\u00bd\u2460".encode(), "\u202e\u2028\u200b".encode(),
    "\U0010ffff".encode(), b"\r\n\t\x0b\x1f", b"..", b"../../etc", b"//evil.example", b"/\\evil",
    b"'; DROP TABLE student; --", b"{{7*7}}", b"<script>x</script>", b"%00", b"%", b"{}",
    b"[" * 3000, b'{"a":' * 2000, b"null", b"[]", b'"x"', b'{"entry_a": 3}',
    b'{"entry_a": "\\ud800"}', b'{"student_id": "\\udfff\\u0000"}', b'{"entry_a": {"a": []}}',
    b"9" * 5000, b"http://[", b"http://[::1", b"x" * 70_000, "\u00e9".encode() * 4000,
)  # fmt: skip
WAS = (
    *(text for text in TEXTS if text[:1] in (b"{", b"[")),
    b'{"student_id": "\\ud800", "entry_a": "3"}',
    b'{"entry_b": "\\u0000<b>", "exit_reason": "' + b"x" * 3000 + b'"}',
)
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 10**30, "", "\x00", "\ud800", "\u2028", "x" * 5000, [], {}, [[]],
    ["a"], {"a": 1}, [None], "/", "//x", "/indicators/1", "/indicators/\x00", "?district=\x00",
    "?from=9" + "9" * 400, "?from=-1&to=x", "?district=" + "a," * 500, "?q=%ff&lang=%00",
    "?sort=__class__", "/districts/%2e%2e", "/\ud800",
    "?district=\ud800", "/districts/\ud800", "?" + "a=b&" * 800, float("nan"), float("inf"),
)  # fmt: skip
TYPES = (
    "", "text/plain", "application/json", f"{FORM}; charset=utf-16", f"{FORM}; charset=nothing",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "b" * 300, "multipart/mixed; boundary=x", "\xff", ";;;",
    "application/x-www-form-urlencoded;;=", "a/b" * 100,
)  # fmt: skip
HEADERS = (
    ("X-Form-Token", "\xff\xfe"), ("X-Form-Token", ""), ("Origin", "http://["),
    ("Origin", "null"), ("Origin", "\xff"), ("Sec-Fetch-Site", "cross-site"), ("Host", "["),
    ("Host", "localhost:99999"), ("Host", "a b"), ("Cookie", "session=\x01\xff; __Host-session="),
    ("Cookie", "session=" + "s" * 4000), ("Content-Encoding", "gzip"), ("Accept-Encoding", ";q=x"),
    ("Referer", "http://["), ("Referer", "\xff"), ("Accept-Language", "\xff;q=9"),
    ("X-Forwarded-For", "x,y"), ("Range", "bytes=9-1"), ("If-None-Match", '"'),
    ("Content-Type", "multipart/form-data; boundary=\xff"),
)  # fmt: skip
