#!/usr/bin/env python3
"""Writes SHA-256 sums of what Pillow makes of pictures in many sizes and filters.

    pip install pillow numpy
    make_pillow_resize.py > pillow-resize.json

The pictures are a formula that PilResizeTest repeats, so only sums are stored.
"""
import hashlib
import json

import numpy as np
from PIL import Image, __version__

FILTERS = {1: "LANCZOS", 2: "BILINEAR", 3: "BICUBIC", 4: "BOX", 5: "HAMMING"}
SIZES = [
    ((64, 48), (32, 32)), ((64, 48), (200, 150)), ((57, 43), (128, 98)), ((1, 1), (7, 5)),
    ((1, 300), (2, 64)), ((300, 1), (64, 1)), ((313, 211), (100, 67)), ((17, 13), (13, 17)),
    ((640, 427), (512, 342)), ((100, 100), (100, 37)), ((100, 100), (37, 100)), ((5, 3), (64, 64)),
]


def picture(width, height):
    """A congruential generator's bytes beside slopes and hard edges."""
    state, samples = 12345, []
    for i in range(width * height * 3):
        state = (state * 1103515245 + 12345) % (1 << 31)
        pixel, channel = divmod(i, 3)
        x, y = pixel % width, pixel // width
        noise = state >> 16 & 0xFF
        samples.append((noise, x * 255 // max(1, width - 1), 255 * ((x // 4 + y // 4) % 2))[channel])
    return Image.fromarray(np.array(samples, np.uint8).reshape(height, width, 3), "RGB")


cases = []
for (width, height), target in SIZES:
    source = picture(width, height)
    for number, name in FILTERS.items():
        resized = np.asarray(source.resize(target, resample=number))
        cases.append({
            "width": width, "height": height, "toWidth": target[0], "toHeight": target[1],
            "filter": name, "sha256": hashlib.sha256(resized.tobytes()).hexdigest()})
print(json.dumps({"pillow": __version__, "cases": cases}, indent=1))
