#!/usr/bin/env python3
"""Makes tiny random-weight DETR, MaskFormer and Mask2Former folders and what `transformers` finds.

Pre-processing, logits and panoptic results come from the `transformers` library; the Java
segmentation is held to them. Results are stored without fused stuff: where it fuses, the library
counts on from the reused number and so gives two segments one id.

    pip install transformers==5.18.0 torch==2.13.0 pillow numpy scipy onnx
    make_tiny_segmenters.py OUT        # leave torchvision out: its absence selects Pillow

Not part of the build: what it writes is committed under src/test/resources.
"""
import hashlib
import json
import os
import shutil
import sys

import numpy as np
import onnx
import torch
from PIL import Image
from transformers import (
    DetrConfig,
    DetrForSegmentation,
    Mask2FormerConfig,
    Mask2FormerForUniversalSegmentation,
    MaskFormerConfig,
    MaskFormerForInstanceSegmentation,
    ResNetConfig,
)
from transformers.models.detr.image_processing_pil_detr import DetrImageProcessorPil
from transformers.models.mask2former.image_processing_pil_mask2former import (
    Mask2FormerImageProcessorPil,
)
from transformers.models.maskformer.image_processing_pil_maskformer import (
    MaskFormerImageProcessorPil,
)

SIZE = {"shortest_edge": 64, "longest_edge": 96}
# Mask2Former's attention is exported for one size only, and published exports are so too.
FIXED = {"height": 64, "width": 96}
NAMES = ["person", "car", "dog", "sky-other-merged", "grass-merged", "wall-other-merged"]
# DETR's own files have such gaps.
DETR_NAMES = ["N/A", *NAMES[:3], "LABEL_4", *NAMES[3:]]
PICTURES = {"wide": (80, 50), "tall": (37, 90), "same": (80, 50), "long": (150, 40)}
THRESHOLDS = {"threshold": 0.5, "mask_threshold": 0.5, "overlap_mask_area_threshold": 0.3}


