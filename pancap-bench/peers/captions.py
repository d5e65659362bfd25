"""Makes caption files and scores them with pycocoevalcap.

    python captions.py make CAPTIONS.txt DIR IMAGES REFERENCES WORDS    references.json and candidates.json
    python captions.py score DIR                                       prints the figures as JSON, and without what

CAPTIONS.txt holds a caption a line, whose words are shuffled into new ones. Scoring needs pycocoevalcap and numpy, and
Java for its tokenizer; METEOR is left out where its jar is not there.
"""

import json
import pathlib
import random
import sys


def make(captions, folder, images, references, words):
    source = [line.strip() for line in open(captions, encoding="utf-8") if line.strip()]
    generator = random.Random(20261123)

    def caption():
        text = generator.choice(source).split()
        while len(text) < words:
            text += generator.choice(source).split()
        return text[:words] if words > 20 else text

    annotations, candidates = [], []
    for image in range(images):
        texts = [caption() for _ in range(references)]
        annotations += [{"image_id": image, "caption": " ".join(text)} for text in texts]
        mine = list(generator.choice(texts))
        for _ in range(len(mine) // 3):
            mine[generator.randrange(len(mine))] = generator.choice(generator.choice(source).split())
        candidates.append({"image_id": image, "caption": " ".join(mine)})
    target = pathlib.Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "references.json").write_text(json.dumps({"annotations": annotations}))
    (target / "candidates.json").write_text(json.dumps(candidates))


def score(folder):
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

    references, candidates = {}, {}
    for row in json.loads(pathlib.Path(folder, "references.json").read_text())["annotations"]:
        references.setdefault(row["image_id"], []).append(row)
    for row in json.loads(pathlib.Path(folder, "candidates.json").read_text()):
        candidates[row["image_id"]] = [row]
    references = PTBTokenizer().tokenize(references)
    candidates = PTBTokenizer().tokenize(candidates)
    figures = {}
    for n, value in enumerate(Bleu(4).compute_score(references, candidates)[0], 1):
        figures[f"bleu_{n}"] = value
    figures["rouge_l"] = float(Rouge().compute_score(references, candidates)[0])
    figures["cider"] = float(Cider().compute_score(references, candidates)[0])
    without = []
    try:
        from pycocoevalcap.meteor.meteor import Meteor

        figures["meteor"] = float(Meteor().compute_score(references, candidates)[0])
    except (ImportError, OSError) as missing:
        without.append(f"meteor ({missing})")
    print(json.dumps({"figures": figures, "without": without}))


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3], *map(int, sys.argv[4:7]))
else:
    score(sys.argv[2])
