"""Detection in one stage: where things are in an image, and what they are.

Boxes are (cx, cy, w, h): centre, width and height as shares of the image, 0 … 1. What an image
holds is (max_boxes, 5): class, cx, cy, w, h for each box, with class −1 where there is none.
"""

from engine.nn.vision.detection.boxes import corners, intersection_over_union
from engine.nn.vision.detection.decode import Detections, decode
from engine.nn.vision.detection.loss import detection_loss
from engine.nn.vision.detection.network import Detector
from engine.nn.vision.detection.suppression import suppress
from engine.nn.vision.detection.targets import GridTargets, on_grid

__all__ = [
    "Detections",
    "Detector",
    "GridTargets",
    "corners",
    "decode",
    "detection_loss",
    "intersection_over_union",
    "on_grid",
    "suppress",
]
