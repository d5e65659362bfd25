// The raters' page: one image at a time.

import { fault, parts } from './captions.js';
import { Picture } from './picture.js';
import { Saving } from './saving.js';
import { showDifference } from './words.js';

const $ = (id) => document.getElementById(id);

let session = null;
let item = null;
let position = { index: 0, total: 0 };
let zoomed = 0;
let openings = 0;
let isParagraphBroken = false;

const saving = new Saving(
  {
    token: () => session.token,
    renew: async () => {
      session = await get('api/session');
    },
  },
  (state, text) => {
    $('saved').className = state;
    $('saved').textContent = text;
    if (state === 'saved') {
      refreshProgress();
    }
  },
);
const picture = new Picture($('canvas'), { onHover: hover, onPick: pick });

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ message: response.statusText }));
    throw new Error(problem.message);
  }
  return response.json();
}

async function start() {
  // Before anything is waited for: what a rater types meanwhile must stand.
  $('rater').value = localStorage.getItem('pancap-rater') ?? '';
  session = await get('api/session');
  $('filter').value = localStorage.getItem('pancap-filter') ?? session.filter;
  if (!$('rater').value) {
    $('rater').focus();
  }
  await saving.flush();
  const wanted = new URLSearchParams(location.hash.slice(1)).get('image');
  await (wanted ? open(`image=${encodeURIComponent(wanted)}`) : open('index=0'));
  refreshProgress();
}

/** Opens an image of the queue: 'index=3' or 'image=439180'. What was asked for last is what is shown. */
async function open(which) {
  holdBrokenParagraph();
  const opening = ++openings;
  await saving.flush();
  const filter = encodeURIComponent($('filter').value);
  const found = await get(`api/queue?filter=${filter}&${which}`);
  const next = found.imageId === null ? null : await get(`api/images/${found.imageId}`);
  if (opening !== openings) {
    return;
  }
  position = { index: found.index, total: found.total };
  $('position').textContent = found.total ? `${found.index + 1} of ${found.total}` : 'nothing here';
  $('previous').disabled = found.index <= 0;
  $('next').disabled = found.index >= found.total - 1;
  item = next;
  if (item === null) {
    $('lines').replaceChildren(note('Nothing to do under this filter.'));
    $('flags').replaceChildren();
    $('caption-view').textContent = '';
    return;
  }
  location.hash = `image=${item.imageId}`;
  document.title = `${item.fileName} – pancap review`;
  zoomed = 0;
  showFlags();
  showLines();
  showCaption();
  $('done').textContent = item.done ? 'Done already, next image' : 'Done, next image';
  $('lines').closest('.scrolled').scrollTop = 0;
  await picture.show(item, `api/images/${item.imageId}/picture`);
}

/** A paragraph with a fault is not saved, so what was typed would be gone with the image. */
function holdBrokenParagraph() {
  if (isParagraphBroken) {
    $('caption-details').open = true;
    $('caption').focus();
    throw new Error('the paragraph has a fault: mend it or undo');
  }
}

async function refreshProgress() {
  const progress = await get('api/progress');
  const share = progress.queued ? progress.done / progress.queued : 1;
  $('progress-bar').style.width = `${Math.round(100 * share)}%`;
  $('progress-text').textContent = `${progress.done} of ${progress.queued} done, ${progress.edits} edits`;
}

function showFlags() {
  $('flags').replaceChildren(
    ...item.flags.map((flag) => {
      const row = document.createElement('li');
      const name = document.createElement('b');
      name.textContent = flag.rule.toLowerCase().replaceAll(/[_-]/g, ' ');
      row.append(name, `: ${flag.detail}`);
      if (flag.mark) {
        const region = button(`region ${flag.mark}`, 'Go to its line', () => pick(flag.mark));
        region.tabIndex = 0;
        row.append(' ', region);
        row.addEventListener('pointerenter', () => light([flag.mark]));
        row.addEventListener('pointerleave', () => light([]));
      }
      return row;
    }),
  );
}

function showLines() {
  $('lines').replaceChildren(...item.segments.map(lineOf));
}

