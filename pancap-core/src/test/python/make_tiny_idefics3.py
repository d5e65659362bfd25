#!/usr/bin/env python3
"""Makes tiny random-weight Idefics3 and SmolVLM folders and what `transformers` answers with them.

The models, their pictures' pre-processing, their prompts and their greedy answers come from the
`transformers` library itself; the Java engine is held to them. Each model is exported in the
three-graph ONNX layout that is published for SmolVLM (vision_encoder, embed_tokens,
decoder_model_merged), in fp32 and, for Idefics3, in fp16 with fp16 inputs, outputs and caches.

    pip install transformers==5.18.0 torch==2.13.0 pillow numpy onnx onnxruntime
    make_tiny_idefics3.py OUT          # leave torchvision out: its absence selects Pillow

Not part of the build: what it writes is committed under src/test/resources.
"""
import hashlib
import json
import os
import shutil
import sys

import numpy as np
import torch
from PIL import Image
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    Idefics3Processor,
    LlamaConfig,
    PreTrainedTokenizerFast,
    SmolVLMConfig,
    SmolVLMForConditionalGeneration,
)
from transformers.cache_utils import DynamicCache
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil
from transformers.models.smolvlm.processing_smolvlm import get_image_prompt_string

TILE, PATCH, SCALE = 32, 8, 2
TOKENS_PER_TILE = (TILE // PATCH // SCALE) ** 2
LONGEST_EDGE = 4 * TILE
HEADS, KV_HEADS, HEAD_DIM, HIDDEN = 4, 2, 8, 32
LAYERS = {"idefics3": 2, "smolvlm": 1}
KEPT_TILES = ("whole", "split-wide")  # as pictures, to see where a difference lies
NEW_TOKENS = 24
# The form that the published folders' chat templates give one picture and one question.
CHAT_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}{{ message['role'] | capitalize }}"
    "{% if message['content'][0]['type'] == 'image' %}{{ ':' }}{% else %}{{ ': ' }}{% endif %}"
    "{% for part in message['content'] %}{% if part['type'] == 'text' %}{{ part['text'] }}"
    "{% else %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}"
)
SIZES = {"wide": (57, 43), "small": (20, 20), "tall": (37, 120), "large": (150, 100)}
# name, pictures, split, system prompt, question
CASES = [
    ("whole", ["wide"], False, "", "Describe the picture."),
    ("whole-tall", ["tall"], False, "", "What is the car like?"),
    ("whole-two", ["small", "large"], False, "", "Compare them, in 12 words."),
    ("whole-system", ["large"], False, "Answer in one line.", "What is red?"),
    ("split-wide", ["wide"], True, "", "Describe the picture."),
    ("split-tall", ["tall"], True, "", "Describe the picture in one sentence."),
    ("split-square", ["small"], True, "", "What is in this picture?"),
    ("split-two", ["large", "tall"], True, "", "Compare them."),
    ("text", [], False, "", "Say 3 words."),
]


