// COCO's compressed run lengths: column-major, first run background, deltas from the fourth on.

/** Decodes a compressed run-length string to its counts. */
export function counts(text) {
  const runs = [];
  let i = 0;
  while (i < text.length) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const group = text.charCodeAt(i++) - 48;
      value |= (group & 31) << shift;
      shift += 5;
      more = (group & 32) !== 0;
      if (!more && (group & 16) !== 0 && shift < 32) {
        value |= -1 << shift;
      }
    }
    runs.push(runs.length > 2 ? value + runs[runs.length - 2] : value);
  }
  return runs;
}

/** The mark of every pixel, row by row; 0 where there is none. */
export function labelMap(width, height, segments) {
  const marks = new Uint32Array(width * height);
  for (const segment of segments) {
    let position = 0;
    let inside = false;
    for (const run of counts(segment.rle)) {
      if (inside) {
        for (let p = position; p < position + run; p++) {
          marks[(p % height) * width + Math.floor(p / height)] = segment.mark;
        }
      }
      position += run;
      inside = !inside;
    }
  }
  return marks;
}
