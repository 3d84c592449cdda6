"""What the packages of the engine have in common, so that who knows one of them knows all."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

import engine
from engine.atomic import replacing, whole
from engine.catalog import Catalog
from engine.errors import EngineError
from engine.eval_mode import undisturbed, untouched
from engine.nested import copied, mapped, tensors

ROOT = Path(engine.__file__).parent
LAZY = ("", ".augment", ".compress", ".data", ".deploy", ".nn", ".probes", ".search")
CATALOGUES = sorted(
    ".".join(("engine", *path.relative_to(ROOT).parent.parts, "catalog"))
    for path in ROOT.glob("*/**/catalog.py")
)


@pytest.mark.parametrize("name", LAZY)
def test_a_lazy_package_has_what_it_says_and_nothing_else(name: str) -> None:
    package = import_module(f"engine{name}")
    assert set(vars(package)["_HOMES"]) <= set(package.__all__)
    for each in package.__all__:
        assert getattr(getattr(package, each), "__name__", each) == each
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = package.nothing_like_it


@pytest.mark.parametrize("name", CATALOGUES)
def test_catalogues_are_alike(name: str) -> None:
    found = {
        key: value for key, value in vars(import_module(name)).items() if isinstance(value, Catalog)
    }
    own = [key for key, value in found.items() if not any(value is v for v in _imported(name))]
    assert len(own) == 1
    assert own[0].islower()
    assert own[0].endswith("s")
    for entry in found[own[0]]:
        assert entry.name.isidentifier()
        assert entry.name.islower()
        assert not entry.about.endswith(".")
        assert len(entry.about) < 80


def _imported(name: str) -> list[object]:
    """The catalogues of the packages within that one."""
    inner = [other for other in CATALOGUES if _package(other).startswith(f"{_package(name)}.")]
    modules = [import_module(other) for other in inner]
    return [v for module in modules for v in vars(module).values() if isinstance(v, Catalog)]


def _package(name: str) -> str:
    return name.removesuffix(".catalog")


def test_there_are_catalogues() -> None:
    assert len(CATALOGUES) > 12


@pytest.mark.parametrize("durable", [False, True])
def test_a_file_that_fails_half_way_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, durable: bool
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fill() -> None:
        with whole(path, durable=durable) as file:
            file.write(b"half of it")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fill()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    with whole(path, durable=durable) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_somebody_asked_for_fails_in_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with (
        pytest.raises(EngineError, match=r"report\.csv could not be written.*Free some space"),
        replacing(blocked / "report.csv"),
    ):
        pytest.fail("there is no such folder")
    with replacing(tmp_path / "new" / "report.csv") as file:
        file.write(b"1")
    assert (tmp_path / "new" / "report.csv").read_bytes() == b"1"


class Counts(nn.Module):
    """Changes one buffer in place and puts another one in place of the second."""

    inside: Tensor
    replaced: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("inside", torch.zeros(2))
        self.register_buffer("replaced", torch.zeros(2))

    def forward(self) -> Tensor:
        self.inside += 1
        self.replaced = self.replaced + torch.rand(2)
        return self.inside


@pytest.mark.parametrize("how", ["undisturbed", "untouched"])
def test_a_look_leaves_buffers_modes_and_random_state(how: str) -> None:
    model = Counts()
    inside, replaced = model.inside, model.replaced
    random = torch.get_rng_state()
    manager = undisturbed(model, torch.device("cpu")) if how == "undisturbed" else untouched(model)
    with manager:
        assert model.training is (how == "undisturbed")
        model()
        assert model.inside.tolist() == [1, 1]
    assert model.inside is inside
    assert model.replaced is replaced
    assert not inside.any()
    assert model.training
    assert torch.equal(torch.get_rng_state(), random)


def test_nested_tensors_are_found_changed_and_copied() -> None:
    one, two = torch.ones(1), torch.full((1,), 2.0)
    state = {"a": [one, 3], "b": (two, {"c": "word", "d": None})}
    assert [tensor.item() for tensor in tensors(state)] == [1, 2]
    doubled = mapped(state, lambda tensor: 2 * tensor)
    assert doubled == {"a": [torch.tensor([2.0]), 3], "b": (torch.tensor([4.0]), state["b"][1])}
    copy = copied(state)
    assert copy == state
    assert copy["a"] is not state["a"]
    assert all(
        mine is not theirs for mine, theirs in zip(tensors(copy), tensors(state), strict=True)
    )
