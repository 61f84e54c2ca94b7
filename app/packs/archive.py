"""A deliberately small dialect of .npz: stored, flat arrays of known names and plain kinds.

NumPy opens these files like any other, but this reader takes nothing else: no compression (so a
file is never larger inside than outside), no objects, no shapes but flat ones, no headers that need
to be evaluated. Bytes depend on the arrays alone.
"""

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    rb"\{'descr': '(\|u1|<i2|<i4)', 'fortran_order': False, 'shape': \((\d{1,9}),\), \} *\n"
)
_DATE = (1980, 1, 1, 0, 0, 0)


class BadArchive(ValueError):
    """Bytes that are not such a file; the message is a clause that completes "it ...: "."""


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The bytes of a file that holds these flat arrays, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, array, version=(1, 0), allow_pickle=False)
            info = zipfile.ZipInfo(f"{name}.npy", _DATE)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, member.getvalue())
    return buffer.getvalue()


def read_arrays(data: bytes, kinds: Mapping[str, str]) -> Arrays:
    """The arrays of a file, exactly the named ones and of their kinds. Raises BadArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _admit(members, kinds, len(data))
            return {m.filename[:-4]: _array(archive.read(m), m, kinds) for m in members}
    except BadArchive:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, OverflowError):
        raise BadArchive("it is not a readable zip of arrays") from None
    except (NotImplementedError, LookupError, struct.error):
        raise BadArchive("it is not a readable zip of arrays") from None


def _admit(members: list[zipfile.ZipInfo], kinds: Mapping[str, str], size: int) -> None:
    """Refuses a table of contents before anything it names is read."""
    if sorted(m.filename for m in members) != sorted(f"{name}.npy" for name in kinds):
        raise BadArchive("it does not hold exactly the arrays a case file has")
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1:
            raise BadArchive(f"its {member.filename} is compressed or locked; it must be stored")
        if member.file_size > size or member.compress_size != member.file_size:
            raise BadArchive(f"its {member.filename} claims more bytes than there are")


def _array(data: bytes, member: zipfile.ZipInfo, kinds: Mapping[str, str]) -> NDArray[Any]:
    name = member.filename
    if not data.startswith(_MAGIC) or len(data) < 10:
        raise BadArchive(f"its {name} is not a plain array")
    start = 10 + int.from_bytes(data[8:10], "little")
    header = _HEADER.fullmatch(data[10:start])
    if header is None or header[1].decode() != kinds[name[:-4]]:
        raise BadArchive(f"its {name} is not a flat array of the expected kind")
    kind = np.dtype(header[1].decode())
    if len(data) - start != int(header[2]) * kind.itemsize:
        raise BadArchive(f"its {name} does not have the size it claims")
    return np.frombuffer(data, dtype=kind, offset=start).copy()
