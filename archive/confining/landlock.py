"""Uses Landlock, a part of the Linux kernel, to limit a process that reads files from strangers.

Landlock limits the use of files since Linux 5.13, and the use of connections since Linux 6.7.

When LibreOffice converts an RTF file, it opens pictures that the file names by path, even if its settings forbid links.
A limited process can read the files of programs and its own folder. It can write only in its folder. It cannot open a
TCP connection.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # numbers of the system calls, the same on every kind of processor
_PATH_BENEATH, _VERSION, _NO_NEW_PRIVILEGES = 1, 1, 38
_EXECUTE, _WRITE, _READ, _LIST, _REMOVE, _SOCKET = 1, 2, 4, 8, 1 << 5, 1 << 9
# The number of file rights in each version of Landlock. Later versions use the last number.
_FILES = (0, 13, 14, 15, 15, 16)
_CONNECTIONS = 3  # the bits of the rights to bind and to connect TCP sockets; Landlock has them since version 4
_PROGRAMS = (
    "/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/opt", "/nix", "/etc/fonts", "/etc/libreoffice",
    "/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime", "/var/cache/fontconfig", "/var/lib/libreoffice",
    "/var/spool/libreoffice", "/proc/cpuinfo", "/sys/devices/system/cpu",
)  # fmt: skip
_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")


def version() -> int:
    """The version of Landlock that the kernel has; 0 if the kernel has no Landlock."""
    if not sys.platform.startswith("linux"):
        return 0
    found: int = ctypes.CDLL(None).syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    return max(0, found)


def confine(folder: str) -> None:
    """Limits this process, and all processes that it starts, to ``folder`` and the files of programs.

    If the kernel has no Landlock, nothing changes.
    """
    known = version()
    if not known:
        return
    kernel = ctypes.CDLL(None)
    everything = (1 << _FILES[min(known, len(_FILES) - 1)]) - 1
    asked = struct.pack("QQ", everything, _CONNECTIONS) if known >= 4 else struct.pack("Q", everything)
    rules = kernel.syscall(_CREATE, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint32(0))
    if rules < 0:
        return
    here = Path(__file__).resolve().parents[1]
    code = {sys.prefix, sys.base_prefix, str(here), *(path for path in sys.path if path.startswith(sys.prefix))}
    allowed = dict.fromkeys([*_PROGRAMS, *code], _EXECUTE | _READ | _LIST)
    allowed |= dict.fromkeys(_DEVICES, _READ | _WRITE)
    allowed |= {"/tmp": _SOCKET | _REMOVE, folder: everything}  # noqa: S108 - LibreOffice makes its socket there
    for path, rights in allowed.items():
        with contextlib.suppress(OSError):  # a path that does not exist needs no rule
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                if not Path(path).is_dir():
                    rights &= _EXECUTE | _READ | _WRITE
                kernel.syscall(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), ctypes.c_uint32(0))
            finally:
                os.close(place)
    kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    kernel.syscall(_RESTRICT, rules, ctypes.c_uint32(0))
    os.close(rules)
