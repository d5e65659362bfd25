// The difference of two texts in words, for showing it; what is stored is computed by the server.

const TOKEN = /\s*(?:[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}]+)*|[^\s])|\s+$/gu;

/** Splits a text into words and punctuation marks, each with the white space before it. */
export function tokens(text) {
  return text.match(TOKEN) ?? [];
}

/** A list of {kind: 'same' | 'added' | 'removed', text}. */
export function difference(before, after) {
  const a = tokens(before);
  const b = tokens(after);
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] =
        a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const parts = [];
  const add = (kind, text) => {
    const last = parts[parts.length - 1];
    if (last && last.kind === kind) {
      last.text += text;
    } else {
      parts.push({ kind, text });
    }
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i++]);
      j++;
    } else if (j >= b.length || (i < a.length && length[i + 1][j] >= length[i][j + 1])) {
      add('removed', a[i++]);
    } else {
      add('added', b[j++]);
    }
  }
  return parts;
}

/** Shows a difference: inserted, deleted and struck words as in the legend. */
export function showDifference(element, before, after, struck) {
  element.replaceChildren();
  if (before === after) {
    return;
  }
  for (const part of difference(before, after)) {
    if (part.kind === 'same') {
      element.append(part.text);
    } else if (part.kind === 'added') {
      element.append(tag('ins', part.text));
    } else {
      appendRemoved(element, part.text, struck);
    }
  }
}

function appendRemoved(element, text, struck) {
  const found = struck.find((words) => text.includes(words));
  if (!found) {
    element.append(tag('del', text));
    return;
  }
  const start = text.indexOf(found);
  const rest = struck.filter((words) => words !== found);
  if (start > 0) {
    appendRemoved(element, text.slice(0, start), rest);
  }
  const node = tag('del', found);
  node.className = 'hallucination';
  node.title = 'struck as a hallucination';
  element.append(node);
  if (start + found.length < text.length) {
    appendRemoved(element, text.slice(start + found.length), struck);
  }
}

function tag(name, text) {
  const node = document.createElement(name);
  node.textContent = text;
  return node;
}