function lineOf(segment) {
  const key = `${item.imageId} ${segment.segmentId} line`;
  const draft = saving.draft(key);
  const row = document.createElement('li');
  row.dataset.mark = segment.mark;
  row.style.setProperty('--mark', segment.color);
  row.classList.toggle('bad', segment.badMask);

  const head = document.createElement('div');
  head.className = 'line-head';
  const number = document.createElement('b');
  number.textContent = segment.mark;
  const category = classOf(segment, row, () => area);
  const kind = document.createElement('span');
  kind.className = 'kind';
  kind.textContent = [
    segment.isThing ? 'thing' : 'stuff', segment.isCrowd ? 'crowd' : '', `${segment.areaPixels} px`,
    segment.score === null ? '' : `model ${Math.round(100 * segment.score)} %`,
  ]
    .filter((word) => word)
    .join(', ');
  const spacer = document.createElement('span');
  spacer.className = 'spacer';
  const revert = button('machine text', 'Take your changes of this line back (F9)', () => {
    area.value = segment.machine;
    struck.length = 0;
    changed();
  });
  const bad = button('bad mask', 'The mask or the class is wrong: leave the region out (F8)', () => {
    segment.badMask = !segment.badMask;
    bad.setAttribute('aria-pressed', segment.badMask);
    row.classList.toggle('bad', segment.badMask);
    saving.change(`${item.imageId} ${segment.segmentId} mask`, {
      ...editOf(segment.segmentId), target: 'BAD_MASK', badMask: segment.badMask,
    });
  });
  bad.setAttribute('aria-pressed', segment.badMask);
  head.append(number, category, kind);
  if (segment.outcome) {
    const outcome = document.createElement('span');
    outcome.className = `outcome ${segment.outcome}`;
    outcome.textContent = segment.outcome.toLowerCase();
    head.append(outcome);
  }
  head.append(spacer, revert, bad);

  const area = document.createElement('textarea');
  area.value = draft ? draft.resultText : segment.text;
  area.rows = Math.max(1, Math.ceil(area.value.length / 62));
  area.lang = 'en';
  area.placeholder = 'The model said nothing of this region.';
  area.setAttribute('aria-label', `Line of region ${segment.mark}, ${segment.category}`);
  const struck = [...(draft ? draft.struck : segment.struck)];
  const diff = document.createElement('div');
  diff.className = 'diff';

  const changed = () => {
    segment.text = area.value;
    showDifference(diff, segment.machine, area.value, struck);
    saving.change(key, {
      ...editOf(segment.segmentId), target: 'REGION_LINE', baseText: segment.machine,
      resultText: area.value, struck,
    });
  };
  area.addEventListener('input', changed);
  row.addEventListener('focusin', () => light([segment.mark]));
  row.addEventListener('keydown', (event) => {
    const keys = {
      F2: () => strike(area, struck),
      F3: () => {
        zoomed = zoomed === segment.mark ? (picture.whole(), 0) : (picture.zoomTo(segment), segment.mark);
      },
      F8: () => bad.click(),
      F9: () => revert.click(),
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  row.addEventListener('pointerenter', () => light([segment.mark]));
  row.addEventListener('pointerleave', () => light([]));
  row.append(head, area, diff);
  showDifference(diff, segment.machine, area.value, struck);
  for (const flag of item.flags.filter((found) => found.text === 'line' && found.mark === segment.mark)) {
    const hint = document.createElement('p');
    hint.className = 'others';
    const words = document.createElement('mark');
    words.textContent = [...segment.text].slice(flag.start, flag.end).join('');
    hint.append(words, ` ${flag.detail}`);
    row.append(hint);
  }
  if (segment.others.length > 0) {
    const others = document.createElement('p');
    others.className = 'others';
    others.textContent = segment.others.map((other) => `${other.rater}: “${other.text}”`).join(' · ');
    row.append(others);
  }
  return row;
}

/** The class of a segment: a choice of all classes, filled when it is opened, and of none. */
function classOf(segment, row, area) {
  const key = `${item.imageId} ${segment.segmentId} segment`;
  const choice = document.createElement('select');
  choice.className = 'class';
  choice.setAttribute('aria-label', `Class of region ${segment.mark}`);
  choice.title = segment.segmentOutcome
    ? `The model says ${segment.machineCategory}; a rater's word: ${segment.segmentOutcome.toLowerCase()}`
    : 'Give the region another class, or drop it where there is no such region';
  const option = (value, text) => {
    const node = document.createElement('option');
    node.value = value;
    node.textContent = text;
    return node;
  };
  const draft = saving.draft(key);
  let now = draft ? draft.resultText : segment.dropped ? '' : segment.category;
  const show = () => {
    choice.replaceChildren(option(now, now || 'dropped'));
    choice.value = now;
    row.classList.toggle('dropped', now === '');
    row.classList.toggle('relabelled', now !== '' && now !== segment.machineCategory);
    queueMicrotask(() => (area().disabled = now === ''));
  };
  const fill = () => {
    if (choice.options.length > 1) {
      return;
    }
    const others = session.categories.filter((name) => name !== segment.machineCategory);
    choice.replaceChildren(
      option(segment.machineCategory, segment.machineCategory),
      option('', 'dropped'),
      ...others.map((name) => option(name, name)),
    );
    choice.value = now;
  };
  choice.addEventListener('pointerdown', fill);
  choice.addEventListener('focus', fill);
  choice.addEventListener('change', () => {
    now = choice.value;
    segment.category = now || segment.machineCategory;
    segment.dropped = now === '';
    saving.change(key, {
      ...editOf(segment.segmentId), target: 'SEGMENT', baseText: segment.machineCategory, resultText: now,
    });
    row.classList.toggle('dropped', now === '');
    row.classList.toggle('relabelled', now !== '' && now !== segment.machineCategory);
    area().disabled = now === '';
  });
  show();
  return choice;
}

/** Takes the selected words out as a hallucination, so that undo brings them back. */
function strike(area, struck) {
  const words = area.value.slice(area.selectionStart, area.selectionEnd).trim();
  if (!words) {
    $('saved').textContent = 'select the words to strike first';
    return;
  }
  struck.push(words);
  area.focus();
  // The blank before the words goes with them where it would stand before a full stop or a blank.
  const start = area.selectionStart;
  const after = area.value.slice(area.selectionEnd, area.selectionEnd + 1);
  if (area.value[start - 1] === ' ' && (after === '' || /[\s.,;:!?]/.test(after))) {
    area.setSelectionRange(start - 1, area.selectionEnd);
  }
  document.execCommand('insertText', false, '');
  area.dispatchEvent(new Event('input'));
}

function showCaption() {
  const key = `${item.imageId} 0 caption`;
  const draft = saving.draft(key);
  const area = $('caption');
  area.value = draft ? draft.resultText : item.caption.text;
  $('caption-state').textContent = item.caption.outcome ? `(${item.caption.outcome.toLowerCase()})` : '';
  const known = new Set(item.segments.map((segment) => segment.mark));
  const check = () => {
    const problem = fault(area.value, known);
    $('caption-fault').textContent = problem;
    viewCaption(area.value);
    return problem;
  };
  const shown = area.value;
  area.oninput = () => {
    const problem = check();
    isParagraphBroken = problem !== '' && area.value !== shown;
    if (problem) {
      $('saved').textContent = isParagraphBroken ? 'not saved: the paragraph has a fault' : '';
      return;
    }
    saving.change(key, {
      ...editOf(0), target: 'CAPTION', baseText: item.caption.machine, resultText: area.value,
      struck: captionStruck,
    });
  };
  const captionStruck = [...(draft ? draft.struck : item.caption.struck)];
  area.onkeydown = (event) => {
    if (event.key === 'F2') {
      event.preventDefault();
      strike(area, captionStruck);
    }
  };
  check();
}

/** Cuts a stretch of the plain caption where flags begin and end. */
function flagged(text, offset) {
  const points = [...text];
  const inside = (at) =>
    item.flags.find(
      (flag) => flag.text === 'caption' && flag.start <= at && at < flag.end && item.caption.text === item.caption.machine,
    );
  const nodes = [];
  let i = 0;
  while (i < points.length) {
    const flag = inside(offset + i);
    let end = i + 1;
    while (end < points.length && inside(offset + end) === flag) {
      end++;
    }
    const words = points.slice(i, end).join('');
    if (flag) {
      const node = document.createElement('mark');
      node.textContent = words;
      node.title = flag.detail;
      nodes.push(node);
    } else {
      nodes.push(document.createTextNode(words));
    }
    i = end;
  }
  return nodes;
}

function viewCaption(grounded) {
  let offset = 0;
  const colors = new Map(item.segments.map((segment) => [segment.mark, segment.color]));
  $('caption-view').replaceChildren(
    ...parts(grounded).flatMap((part) => {
      const pieces = flagged(part.text, offset);
      offset += [...part.text].length;
      if (!part.marks) {
        return pieces;
      }
      const phrase = document.createElement('span');
      phrase.className = 'phrase';
      phrase.dataset.marks = part.marks.join(' ');
      phrase.append(...pieces);
      phrase.title = `region ${part.marks.join(', ')}`;
      const color = colors.get(part.marks[0]) ?? '#888888';
      phrase.style.setProperty('--mark', color);
      phrase.style.setProperty('--on-mark', isDark(color) ? '#fff' : '#000');
      phrase.addEventListener('pointerenter', () => light(part.marks));
      phrase.addEventListener('pointerleave', () => light([]));
      return phrase;
    }),
  );
}

function isDark(color) {
  const value = parseInt(color.slice(1), 16);
  return 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255) < 140;
}

function editOf(segmentId) {
  return { imageId: item.imageId, segmentId, rater: $('rater').value.trim() || 'anonymous' };
}

function light(marks) {
  picture.light(marks);
  const lit = new Set(marks);
  for (const row of $('lines').children) {
    row.classList.toggle('lit', lit.has(Number(row.dataset.mark)));
  }
  for (const phrase of $('caption-view').querySelectorAll('.phrase')) {
    const named = phrase.dataset.marks.split(' ').some((mark) => lit.has(Number(mark)));
    phrase.classList.toggle('lit', named);
  }
}

function hover(mark) {
  light(mark ? [mark] : []);
  const segment = item?.segments.find((candidate) => candidate.mark === mark);
  $('under-pointer').textContent = segment ? `${mark}: ${segment.category}` : '';
}

function pick(mark) {
  const row = [...$('lines').children].find((line) => Number(line.dataset.mark) === mark);
  row?.scrollIntoView({ block: 'center' });
  row?.querySelector('textarea').focus({ preventScroll: true });
}

function move(by) {
  // The line of a dropped region cannot take the focus, the row that has it may be known by its class.
  const rows = [...$('lines').children];
  let at = rows.indexOf(document.activeElement.closest('#lines > li'));
  let area = null;
  do {
    at += by;
    area = rows[at]?.querySelector('textarea:enabled');
  } while (!area && rows[at]);
  area?.focus();
  area?.closest('li').scrollIntoView({ block: 'nearest' });
}

function postDone() {
  return fetch(`api/images/${item.imageId}/done`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Pancap-Token': session.token },
    body: JSON.stringify({ rater: $('rater').value.trim() || 'anonymous' }),
  });
}

async function done() {
  if (!item) {
    return;
  }
  holdBrokenParagraph();
  await saving.flush();
  let response = await postDone();
  if (response.status === 403) {
    session = await get('api/session');
    response = await postDone();
  }
  if (!response.ok) {
    throw new Error((await response.json()).message);
  }
  // Under "to do" the image leaves the list, and the next one takes its place.
  await open(`index=${$('filter').value === 'waiting' ? position.index : position.index + 1}`);
  refreshProgress();
}

function attempt(action) {
  return (...args) => {
    Promise.resolve(action(...args)).catch((problem) => {
      $('saved').className = 'waiting';
      $('saved').textContent = problem.message;
    });
  };
}

function button(text, title, action) {
  const node = document.createElement('button');
  node.type = 'button';
  node.textContent = text;
  node.title = title;
  node.tabIndex = -1;
  node.addEventListener('click', action);
  return node;
}

function note(text) {
  const node = document.createElement('li');
  node.className = 'empty';
  node.textContent = text;
  return node;
}

function toggle(id, set) {
  $(id).addEventListener('click', () => {
    const on = $(id).getAttribute('aria-pressed') !== 'true';
    $(id).setAttribute('aria-pressed', on);
    set(on);
  });
}

toggle('toggle-overlay', (on) => (picture.masks = on));
toggle('toggle-marks', (on) => (picture.marks = on));
$('whole').addEventListener('click', () => picture.whole());
$('previous').addEventListener('click', attempt(() => open(`index=${position.index - 1}`)));
$('next').addEventListener('click', attempt(() => open(`index=${position.index + 1}`)));
$('done').addEventListener('click', attempt(done));
$('help-button').addEventListener('click', () => $('help').showModal());
$('rater').addEventListener('change', () => localStorage.setItem('pancap-rater', $('rater').value.trim()));
$('filter').addEventListener('change', attempt(() => {
  localStorage.setItem('pancap-filter', $('filter').value);
  return open('index=0');
}));
$('jump').addEventListener('change', attempt(() => open(`image=${encodeURIComponent($('jump').value.trim())}`)));
document.addEventListener('keydown', (event) => {
  const keys = {
    'Alt+ArrowRight': attempt(() => open(`index=${Math.min(position.total - 1, position.index + 1)}`)),
    'Alt+ArrowLeft': attempt(() => open(`index=${Math.max(0, position.index - 1)}`)),
    'Alt+ArrowDown': () => move(1),
    'Alt+ArrowUp': () => move(-1),
    'Control+Enter': attempt(done),
    F1: () => $('help').showModal(),
    F4: () => $('toggle-overlay').click(),
    F6: () => $('toggle-marks').click(),
    Escape: () => picture.whole(),
  };
  const name = `${event.altKey ? 'Alt+' : ''}${event.ctrlKey ? 'Control+' : ''}${event.key}`;
  if (keys[name] && !$('help').open) {
    event.preventDefault();
    keys[name]();
  }
});

attempt(start)();
