"""Makes the tiny random-weight models that hold CAPTURE's ONNX paths to transformers.

A T5 in the layout of optimum (encoder_model.onnx, decoder_model.onnx and a decoder_model_merged.onnx with the inputs
of a cache) and an MPNet encoder, each with a tokenizer of its own, and what transformers answers for some sentences.
Deterministic. Run by hand when the models have to change; the build only reads what it wrote:

    pip install torch transformers onnx
    python make_tiny_capture_models.py ../resources/tiny-capture-models
"""

import json
import pathlib
import sys

import onnx
import torch
from onnx import TensorProto, helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import MPNetConfig, MPNetModel, PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

SENTENCES = [
    "A red car is parked near two large trees.",
    "Generate Scene Graph: A dog runs over the green grass.",
    "Generate Scene Graph: Two people sit on a wooden bench.",
    "Generate Scene Graph: The image shows a cozy living room with a couch, a coffee table and a large window.",
    "Generate Scene Graph: Snow.",
    "Generate Scene Graph: " + "A man and a woman walk along the street with a small dog. " * 12,
    "( car , is , red ) , ( car , near , trees )",
    "street",
    "brown teddy bear",
]
WORDS = SENTENCES + [
    "( dog , is , black ) , ( people , sit on , bench ) , ( bench , is , wooden ) , ( sky , is , blue )",
    "white plate with fruit on the kitchen table near a glass of water under the warm light",
]


def words_and_characters():
    text = " ".join(WORDS)
    return sorted(set(text.split()))[::2], sorted(set(text.replace(" ", "")))


def t5_tokenizer():
    # Trained vocabularies differ from run to run; this one is written down.
    words, characters = words_and_characters()
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("\u2581", -4.0)]
    pieces += [("\u2581" + word, -5.0 - 0.01 * i) for i, word in enumerate(words)]
    pieces += [(character, -6.0 - 0.01 * i) for i, character in enumerate(characters)]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=2))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    tokenizer.add_special_tokens(["<pad>", "</s>", "<unk>"])
    return tokenizer


def mpnet_tokenizer():
    words, characters = words_and_characters()
    pieces = ["<s>", "<pad>", "</s>", "[UNK]"] + characters + ["##" + c for c in characters]
    pieces += [word for word in words if word.isalpha() and len(word) > 1]
    lower = dict.fromkeys(piece if piece.startswith(("<", "[")) else piece.lower() for piece in pieces)
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(lower)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "[UNK]"])
    return tokenizer


class Decoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, encoder_attention_mask, input_ids, encoder_hidden_states):
        hidden = self.model.decoder(
            input_ids=input_ids,
            encoder_hidden_states=encoder_hidden_states,
            encoder_attention_mask=encoder_attention_mask,
            use_cache=False,
        )[0]
        return self.model.lm_head(hidden)


class Encoder(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask)[0]


def export(module, inputs, names, output, path, axes):
    torch.onnx.export(
        module, inputs, str(path), input_names=names, output_names=[output], dynamic_axes=axes,
        opset_version=17, dynamo=False,
    )


