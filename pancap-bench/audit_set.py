"""Makes a published data set of any size out of a small one, with planted faults, and judges an audit.

Usage: audit_set.py make DEMO TEXTS_TAR OUT CAPTIONS | audit_set.py judge OUT AUDIT

DEMO holds the pictures of `pancap demo`, TEXTS_TAR the release's pancap-txt export. A copy of an
image has an id of its own and the mask file of the first, so that a machine's disk need not hold
118,287 masks; each is read and decoded all the same.
"""

import io
import json
import pathlib
import random
import re
import sys
import tarfile
import zlib

KINDS = ["ID_BASE", "WRONG_IMAGE", "MISSING_MASK", "EMPTY_MASK", "UNREADABLE_MASK", "BROKEN_TAG",
         "REPAIRED_TAG", "UNKNOWN_ID", "PROMPT_LEFTOVER", "SPECULATION", "DUPLICATE"]
TAG = re.compile(r"<([\d,]+):")


def moved(text):
    return TAG.sub(lambda tag: "<" + ",".join(str(int(i) - 1) for i in tag[1].split(",")) + ":", text)


def make(demo, texts_tar, out, captions):
    demo, out, captions = pathlib.Path(demo), pathlib.Path(out), int(captions)
    out.mkdir(parents=True)
    random.seed(5)
    source = json.loads((demo / "panoptic.json").read_text())
    by_id = {annotation["image_id"]: annotation for annotation in source["annotations"]}
    texts = {}
    with tarfile.open(texts_tar) as tar:
        for member in tar:
            texts[int(member.name.split("/")[1][:-4])] = tar.extractfile(member).read().decode()
    ids = sorted(texts)
    # Spread over the set in another order than that of the images, as people's work is.
    originals = [random.choice(ids) for _ in range(captions)]
    planted = {kind: [] for kind in KINDS}
    rows, annotations, pending = [], [], None
    for n, original in enumerate(originals, start=1):
        text = texts[original] + f" It is the {n}th."
        annotation = dict(by_id[original], image_id=n)
        # Batches 3 and 40 count from 0, and so do single captions elsewhere.
        if n // 500 in (3, 40) or n % 487 == 0:
            planted["ID_BASE"].append(n)
            text = moved(text)
        elif n % 53 == 0:
            kind = KINDS[1 + n // 53 % (len(KINDS) - 1)]
            planted[kind].append(n)
            if kind == "WRONG_IMAGE":
                text = texts[random.choice([i for i in ids if i != original])] + f" It is the {n}th."
            elif kind == "MISSING_MASK":
                annotation["file_name"] = "none.png"
            elif kind == "EMPTY_MASK":
                annotation["file_name"] = "void.png"
            elif kind == "UNREADABLE_MASK":
                annotation["file_name"] = "torn.png"
            elif kind == "DUPLICATE":
                # Two copies of one image with one text: both are duplicates, and nothing else.
                pending, (original, text) = (None, pending) if pending else ((original, text), (original, text))
                annotation = dict(by_id[original], image_id=n)
            else:
                text += {"BROKEN_TAG": " <3: a thing.", "REPAIRED_TAG": " It ends>.", "UNKNOWN_ID": " <999: One more>.",
                         "PROMPT_LEFTOVER": " Grounded by the mask numbers.", "SPECULATION": " It is likely late."}[kind]
        rows.append((n, text))
        annotations.append(annotation)
    with tarfile.open(out / "captions.tar", "w") as tar:
        for n, text in rows:
            info = tarfile.TarInfo(f"caption_train2017/{n:012d}.txt")
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))
    (out / "panoptic.json").write_text(json.dumps(dict(source, annotations=annotations, images=[])))
    (out / "masks").mkdir()
    for file in (demo / "panoptic").iterdir():
        (out / "masks" / file.name).symlink_to(file.resolve())
    (out / "masks" / "torn.png").write_bytes(b"")
    (out / "masks" / "void.png").write_bytes(void_png(64, 64))
    (out / "planted.json").write_text(json.dumps(planted))
    print({kind: len(found) for kind, found in planted.items()})


def void_png(width, height):
    def chunk(kind, data):
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(bytes((1 + 3 * width) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def judge(out, audit):
    planted = json.loads((pathlib.Path(out) / "planted.json").read_text())
    found = {}
    for finding in json.loads((pathlib.Path(audit) / "audit.json").read_text())["findings"]:
        found.setdefault(finding["fault"], set()).add(finding["image_id"])
    print("| fault | planted | recall | precision |\n|---|--:|--:|--:|")
    for kind, images in planted.items():
        right = len(found.get(kind, set()) & set(images))
        print(f"| {kind} | {len(images)} | {right / max(1, len(images)):.3f} | {right / max(1, len(found.get(kind, []))):.3f} |")
    others = {fault: len(images) for fault, images in found.items() if fault not in planted}
    print("others:", others)


{"make": make, "judge": judge}[sys.argv[1]](*sys.argv[2:])