def picture(width, height, seed):
    """Slopes, discs and noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([x * 255 // width, y * 255 // height, (x + y) % 256], -1)
    for _ in range(4):
        cx, cy, r = rng.integers(0, width), rng.integers(0, height), rng.integers(8, 30)
        base[(x - cx) ** 2 + (y - cy) ** 2 < r * r] = rng.integers(0, 256, 3)
    noise = rng.integers(0, 30, (height, width, 3))
    return Image.fromarray(np.clip(base + noise, 0, 255).astype(np.uint8), "RGB")


def resnet():
    return ResNetConfig(embedding_size=8, hidden_sizes=[8, 8, 16, 16], depths=[1, 1, 1, 1],
                        layer_type="basic", out_features=["stage1", "stage2", "stage3", "stage4"])


def detr_config(labels):
    return DetrConfig(
        use_timm_backbone=False, backbone=None, backbone_config=resnet(), num_queries=12,
        d_model=16, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=16, decoder_ffn_dim=16,
        encoder_attention_heads=8, decoder_attention_heads=8, id2label=dict(enumerate(labels)),
    )


def models():
    torch.manual_seed(5)
    detr = DetrForSegmentation(detr_config(DETR_NAMES))
    torch.manual_seed(6)
    maskformer = MaskFormerForInstanceSegmentation(MaskFormerConfig(
        backbone_config=resnet(), decoder_config=detr_config(NAMES), fpn_feature_size=32,
        mask_feature_size=32, id2label=dict(enumerate(NAMES))))
    torch.manual_seed(7)
    mask2former = Mask2FormerForUniversalSegmentation(Mask2FormerConfig(
        backbone_config=resnet(), feature_size=32, mask_feature_size=32, hidden_dim=32,
        encoder_feedforward_dim=32, encoder_layers=1, decoder_layers=2, num_attention_heads=2,
        dim_feedforward=16, num_queries=12, id2label=dict(enumerate(NAMES))))
    return {
        "detr": (detr, DetrImageProcessorPil(size=SIZE), DETR_NAMES),
        "maskformer": (maskformer, MaskFormerImageProcessorPil(size=SIZE, size_divisor=32), NAMES),
        "mask2former": (mask2former, Mask2FormerImageProcessorPil(size=FIXED, size_divisor=32),
                        NAMES),
    }


def outputs_of(family, model, inputs):
    out = model(pixel_values=inputs["pixel_values"], pixel_mask=inputs["pixel_mask"])
    if family == "detr":
        return out, out.logits, out.pred_masks
    return out, out.class_queries_logits, out.masks_queries_logits


class Exported(torch.nn.Module):
    """The model with its logits spread out: random weights see the same with every query."""

    def __init__(self, family, model):
        super().__init__()
        self.family, self.model = family, model

    def forward(self, pixel_values):
        mask = torch.ones_like(pixel_values[:, 0]).long()
        _, classes, masks = outputs_of(
            self.family, self.model, {"pixel_values": pixel_values, "pixel_mask": mask})
        classes = classes - classes.mean(1, keepdim=True)
        masks = masks - masks.mean(1, keepdim=True)
        deviation = (masks * masks).mean((1, 2, 3), keepdim=True).sqrt()
        return classes / (classes * classes).mean((1, 2), keepdim=True).sqrt() * 3, (
            masks / deviation * 4)


def shrink(path):
    """Shorter names: most of such a file is the names of its values."""
    model = onnx.load(path)
    graph = model.graph
    kept = {v.name for v in [*graph.input, *graph.output]} | {""}
    short = {}

    def name(old):
        return old if old in kept else short.setdefault(old, f"v{len(short)}")

    for tensor in graph.initializer:
        tensor.name = name(tensor.name)
    for node in graph.node:
        node.name, node.doc_string = "", ""
        node.input[:] = [name(i) for i in node.input]
        node.output[:] = [name(o) for o in node.output]
    del graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, path)


def make(family, model, processor, labels, out):
    folder = os.path.join(out, family)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(os.path.join(folder, "onnx"))
    model.eval()
    with torch.no_grad():  # the library's own start values are so small that queries hardly differ
        for parameter in model.parameters():
            if parameter.dim() == 2:
                parameter.normal_(0, 1.5 / parameter.shape[1] ** 0.5)
    images = {name: picture(*size, i) for i, (name, size) in enumerate(PICTURES.items())}
    with torch.no_grad():
        first = processor(images=[images["wide"]], return_tensors="pt")
        exported = Exported(family, model).eval()
        open_sizes = family != "mask2former"
        names = (["logits", "pred_masks"] if family == "detr"
                 else ["class_queries_logits", "masks_queries_logits"])
        torch.onnx.export(
            exported, (first["pixel_values"],), os.path.join(folder, "onnx", "model.onnx"),
            input_names=["pixel_values"], output_names=names, opset_version=17, dynamo=False,
            dynamic_axes={
                "pixel_values": {0: "batch"} | ({2: "height", 3: "width"} if open_sizes else {}),
                names[0]: {0: "batch"},
                names[1]: {0: "batch"} | ({2: "h", 3: "w"} if open_sizes else {}),
            },
        )
        shrink(os.path.join(folder, "onnx", "model.onnx"))
        cases = []
        for name, image in images.items():
            inputs = processor(images=[image], return_tensors="pt")
            classes, masks = exported(inputs["pixel_values"])
            holder = type("Outputs", (), {
                "logits": classes, "pred_masks": masks.clone(), "class_queries_logits": classes,
                "masks_queries_logits": masks.clone()})
            result = processor.post_process_panoptic_segmentation(
                holder, label_ids_to_fuse=set(), target_sizes=[image.size[::-1]], **THRESHOLDS)[0]
            ids = np.maximum(result["segmentation"].numpy().astype(np.uint8), 0)
            Image.fromarray(ids, "L").save(os.path.join(folder, f"{name}-ids.png"))
            pixels = inputs["pixel_values"][0].numpy()
            cases.append({
                "name": name, "height": pixels.shape[1], "width": pixels.shape[2],
                "pixel_values_sha256": hashlib.sha256(pixels.astype("<f4").tobytes()).hexdigest(),
                "class_logits": [round(float(v), 4) for v in classes[0].flatten()[:20]],
                "mask_logits": [round(float(v), 4) for v in masks[0, :, 3, 5]],
                "segments": [{"id": s["id"], "label": s["label_id"], "score": s["score"]}
                             for s in result["segments_info"]]})
        for name, image in images.items():
            image.save(os.path.join(out, f"{name}.png"))

    def write(name, value):
        with open(os.path.join(folder, name), "w") as f:
            json.dump(value, f, indent=1)
            f.write("\n")

    write("config.json", {"model_type": family,
                          "id2label": {str(i): n for i, n in enumerate(labels)}})
    write("preprocessor_config.json", {
        "do_normalize": True, "do_rescale": True, "do_resize": True,
        "image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225], "resample": 2,
        "rescale_factor": 1 / 255, "size": SIZE if open_sizes else FIXED,
        **({} if family == "detr" else {"size_divisor": 32})})
    write("expected.json", {"cases": cases})
    return family, [(c["name"], (c["width"], c["height"]),
                     [(s["label"], round(s["score"], 2)) for s in c["segments"]]) for c in cases]


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    for family, parts in models().items():
        print(*make(family, *parts, sys.argv[1]), sep="\n  ")
