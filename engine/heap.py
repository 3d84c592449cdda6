"""Keeps glibc from giving memory back to the system between two steps."""

from __future__ import annotations

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_KEEP = 256 * 1024 * 1024


def keep_freed_memory() -> None:
    """Without this a convolution's buffers may be mapped anew, page by page, at every step.

    Does nothing where the C library is not glibc.
    """
    if sys.platform != "linux":
        return
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):
        return
    mallopt(_M_TRIM_THRESHOLD, _KEEP)
    mallopt(_M_MMAP_THRESHOLD, _KEEP)
