"""Data sets by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.data.base import Dataset
from engine.data.diabetes import diabetes
from engine.data.digits import digits
from engine.data.downloads import cifar10, fashion_mnist, mnist
from engine.data.generated.blobs import blobs
from engine.data.generated.circles import circles
from engine.data.generated.imbalanced_classes import imbalanced_classes
from engine.data.generated.line import line
from engine.data.generated.noise import random_noise
from engine.data.generated.polynomial import polynomial
from engine.data.generated.ring import gaussian_ring
from engine.data.generated.scenes import scenes
from engine.data.generated.sine import sine
from engine.data.generated.spirals import spirals
from engine.data.generated.two_scales import two_scales
from engine.data.generated.xor import xor
from engine.data.moons import moons
from engine.data.tables.breast_cancer import breast_cancer
from engine.data.tables.iris import iris
from engine.data.tables.wine import wine
from engine.data.text.catalog import texts

datasets: Catalog[Dataset] = Catalog(
    "data set",
    Entry("digits", digits, "1797 handwritten digits of 8 x 8 pixels"),
    Entry("iris", iris, "150 flowers of three species, four measurements"),
    Entry("wine", wine, "178 wines of three growers, thirteen measurements"),
    Entry("breast_cancer", breast_cancer, "569 tumours, malignant or benign, thirty measurements"),
    Entry("diabetes", diabetes, "442 patients; a regression: progression a year later"),
    Entry("moons", moons, "two interleaved half circles"),
    Entry("circles", circles, "one circle inside another"),
    Entry("spirals", spirals, "arms wound around each other"),
    Entry("blobs", blobs, "round clouds of points"),
    Entry("xor", xor, "four corners, classes crosswise"),
    Entry("imbalanced_classes", imbalanced_classes, "two clouds, one of them rare"),
    Entry("two_scales", two_scales, "a small feature that matters, a large one that does not"),
    Entry("random_noise", random_noise, "labels that have nothing to do with the inputs"),
    Entry("line", line, "a straight line with outliers; a regression"),
    Entry("polynomial", polynomial, "a curve with noise; a regression"),
    Entry("sine", sine, "a wave with noise; a regression"),
    Entry("gaussian_ring", gaussian_ring, "narrow clouds on a circle, for a generator to imitate"),
    Entry("scenes", scenes, "images with several digits to detect"),
    *texts,
    Entry("mnist", mnist, "70 000 handwritten digits; needs torchvision and, once, a network"),
    Entry("fashion_mnist", fashion_mnist, "70 000 clothes; needs torchvision and, once, a network"),
    Entry("cifar10", cifar10, "60 000 photographs; needs torchvision and, once, a network"),
)