def picture(width, height, seed):
    """Slopes, an edge and noise, so that every filter tap shows."""
    noise = np.random.default_rng(seed).integers(0, 60, (height, width, 3))
    y, x = np.mgrid[0:height, 0:width]
    base = np.stack([x * 255 // width, y * 255 // height, ((x // 7 + y // 5) % 2) * 180], -1)
    return Image.fromarray(np.clip(base + noise, 0, 255).astype(np.uint8), "RGB")


def tokenizer():
    """Byte-level BPE over a few sentences, with the special tokens that the folders have."""
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tok = Tokenizer(models.BPE())
    tok.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tok.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=290,
        special_tokens=special,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    text = [case[4] for case in CASES] + ["User: Assistant: System: a red car in one sentence."]
    tok.train_from_iterator(text * 5, trainer)
    rows = [f"<row_{r}_col_{c}>" for r in range(1, 5) for c in range(1, 5)]
    tail = ["<global-img>", *rows, "<fake_token_around_image>", "<image>", "<end_of_utterance>"]
    tok.add_special_tokens([AddedToken(t, normalized=False, special=True) for t in tail])
    return PreTrainedTokenizerFast(
        tokenizer_object=tok,
        bos_token="<|im_start|>",
        eos_token="<end_of_utterance>",
        pad_token="<|im_end|>",
    )


class Vision(torch.nn.Module):
    """pixel_values, pixel_attention_mask -> image_features; the mask is all true at run time."""

    def __init__(self, model):
        super().__init__()
        self.inner = model

    def forward(self, pixel_values, pixel_attention_mask):
        pixels = pixel_values * pixel_attention_mask.unsqueeze(2).to(pixel_values.dtype)
        pixels = pixels.reshape(-1, 3, TILE, TILE)
        vision = self.inner.vision_model
        embeds = vision.embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        hidden = embeds + vision.embeddings.position_embedding.weight
        for layer in vision.encoder.layers:
            hidden = layer(hidden, None)
        return self.inner.connector(vision.post_layernorm(hidden))


class Decoder(torch.nn.Module):
    """The merged decoder: the caches go in with zero or more tokens and come out longer."""

    def __init__(self, model):
        super().__init__()
        self.text = model.model.text_model
        self.head = model.lm_head

    def forward(self, inputs_embeds, attention_mask, position_ids, *past):
        total, new = attention_mask.shape[1], inputs_embeds.shape[1]
        slots = torch.arange(total)
        seen = slots.unsqueeze(0) <= slots[total - new :].unsqueeze(1)
        allowed = seen.unsqueeze(0).unsqueeze(0) & (attention_mask > 0).unsqueeze(1).unsqueeze(1)
        bias = torch.where(allowed, 0.0, -60000.0).to(inputs_embeds.dtype)
        cache = DynamicCache()
        for layer in range(len(past) // 2):
            cache.update(past[2 * layer], past[2 * layer + 1], layer)
        hidden = self.text(
            inputs_embeds=inputs_embeds,
            attention_mask=bias,
            position_ids=position_ids,
            past_key_values=cache,
            use_cache=True,
        ).last_hidden_state
        present = [t for layer in cache.layers for t in (layer.keys, layer.values)]
        return (self.head(hidden), *present)


def export(model, folder, suffix, dtype):
    layers = model.config.text_config.num_hidden_layers
    os.makedirs(os.path.join(folder, "onnx"), exist_ok=True)
    kv = [f"past_key_values.{i}.{k}" for i in range(layers) for k in ("key", "value")]
    present = [name.replace("past_key_values", "present") for name in kv]

    def write(module, args, name, inputs, outputs, axes):
        path = os.path.join(folder, "onnx", f"{name}{suffix}.onnx")
        torch.onnx.export(
            module, args, path, input_names=inputs, output_names=outputs, dynamic_axes=axes,
            opset_version=17, dynamo=False,
        )

    tiles = {0: "batch_size", 1: "num_images"}
    write(
        Vision(model.model),
        (torch.zeros(1, 2, 3, TILE, TILE, dtype=dtype), torch.ones(1, 2, TILE, TILE).bool()),
        "vision_encoder", ["pixel_values", "pixel_attention_mask"], ["image_features"],
        {"pixel_values": tiles, "pixel_attention_mask": tiles, "image_features": {0: "tiles"}},
    )
    row = {0: "batch_size", 1: "sequence_length"}
    write(
        model.get_input_embeddings(), (torch.zeros(2, 4, dtype=torch.long),), "embed_tokens",
        ["input_ids"], ["inputs_embeds"], {"input_ids": row, "inputs_embeds": row},
    )
    axes = {"inputs_embeds": row, "attention_mask": {0: "batch_size", 1: "total"}}
    axes |= {"position_ids": row, "logits": row}
    axes |= {name: {0: "batch_size", 2: "past"} for name in kv}
    axes |= {name: {0: "batch_size", 2: "total"} for name in present}
    cache = [torch.zeros(2, KV_HEADS, 3, HEAD_DIM, dtype=dtype)] * (2 * layers)
    write(
        Decoder(model),
        (
            torch.zeros(2, 5, HIDDEN, dtype=dtype), torch.ones(2, 8, dtype=torch.long),
            torch.arange(3, 8)[None].repeat(2, 1), *cache,
        ),
        "decoder_model_merged", ["inputs_embeds", "attention_mask", "position_ids", *kv],
        ["logits", *present], axes,
    )


def chat(tok, system, pictures, question):
    messages = [{"role": "system", "content": [{"type": "text", "text": system}]}] if system else []
    content = [{"type": "image"} for _ in pictures] + [{"type": "text", "text": question}]
    return tok.apply_chat_template(
        [*messages, {"role": "user", "content": content}],
        chat_template=CHAT_TEMPLATE, tokenize=False, add_generation_prompt=True,
    )


def inputs_of(family, tok, case, images):
    """Token ids and pixel values, by the library's own processors."""
    name, pictures, split, system, question = case
    text = chat(tok, system, pictures, question)
    pics = [images[p] for p in pictures]
    sizes = dict(
        size={"longest_edge": LONGEST_EDGE}, max_image_size={"longest_edge": TILE},
        do_image_splitting=split, image_mean=[0.5] * 3, image_std=[0.5] * 3,
    )
    if not pics:
        return tok(text, add_special_tokens=False)["input_ids"], None
    if family == "idefics3":
        processor = Idefics3Processor(Idefics3ImageProcessorPil(**sizes), tok, TOKENS_PER_TILE)
        out = processor(images=[pics], text=[text], return_tensors="pt", add_special_tokens=False)
        return out["input_ids"][0].tolist(), out["pixel_values"]
    # SmolVLM's processor class wants a video library; its picture and prompt parts do not.
    out = SmolVLMImageProcessorPil(**sizes)(pics and [pics], return_tensors="pt",
                                            return_row_col_info=True)
    for rows, cols in zip(out["rows"][0], out["cols"][0]):
        string = get_image_prompt_string(
            rows, cols, TOKENS_PER_TILE, "<fake_token_around_image>", "\0", "<global-img>")
        text = text.replace("<image>", string, 1)
    text = text.replace("\0", "<image>")
    return tok(text, add_special_tokens=False)["input_ids"], out["pixel_values"]


def generate(model, ids, pixels, ends):
    extra = {} if pixels is None else {"pixel_values": pixels.to(model.dtype)}
    out = model.generate(
        input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=ends, pad_token_id=2, **extra,
    )[0, len(ids) :].tolist()
    return out[:-1] if out and out[-1] in ends else out


def generate_in_halves(model, ids, pixels, ends):
    """The answer as far as halves can tell: up to the first step where two tokens are that near.

    PyTorch and ONNX Runtime round in different places, so beyond it either answer is right.
    """
    extra = {} if pixels is None else {"pixel_values": pixels.to(model.dtype)}
    out = model.generate(
        input_ids=torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long),
        do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=ends, pad_token_id=2,
        output_scores=True, return_dict_in_generate=True, **extra,
    )
    answer = out.sequences[0, len(ids) :].tolist()
    for step, scores in enumerate(out.scores):
        best = scores[0].float().topk(2).values
        if best[0] - best[1] < 0.03:
            return answer[:step]
    return answer[:-1] if answer[-1] in ends else answer


def make(family, seed, out):
    torch.manual_seed(seed)
    folder = os.path.join(out, family)
    shutil.rmtree(folder, ignore_errors=True)
    tok = tokenizer()
    vocab = len(tok)
    image, end = tok.convert_tokens_to_ids(["<image>", "<end_of_utterance>"])
    text = LlamaConfig(
        hidden_size=HIDDEN, intermediate_size=64, num_hidden_layers=LAYERS[family],
        num_attention_heads=HEADS, num_key_value_heads=KV_HEADS, head_dim=HEAD_DIM,
        vocab_size=vocab, max_position_embeddings=1024, pad_token_id=2, bos_token_id=1,
        eos_token_id=end, initializer_range=0.35, tie_word_embeddings=False,
    )
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=LAYERS[family],
                  num_attention_heads=2, image_size=TILE, patch_size=PATCH,
                  initializer_range=0.2)
    config_type, model_type = (
        (Idefics3Config, Idefics3ForConditionalGeneration) if family == "idefics3"
        else (SmolVLMConfig, SmolVLMForConditionalGeneration)
    )
    config = config_type(text_config=text.to_dict(), vision_config=vision, scale_factor=SCALE,
                         image_token_id=image, pad_token_id=2)
    config._attn_implementation = "eager"
    model = model_type._from_config(config, attn_implementation="eager").eval()
    with torch.no_grad():
        model.model.connector.modality_projection.proj.weight.normal_(0, 0.3)
    images = {name: picture(*size, i) for i, (name, size) in enumerate(SIZES.items())}

    inputs = {case[0]: inputs_of(family, tok, case, images) for case in CASES}
    free = {name: generate(model, *given, [end]) for name, given in inputs.items()}
    # A second end token that stops some answers in the middle and leaves others alone.
    counts = {t: sum(t in a[4:] for a in free.values()) for a in free.values() for t in a}
    second = min((t for t in counts if 1 <= counts[t] <= 3), default=end)
    ends = [end, second]

    cases = []
    for case in CASES:
        name, pictures, split, system, question = case
        ids, pixels = inputs[name]
        entry = {"name": name, "pictures": pictures, "split": split, "system": system,
                 "question": question, "prompt_ids": ids,
                 "answer_ids": generate(model, ids, pixels, ends)}
        if pixels is not None:
            tiles = pixels[0].numpy()
            entry["tiles"] = len(tiles)
            entry["pixel_values_sha256"] = hashlib.sha256(
                tiles.astype("<f4").tobytes()).hexdigest()
            samples = np.rint((tiles * 0.5 + 0.5) * 255).astype(np.uint8)
            if family == "idefics3" and name in KEPT_TILES:
                strip = samples.transpose(0, 2, 3, 1).reshape(-1, TILE, 3)
                Image.fromarray(strip).save(os.path.join(out, f"tiles-{name}.png"))
        cases.append(entry)
    export(model, folder, "", torch.float32)
    if family == "idefics3":
        half = model.half()
        export(half, folder, "_fp16", torch.float16)
        for entry in cases:
            ids, pixels = inputs[entry["name"]]
            entry["answer_ids_fp16"] = generate_in_halves(half, ids, pixels, ends)

    def write(name, value):
        with open(os.path.join(folder, name), "w") as f:
            json.dump(value, f, indent=1, ensure_ascii=False)
            f.write("\n")

    write("config.json", json.loads(config.to_json_string(use_diff=False)) | {"pad_token_id": 128002})
    write("generation_config.json", {"bos_token_id": 1, "eos_token_id": ends, "pad_token_id": 2})
    write("preprocessor_config.json", {
        "do_convert_rgb": True, "do_image_splitting": True, "do_normalize": True, "do_pad": True,
        "do_rescale": True, "do_resize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
        "image_processor_type": "Idefics3ImageProcessor", "max_image_size": {"longest_edge": TILE},
        "resample": 1, "rescale_factor": 1 / 255, "size": {"longest_edge": LONGEST_EDGE}})
    write("processor_config.json", {"image_seq_len": TOKENS_PER_TILE})
    write("tokenizer_config.json", {"bos_token": "<|im_start|>", "eos_token": "<end_of_utterance>",
                                    "pad_token": "<|im_end|>"})
    tok.backend_tokenizer.save(os.path.join(folder, "tokenizer.json"))
    write("expected.json", {"max_new_tokens": NEW_TOKENS, "cases": cases})
    for name, image in images.items():
        image.save(os.path.join(out, f"{name}.png"))
    return {c["name"]: (len(c["prompt_ids"]), len(c["answer_ids"]),
                        len(c.get("answer_ids_fp16", []))) for c in cases}


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    print(make("idefics3", 11, sys.argv[1]))
    print(make("smolvlm", 12, sys.argv[1]))
