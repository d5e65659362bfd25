#!/usr/bin/env python3
"""tiny_vision_model.py OUT: a vision-language model of random weights for `transformers serve`.

It answers every question with nonsense, deterministically; the protocol around it is a real server's.
"""
import pathlib
import sys

import torch
from transformers import (
    GenerationConfig,
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    Idefics3Processor,
    LlamaConfig,
)
from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "pancap-core/src/test/python"))
import make_tiny_idefics3 as tiny  # noqa: E402

out = sys.argv[1]
torch.manual_seed(3)
tok = tiny.tokenizer()
image, end = tok.convert_tokens_to_ids(["<image>", "<end_of_utterance>"])
text = LlamaConfig(
    hidden_size=32, intermediate_size=64, num_hidden_layers=1, num_attention_heads=4,
    num_key_value_heads=2, head_dim=8, vocab_size=len(tok), max_position_embeddings=32768,
    pad_token_id=2, bos_token_id=1, eos_token_id=end, initializer_range=0.35,
)
vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=2,
              image_size=tiny.TILE, patch_size=tiny.PATCH)
config = Idefics3Config(text_config=text.to_dict(), vision_config=vision,
                        scale_factor=tiny.SCALE, image_token_id=image, pad_token_id=2)
model = Idefics3ForConditionalGeneration(config).eval()
# Every fourth token ends an answer, so that some end by themselves and some by their budget.
model.generation_config = GenerationConfig(
    eos_token_id=[end, *range(3, len(tok), 4)], pad_token_id=2, do_sample=False)
processor = Idefics3Processor(
    Idefics3ImageProcessorPil(
        size={"longest_edge": tiny.LONGEST_EDGE}, max_image_size={"longest_edge": tiny.TILE},
        do_image_splitting=False, image_mean=[0.5] * 3, image_std=[0.5] * 3),
    tok, tiny.TOKENS_PER_TILE, chat_template=tiny.CHAT_TEMPLATE)
model.save_pretrained(out)
processor.save_pretrained(out)
