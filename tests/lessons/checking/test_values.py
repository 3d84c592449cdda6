"""What crosses between judge and learner arrives as it was, or not at all."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

import msgspec
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lessons.checking.differing import same
from lessons.checking.messages import Returned
from lessons.checking.values import (
    DEEPEST,
    MOST_KEYS,
    Handle,
    Packed,
    PackingError,
    pack,
    unpack,
)

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=20,
)
SIGNS = st.sampled_from([*"ltsfdTahicyv:r", "float32", "int64"])


def there_and_back(value: object) -> Any:
    packed = pack(value)
    travelled = msgspec.msgpack.decode(msgspec.msgpack.encode(packed.tree))
    return unpack(Packed(travelled, packed.arrays))


@given(PLAIN)
def test_plain_data_arrive_as_they_were(value: object) -> None:
    assert repr(there_and_back(value)) == repr(value)


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        frozenset({"a"}),
        slice(1, None, 2),
        range(2, 9, 3),
        torch.float16,
        torch.device("cpu"),
        2**80,
        -(2**80),
        {(1, 2): [torch.Size([3])]},
    ],
)
def test_other_values_do_too(value: object) -> None:
    assert there_and_back(value) == value


@pytest.mark.parametrize(
    "tensor",
    [
        torch.arange(6).reshape(2, 3),
        torch.randn(2, 3).T,
        torch.tensor(1.5),
        torch.empty(0, 3),
        torch.tensor([True, False]),
        torch.randn(3, dtype=torch.bfloat16),
        torch.randn(1, 10)[:, 3],
        torch.randn(4, 6)[::2, ::3],
        torch.randn(3, dtype=torch.complex64).conj(),
        torch.randn(3, requires_grad=True),
        torch.tensor([math.nan, math.inf]),
        torch.eye(3).to_sparse(),
    ],
)
def test_tensors_keep_numbers_shape_dtype_and_gradient(tensor: torch.Tensor) -> None:
    got = there_and_back(tensor)
    assert type(got) is torch.Tensor
    assert (got.dtype, got.shape, got.requires_grad) == (
        tensor.dtype,
        tensor.shape,
        tensor.requires_grad,
    )
    dense = tensor.detach().to_dense() if tensor.is_sparse else tensor.detach()
    torch.testing.assert_close(got.detach(), dense, rtol=0, atol=0, equal_nan=True)


def test_parameters_and_arrays_stay_what_they_are() -> None:
    assert isinstance(there_and_back(torch.nn.Parameter(torch.ones(2))), torch.nn.Parameter)
    array = there_and_back(np.arange(4, dtype=np.int16).reshape(2, 2))
    assert isinstance(array, np.ndarray)
    assert array.tolist() == [[0, 1], [2, 3]]
    assert isinstance(there_and_back(np.float64(2.5)), float)


def test_a_subclass_becomes_what_it_is_built_on() -> None:
    class Equal(torch.Tensor):
        def __eq__(self, other: object) -> bool:  # type: ignore[override]
            return True

        __hash__ = torch.Tensor.__hash__

    got = there_and_back(torch.zeros(2).as_subclass(Equal))
    assert type(got) is torch.Tensor
    assert not same(got, torch.ones(2))


def test_what_cannot_travel_is_kept_and_found_again() -> None:
    kept: list[object] = []

    def keep(value: object) -> Handle:
        kept.append(value)
        return Handle(len(kept) - 1, type(value).__name__, "shown")

    thing = object()
    packed = pack([thing], keep)
    assert unpack(packed, lambda handle: kept[handle.number]) == [thing]
    with pytest.raises(PackingError, match="object cannot be handed over"):
        pack(thing)


@given(st.lists(SIGNS | ANYTHING, max_size=6).map(list) | ANYTHING, st.lists(st.binary()))
def test_nothing_that_is_made_up_does_more_than_be_refused(tree: Any, arrays: list[bytes]) -> None:
    with suppress(PackingError):  # and nothing else
        unpack(Packed(tree, tuple(arrays)))


@pytest.mark.parametrize(
    "tree",
    [
        ["T", "float32", [2], 0, False, False],
        ["T", "float32", [-1], 0, False, False],
        ["T", "float32", [True], 0, False, False],
        ["T", "float32", [2**63, 2**63], 0, False, False],
        ["T", "float32", [0, 2**39, 2**39], 0, False, False],
        ["T", "__class__", [1], 0, False, False],
        ["T", "float32", [1], 1, False, False],
        ["T", "float32", [1], -1, False, False],
        ["y", "nn"],
        ["v", "nowhere"],
        ["i", "0x" + "f" * 9999],
        ["d", [[["l", []], 1]]],
        ["s", [["l", []]]],
        ["Z"],
        [],
        {"a": 1},
    ],
)
def test_forged_values_are_refused(tree: object) -> None:
    with pytest.raises(PackingError):
        unpack(Packed(tree, (b"\0\0\0\0",)))


def test_a_byte_that_is_no_bool_is_made_one() -> None:
    got = unpack(Packed(["T", "bool", [3], 0, False, False], (b"\x00\x01\x02",)))
    assert got.tolist() == [False, True, True]
    assert int(got.sum()) == 2


def test_a_mapping_of_many_keys_is_refused_on_both_sides() -> None:
    with pytest.raises(PackingError, match="keys"):
        pack(dict.fromkeys(range(MOST_KEYS + 1)))
    with pytest.raises(PackingError, match="keys"):
        unpack(Packed(["s", list(range(MOST_KEYS + 1))]))


def test_what_is_as_deep_as_may_be_goes_through_a_frame() -> None:
    value: Any = {}
    for _ in range(DEEPEST - 1):
        value = {"inside": value}
    sent = msgspec.msgpack.encode(Returned(pack(value).tree))
    assert unpack(Packed(msgspec.msgpack.decode(sent, type=Returned).value)) == value


def test_no_map_is_read_from_a_frame() -> None:
    sent = msgspec.msgpack.encode({"type": "Returned", "value": [{1: 2}]})
    with pytest.raises(msgspec.ValidationError):
        msgspec.msgpack.decode(sent, type=Returned)