def write_t5(folder):
    torch.manual_seed(7)
    tokenizer = t5_tokenizer()
    vocabulary = tokenizer.get_vocab_size()
    config = T5Config(
        vocab_size=vocabulary, d_model=24, d_kv=8, d_ff=32, num_layers=2, num_decoder_layers=2, num_heads=3,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, decoder_start_token_id=0, pad_token_id=0,
        eos_token_id=1, dropout_rate=0.0, initializer_factor=1.0,
    )
    model = T5ForConditionalGeneration(config).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            weight.copy_(torch.randn(weight.shape) * (0.35 if weight.dim() > 1 else 0.1) + (weight.dim() == 1))
        # Flat and fond of the end token, so that some answers end and some are cut.
        model.lm_head.weight.mul_(0.5)
        model.lm_head.weight[1].mul_(1.4)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "config.json").write_text(
        json.dumps({"decoder_start_token_id": 0, "eos_token_id": 1, "pad_token_id": 0}) + "\n"
    )
    ids = torch.ones(2, 5, dtype=torch.long)
    hidden = torch.randn(2, 7, config.d_model)
    export(
        Encoder(model.encoder), (ids, ids), ["input_ids", "attention_mask"], "last_hidden_state",
        folder / "onnx" / "encoder_model.onnx",
        {"input_ids": {0: "b", 1: "s"}, "attention_mask": {0: "b", 1: "s"}, "last_hidden_state": {0: "b", 1: "s"}},
    )
    names = ["encoder_attention_mask", "input_ids", "encoder_hidden_states"]
    plain = folder / "onnx" / "decoder_model.onnx"
    export(
        Decoder(model), (torch.ones(2, 7, dtype=torch.long), ids, hidden), names, "logits", plain,
        {names[0]: {0: "b", 1: "s"}, names[1]: {0: "b", 1: "t"}, names[2]: {0: "b", 1: "s"}, "logits": {0: "b", 1: "t"}},
    )
    # The published merged graphs also take a cache and a switch, which we never use.
    graph = onnx.load(plain)
    graph.graph.input.append(helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]))
    for layer in range(config.num_decoder_layers):
        for side in ("decoder", "encoder"):
            for part in ("key", "value"):
                graph.graph.input.append(
                    helper.make_tensor_value_info(
                        f"past_key_values.{layer}.{side}.{part}", TensorProto.FLOAT,
                        ["b", config.num_heads, f"past_{side}", config.d_kv],
                    )
                )
    merged = folder.parent / (folder.name + "-merged")
    (merged / "onnx").mkdir(parents=True, exist_ok=True)
    onnx.save(graph, merged / "onnx" / "decoder_model_merged.onnx")
    expected = []
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>")
    for sentence in SENTENCES:
        inputs = fast(sentence, return_tensors="pt", truncation=True, max_length=64)
        tokens = model.generate(
            input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"],
            num_beams=5, early_stopping=True, max_length=128, do_sample=False,
        )[0].tolist()
        expected.append(
            {
                "prompt": sentence,
                "input_ids": inputs["input_ids"][0].tolist(),
                "tokens": tokens,
                "text": fast.decode(tokens, skip_special_tokens=True),
            }
        )
    return expected


def write_mpnet(folder):
    torch.manual_seed(11)
    tokenizer = mpnet_tokenizer()
    config = MPNetConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=48, max_position_embeddings=400, pad_token_id=1, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    model = MPNetModel(config, add_pooling_layer=False).eval()
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() > 1:
                weight.copy_(torch.randn(weight.shape) * 0.2)
    (folder / "onnx").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    ids = torch.full((2, 5), 4, dtype=torch.long)
    export(
        Encoder(model), (ids, torch.ones(2, 5, dtype=torch.long)), ["input_ids", "attention_mask"],
        "last_hidden_state", folder / "onnx" / "model.onnx",
        {"input_ids": {0: "b", 1: "s"}, "attention_mask": {0: "b", 1: "s"}, "last_hidden_state": {0: "b", 1: "s"}},
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="<pad>", unk_token="[UNK]")
    inputs = fast(SENTENCES, return_tensors="pt", padding=True, truncation=True, max_length=384)
    with torch.no_grad():
        hidden = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])[0]
    mask = inputs["attention_mask"].unsqueeze(-1).float()
    mean = (hidden * mask).sum(1) / mask.sum(1)
    vectors = torch.nn.functional.normalize(mean, dim=1)
    return [{"phrase": p, "embedding": [round(x, 7) for x in v]} for p, v in zip(SENTENCES, vectors.tolist())]


def main():
    target = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    expected = {"generated": write_t5(target / "t5"), "embedded": write_mpnet(target / "mpnet")}
    (target / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
    for row in expected["generated"]:
        print(len(row["input_ids"]), len(row["tokens"]), row["tokens"][:12])


main()
