// The grammar of a grounded caption, as far as one needs it while typing. The server has the last word.

const TAG = /<\s*(\d+(?:\s*,\s*\d+)*)\s*:\s*([^<>]*?)\s*>/gu;

/** Splits a grounded caption into {text} and {text, marks} parts. */
export function parts(grounded) {
  const found = [];
  let position = 0;
  for (const match of grounded.matchAll(TAG)) {
    if (match.index > position) {
      found.push({ text: grounded.slice(position, match.index) });
    }
    found.push({ text: match[2], marks: match[1].split(',').map((id) => Number(id)) });
    position = match.index + match[0].length;
  }
  if (position < grounded.length) {
    found.push({ text: grounded.slice(position) });
  }
  return found;
}

/** What is wrong with a grounded caption, or '' if nothing is. */
export function fault(grounded, knownMarks) {
  for (const part of parts(grounded)) {
    if (part.marks) {
      const unknown = part.marks.find((mark) => !knownMarks.has(mark));
      if (unknown !== undefined) {
        return `There is no region ${unknown} in this picture.`;
      }
      if (part.text === '') {
        return `The tag of region ${part.marks.join(', ')} has no words.`;
      }
    } else if (/[<>]/.test(part.text)) {
      const around = part.text.slice(Math.max(0, part.text.search(/[<>]/) - 10)).slice(0, 30);
      return `A tag is not complete near “${around}”. A tag looks like <3: a red car> or <4,5: two vases>.`;
    }
  }
  return parts(grounded).some((part) => part.marks) ? '' : 'No phrase names a region.';
}
