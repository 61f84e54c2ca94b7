"""Case files: what was packed is read back, and nothing hostile gets in."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.archive import BadArchive, pack_arrays, read_arrays
from app.packs.cases import BadCases, Meta, Rows, pack_cases, read_cases, read_examples

TOKENS = ("^", "a", "b")
LABELS = ("yes", "no")
META = Meta(LABELS, "0" * 64, 1, 2, 4, every=True)
SMALL = Rows(((0,), (0, 1), (0, 2)), ((0,), (-1, 1), (-1, 0)))
LONG = Rows(((0, 1, 1, 2),), ((0, 1, 1, 0),))
SHOWN = Rows(((0, 1, 2),), ((-1, 0, 1),))
GOOD = pack_cases(SMALL, LONG, SHOWN, META)


def test_what_was_packed_is_read(tmp_path: Path) -> None:
    cases = read(tmp_path, GOOD)
    assert cases.small == 3
    assert cases.total == 4
    assert cases.tokens.tolist() == [[0, 0, 0, 0], [0, 1, 0, 0], [0, 2, 0, 0], [0, 1, 1, 2]]
    assert cases.wanted[1].tolist() == [-1, 1, -1, -1]
    assert (cases.labels, cases.small_length, cases.long_length) == (LABELS, 2, 4)
    assert cases.tokens.flags.writeable is False
    examples, meta = read_examples(tmp_path / "cases.npz", TOKENS, LABELS)
    assert (examples, meta) == (SHOWN, META)


def test_numpy_reads_it_too() -> None:
    with np.load(io.BytesIO(GOOD), allow_pickle=False) as found:
        assert found["tokens"].tolist() == [0, 0, 1, 0, 2, 0, 1, 1, 2]


def test_bytes_depend_on_the_cases_alone() -> None:
    assert pack_cases(SMALL, LONG, SHOWN, META) == GOOD


def test_labels_of_another_puzzle(tmp_path: Path) -> None:
    (tmp_path / "cases.npz").write_bytes(GOOD)
    with pytest.raises(BadCases, match="labels"):
        read_cases(tmp_path / "cases.npz", TOKENS, ("other",))
    with pytest.raises(BadCases, match="token"):
        read_cases(tmp_path / "cases.npz", ("^", "a"), LABELS)
    with pytest.raises(BadCases, match="not there yet"):
        read_cases(tmp_path / "nothing.npz", TOKENS, LABELS)


HOSTILE: dict[str, dict[str, Any]] = {
    "objects": {"tokens": np.array([{"a": 1}], dtype=object)},
    "floats": {"tokens": np.zeros(9)},
    "big-endian": {"wanted": np.zeros(9, dtype=">i2")},
    "two dimensions": {"tokens": np.zeros((3, 3), dtype="|u1")},
    "an unknown token": {"tokens": np.full(9, 7, dtype="|u1")},
    "an unknown label": {"wanted": np.full(9, 5, dtype="<i2")},
    "a label below none": {"wanted": np.full(9, -2, dtype="<i2")},
    "no length": {"lengths": np.array([0, 2, 3, 4], dtype="<i2")},
    "a negative length": {"lengths": np.array([-1, 3, 3, 4], dtype="<i2")},
    "lengths that do not add up": {"lengths": np.array([1, 2, 2, 3], dtype="<i2")},
    "a length over the bound": {"lengths": np.array([300], dtype="<i2")},
    "too many cases": {
        "lengths": np.ones(30_000, dtype="<i2"),
        "wanted_lengths": np.ones(30_000, dtype="<i2"),
        "tokens": np.zeros(30_000, dtype="|u1"),
        "wanted": np.zeros(30_000, dtype="<i2"),
        "counts": np.array([20_000, 10_000], dtype="<i4"),
    },
    "counts that do not add up": {"counts": np.array([4, 1], dtype="<i4")},
    "negative counts": {"counts": np.array([5, -1], dtype="<i4")},
    "three counts": {"counts": np.array([1, 1, 2], dtype="<i4")},
    "a meta that is no JSON": {"meta": np.frombuffer(b"{", dtype="|u1")},
    "a meta that is a list": {"meta": np.frombuffer(b"[1]", dtype="|u1")},
    "a meta with more": {"meta": np.frombuffer(b'{"format": 1, "labels": []}', dtype="|u1")},
    "a nested meta": {"meta": np.frombuffer(b"[" * 50_000, dtype="|u1")},
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_arrays_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadCases) as caught:
        read(tmp_path, stored(members() | {f"{n}.npy": a for n, a in HOSTILE[name].items()}))
    assert "\n" not in str(caught.value)


def test_a_huge_claim_is_not_believed(tmp_path: Path) -> None:
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (999999999,), }\n"
    data = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    with pytest.raises(BadCases, match="size it claims"):
        read(tmp_path, stored(members() | {"tokens.npy": data}))


def test_a_header_is_not_evaluated(tmp_path: Path) -> None:
    header = b"{'descr': __import__('os').getpid(), 'fortran_order': False, 'shape': (1,), }\n"
    data = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + b"\0"
    with pytest.raises(BadCases, match="flat array"):
        read(tmp_path, stored(members() | {"tokens.npy": data}))


def test_compressed_missing_and_surplus_members(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="stored"):
        read(tmp_path, stored(members(), zipfile.ZIP_DEFLATED))
    with pytest.raises(BadCases, match="exactly"):
        read(tmp_path, stored({n: a for n, a in members().items() if n != "counts.npy"}))
    with pytest.raises(BadCases, match="exactly"):
        read(tmp_path, stored(members() | {"../evil.npy": b""}))


def test_a_large_file_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="larger"):
        read(tmp_path, bytes(17 * 2**20))


@given(st.binary(max_size=300), st.integers(0, len(GOOD) - 1), st.integers(0, 40))
def test_any_bytes_are_arrays_or_a_refusal(noise: bytes, at: int, cut: int) -> None:
    kinds = {name[:-4]: array.dtype.str for name, array in members().items()}
    for data in (noise, GOOD[:at], GOOD[:at] + noise + GOOD[at + cut :]):
        with suppress(BadArchive):
            assert set(read_arrays(data, kinds)) == set(kinds)


def test_the_writer_refuses_objects() -> None:
    with pytest.raises(ValueError, match="Object arrays"):
        pack_arrays({"a": np.array([object()], dtype=object)})


def members() -> dict[str, Any]:
    """The arrays of the good file, by member name."""
    with np.load(io.BytesIO(GOOD), allow_pickle=False) as found:
        return {f"{name}.npy": found[name] for name in found.files}


def stored(found: dict[str, Any], kind: int = zipfile.ZIP_STORED) -> bytes:
    """A zip of these members: arrays, or bytes as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, content in found.items():
            member = io.BytesIO()
            if isinstance(content, bytes):
                member.write(content)
            else:
                np.lib.format.write_array(member, content, allow_pickle=True)
            archive.writestr(name, member.getvalue())
    return buffer.getvalue()


def read(home: Path, data: bytes) -> Any:
    path = home / "cases.npz"
    path.write_bytes(data)
    return read_cases(path, TOKENS, LABELS)
