"""Makes caption files and scores them as pycocoevalcap does.

    python captions.py make CAPTIONS.txt DIR IMAGES REFERENCES WORDS    references.json and candidates.json
    python captions.py score DIR                                       prints the figures as JSON, and by what
    python captions.py nltk DIR                                        prints nltk's METEOR, which is another metric

CAPTIONS.txt holds a caption a line, whose words are shuffled into new ones. Scoring takes pycocoevalcap where it is
installed. Where it is not, its steps are taken here: a JVM for CoreNLP's tokenizer for the references and another for
the candidates, by file and pipe, then BLEU, ROUGE-L and CIDEr-D in Python, written from their formulas; CORENLP names
stanford-corenlp-3.4.1.jar. METEOR is left out where its jar is not there. nltk wants its corpus "wordnet".
"""

import collections
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

PUNCTUATION = {
    "''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".", "?", "!", ",", ":", "-", "--", "...", ";"
}  # fmt: skip


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


def read(folder):
    references, candidates = {}, {}
    for row in json.loads(pathlib.Path(folder, "references.json").read_text())["annotations"]:
        references.setdefault(row["image_id"], []).append(row)
    for row in json.loads(pathlib.Path(folder, "candidates.json").read_text()):
        candidates[row["image_id"]] = [row]
    return references, candidates


def score(folder):
    references, candidates = read(folder)
    try:
        import pycocoevalcap
    except ImportError:
        figures = restated(tokenized(references), tokenized(candidates))
        print(json.dumps({"by": "its steps", "figures": figures, "without": ["meteor"]}))
        return
    from pycocoevalcap.bleu.bleu import Bleu
    from pycocoevalcap.cider.cider import Cider
    from pycocoevalcap.rouge.rouge import Rouge
    from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

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
    print(json.dumps({"by": pycocoevalcap.__name__, "figures": figures, "without": without}))


def tokenized(captions):
    """The token lines of each image's captions, by a JVM of its own that reads a file and is read through a pipe."""
    rows = [(image, row["caption"].replace("\n", " ")) for image, of in captions.items() for row in of]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write("\n".join(text for _, text in rows))
        file.flush()
        lines = subprocess.run(
            ["java", "-cp", os.environ["CORENLP"], "edu.stanford.nlp.process.PTBTokenizer"]
            + ["-preserveLines", "-lowerCase", file.name],
            stdout=subprocess.PIPE,
            check=True,
        ).stdout.decode("utf-8").split("\n")  # fmt: skip
    found = {}
    for (image, _), line in zip(rows, lines):
        kept = [token for token in line.rstrip().split(" ") if token not in PUNCTUATION]
        found.setdefault(image, []).append(" ".join(kept))
    return found


def ngrams(text):
    words = text.split()
    return collections.Counter(
        tuple(words[i : i + n]) for n in range(1, 5) for i in range(len(words) - n + 1)
    )


def restated(references, candidates):
    truth = {image: [ngrams(text) for text in of] for image, of in references.items()}
    found = {image: ngrams(of[0]) for image, of in candidates.items()}
    figures = bleu(references, candidates, truth, found)
    figures["rouge_l"] = sum(rouge_l(candidates[i][0], references[i]) for i in found) / len(found)
    figures["cider"] = cider(truth, found)
    return figures


def bleu(references, candidates, truth, found):
    """Corpus BLEU-1 to -4 with the closest reference length, the shorter one of two as close."""
    correct, guessed = [0] * 4, [0] * 4
    length, closest = 0, 0
    for image, counts in found.items():
        most = collections.Counter()
        for counted in truth[image]:
            most |= counted
        for gram, count in counts.items():
            correct[len(gram) - 1] += min(count, most[gram])
        words = len(candidates[image][0].split())
        for n in range(4):
            guessed[n] += max(0, words - n)
        length += words
        closest += min((abs(len(text.split()) - words), len(text.split())) for text in references[image])[1]
    ratio = (length + 1e-15) / (closest + 1e-9)
    penalty = math.exp(1 - 1 / ratio) if ratio < 1 else 1
    figures, product = {}, 1.0
    for n in range(4):
        product *= (correct[n] + 1e-15) / (guessed[n] + 1e-9)
        figures[f"bleu_{n + 1}"] = product ** (1 / (n + 1)) * penalty
    return figures


def rouge_l(candidate, references):
    mine = candidate.split(" ")
    precision = recall = 0.0
    for reference in references:
        theirs = reference.split(" ")
        row = [0] * (len(theirs) + 1)
        for word in mine:
            diagonal = 0
            for j, other in enumerate(theirs, 1):
                above = row[j]
                row[j] = diagonal + 1 if word == other else max(above, row[j - 1])
                diagonal = above
        precision = max(precision, row[-1] / len(mine))
        recall = max(recall, row[-1] / len(theirs))
    beta2 = 1.2**2
    return (1 + beta2) * precision * recall / (recall + beta2 * precision) if precision and recall else 0.0


def cider(truth, found):
    """CIDEr-D: tf-idf vectors of each order, clipped, with a Gaussian penalty of the difference in length."""
    frequency = collections.Counter()
    for counted in truth.values():
        frequency.update(set().union(*counted))
    logarithm = math.log(len(truth))

    def vector(counts):
        weights, norms, length = [{} for _ in range(4)], [0.0] * 4, 0
        for gram, count in counts.items():
            n = len(gram) - 1
            weights[n][gram] = count * (logarithm - math.log(max(1.0, frequency[gram])))
            norms[n] += weights[n][gram] ** 2
            length += count if n == 1 else 0
        return weights, [math.sqrt(norm) for norm in norms], length

    total = 0.0
    for image, counts in found.items():
        mine, my_norms, my_length = vector(counts)
        similar = 0.0
        for counted in truth[image]:
            theirs, norms, length = vector(counted)
            penalty = math.exp(-((my_length - length) ** 2) / (2 * 6.0**2))
            for n in range(4):
                product = sum(min(weight, theirs[n].get(gram, 0)) * theirs[n].get(gram, 0) for gram, weight in mine[n].items())
                if my_norms[n] and norms[n]:
                    product /= my_norms[n] * norms[n]
                similar += product * penalty
        total += 10 * similar / 4 / len(truth[image])
    return total / len(found)


def nltk_meteor(folder):
    from nltk.translate.meteor_score import meteor_score

    references, candidates = read(folder)
    references, candidates = tokenized(references), tokenized(candidates)
    values = [
        meteor_score([text.split() for text in references[image]], of[0].split())
        for image, of in candidates.items()
    ]
    print(json.dumps({"figures": {"nltk_meteor": sum(values) / len(values)}}))


if sys.argv[1] == "make":
    make(sys.argv[2], sys.argv[3], *map(int, sys.argv[4:7]))
elif sys.argv[1] == "nltk":
    nltk_meteor(sys.argv[2])
else:
    score(sys.argv[2])
