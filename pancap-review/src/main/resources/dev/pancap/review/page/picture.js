// The picture with its masks and marks: zoom, pan, light up.

import { labelMap } from './masks.js';

const CLEAR = [0, 0, 0, 0];
const SHADE = [12, 12, 12, 165];
const OPAQUE = 0xff000000;

export class Picture {
  #canvas;
  #context;
  #image = null;
  #overlay = null;
  #highlight = null;
  #marks = null;
  #item = null;
  #lit = new Set();
  #view = { x: 0, y: 0, scale: 1 };
  #showMasks = true;
  #showMarks = true;
  #onHover;
  #onPick;

  constructor(canvas, { onHover, onPick }) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d');
    this.#onHover = onHover;
    this.#onPick = onPick;
    new ResizeObserver(() => {
      this.whole();
    }).observe(canvas);
    this.#listen();
  }

  async show(item, url) {
    this.#item = item;
    this.#image = null;
    this.#overlay = null;
    this.#lit = new Set();
    const image = new Image();
    image.src = url;
    try {
      await image.decode();
    } catch {
      if (this.#item === item) {
        this.#draw();
      }
      return false;
    }
    if (this.#item !== item) {
      return true;
    }
    this.#image = image;
    this.#marks = labelMap(item.width, item.height, item.segments);
    this.#overlay = this.#paint((segment) => [...rgb(segment.color), 105], { rest: CLEAR, contours: true });
    this.whole();
    return true;
  }

  light(marks) {
    this.#lit = new Set(marks);
    this.#highlight = this.#lit.size === 0 || !this.#marks
      ? null
      : this.#paint((segment) => (this.#lit.has(segment.mark) ? CLEAR : SHADE), { rest: SHADE, contours: false });
    this.#draw();
  }

  whole() {
    const { width, height } = this.#fit();
    if (!this.#item) {
      return;
    }
    const scale = Math.min(width / this.#item.width, height / this.#item.height);
    this.#view = {
      scale,
      x: (width - this.#item.width * scale) / 2,
      y: (height - this.#item.height * scale) / 2,
    };
    this.#draw();
  }

  zoomTo(segment) {
    const { width, height } = this.#fit();
    const [x, y, w, h] = segment.box;
    const scale = Math.min(12, 0.6 * Math.min(width / w, height / h));
    this.#view = {
      scale,
      x: width / 2 - (x + w / 2) * scale,
      y: height / 2 - (y + h / 2) * scale,
    };
    this.#draw();
  }

  set masks(on) {
    this.#showMasks = on;
    this.#draw();
  }

  set marks(on) {
    this.#showMarks = on;
    this.#draw();
  }

  #fit() {
    const ratio = window.devicePixelRatio || 1;
    const box = this.#canvas.getBoundingClientRect();
    this.#canvas.width = Math.round(box.width * ratio);
    this.#canvas.height = Math.round(box.height * ratio);
    return { width: this.#canvas.width, height: this.#canvas.height };
  }

  /** A layer of one colour a region, with contours or without; `rest` is the colour of what is no region. */
  #paint(colorOf, { rest, contours }) {
    const { width, height, segments } = this.#item;
    const colors = new Uint32Array(1 + Math.max(0, ...segments.map((segment) => segment.mark)));
    colors[0] = pixelOf(rest);
    for (const segment of segments) {
      colors[segment.mark] = pixelOf(colorOf(segment));
    }
    const layer = new ImageData(width, height);
    const pixels = new Uint32Array(layer.data.buffer);
    const marks = this.#marks;
    for (let y = 0, p = 0; y < height; y++) {
      for (let x = 0; x < width; x++, p++) {
        const mark = marks[p];
        const isEdge =
          contours && mark !== 0 && ((x > 0 && marks[p - 1] !== mark) || (y > 0 && marks[p - width] !== mark));
        pixels[p] = isEdge ? colors[mark] | OPAQUE : colors[mark];
      }
    }
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d').putImageData(layer, 0, 0);
    return canvas;
  }

  #draw() {
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#111';
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    if (!this.#image) {
      context.fillStyle = '#aaa';
      context.font = `${16 * (window.devicePixelRatio || 1)}px system-ui, sans-serif`;
      context.textAlign = 'center';
      context.fillText(
        this.#item ? 'The picture cannot be shown.' : '',
        this.#canvas.width / 2,
        this.#canvas.height / 2,
      );
      return;
    }
    const { x, y, scale } = this.#view;
    context.setTransform(scale, 0, 0, scale, x, y);
    context.imageSmoothingEnabled = scale < 3;
    context.drawImage(this.#image, 0, 0, this.#item.width, this.#item.height);
    if (this.#highlight) {
      context.drawImage(this.#highlight, 0, 0);
    } else if (this.#showMasks) {
      context.drawImage(this.#overlay, 0, 0);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.#showMarks) {
      this.#drawMarks();
    }
  }

  #drawMarks() {
    const context = this.#context;
    const ratio = window.devicePixelRatio || 1;
    const { x, y, scale } = this.#view;
    const size = 13 * ratio;
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const segment of this.#item.segments) {
      if (this.#lit.size > 0 && !this.#lit.has(segment.mark)) {
        continue;
      }
      const text = String(segment.mark);
      const cx = x + (segment.anchor[0] + 0.5) * scale;
      const cy = y + (segment.anchor[1] + 0.5) * scale;
      const w = context.measureText(text).width + 6 * ratio;
      const h = size + 4 * ratio;
      context.fillStyle = '#000c';
      context.fillRect(cx - w / 2, cy - h / 2, w, h);
      context.fillStyle = segment.color;
      context.fillRect(cx - w / 2, cy + h / 2 - 2 * ratio, w, 2 * ratio);
      context.fillStyle = '#fff';
      context.fillText(text, cx, cy);
    }
  }

  #listen() {
    let drag = null;
    const at = (event) => {
      const ratio = window.devicePixelRatio || 1;
      const box = this.#canvas.getBoundingClientRect();
      return { x: (event.clientX - box.left) * ratio, y: (event.clientY - box.top) * ratio };
    };
    this.#canvas.addEventListener('wheel', (event) => {
      event.preventDefault();
      this.#zoom(at(event), Math.exp(-event.deltaY / 400));
    }, { passive: false });
    this.#canvas.addEventListener('pointerdown', (event) => {
      drag = { from: at(event), view: { ...this.#view }, moved: false };
      this.#canvas.setPointerCapture(event.pointerId);
      this.#canvas.classList.add('dragging');
    });
    this.#canvas.addEventListener('pointermove', (event) => {
      const here = at(event);
      if (drag) {
        const dx = here.x - drag.from.x;
        const dy = here.y - drag.from.y;
        drag.moved ||= Math.abs(dx) + Math.abs(dy) > 4;
        this.#view = { ...drag.view, x: drag.view.x + dx, y: drag.view.y + dy };
        this.#draw();
      } else {
        this.#onHover(this.#markAt(here));
      }
    });
    this.#canvas.addEventListener('pointerup', (event) => {
      if (drag && !drag.moved) {
        const mark = this.#markAt(at(event));
        if (mark) {
          this.#onPick(mark);
        }
      }
      drag = null;
      this.#canvas.classList.remove('dragging');
    });
    this.#canvas.addEventListener('pointerleave', () => this.#onHover(0));
    this.#canvas.addEventListener('keydown', (event) => {
      const centre = { x: this.#canvas.width / 2, y: this.#canvas.height / 2 };
      if (event.key === '+') {
        this.#zoom(centre, 1.25);
      } else if (event.key === '-') {
        this.#zoom(centre, 0.8);
      } else if (event.key === '0') {
        this.whole();
      }
    });
  }

  #zoom(point, factor) {
    const scale = Math.min(40, Math.max(0.05, this.#view.scale * factor));
    const by = scale / this.#view.scale;
    this.#view = {
      scale,
      x: point.x - (point.x - this.#view.x) * by,
      y: point.y - (point.y - this.#view.y) * by,
    };
    this.#draw();
  }

  #markAt(point) {
    if (!this.#item || !this.#marks) {
      return 0;
    }
    const x = Math.floor((point.x - this.#view.x) / this.#view.scale);
    const y = Math.floor((point.y - this.#view.y) / this.#view.scale);
    const inside = x >= 0 && y >= 0 && x < this.#item.width && y < this.#item.height;
    return inside ? this.#marks[y * this.#item.width + x] : 0;
  }
}

function rgb(color) {
  const value = parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Red, green, blue and opacity as the number that an array of pixels has of them. */
function pixelOf([red, green, blue, opacity]) {
  return new Uint32Array(Uint8Array.of(red, green, blue, opacity).buffer)[0];
}
