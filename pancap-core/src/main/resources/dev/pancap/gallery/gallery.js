'use strict';
(() => {
  const TINT = 0.3;
  const LIT_TINT = 0.2;
  const VEIL = 0.55;
  const pictures = [];

  /** Base64 of pairs (mark, length), each a variable-length integer, to a mark a pixel. */
  function decode(runs, pixels) {
    const bytes = atob(runs);
    const marks = new Uint32Array(pixels);
    let at = 0;
    const next = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes.charCodeAt(at++);
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    };
    for (let pixel = 0; pixel < pixels && at < bytes.length;) {
      const mark = next();
      const end = pixel + next();
      marks.fill(mark, pixel, end);
      pixel = end;
    }
    return marks;
  }

  function marksOf(element) {
    return element.dataset.marks.split(',').filter(Boolean).map(Number);
  }

  class Picture {
    constructor(article) {
      this.article = article;
      this.stage = article.querySelector('.stage');
      this.canvas = article.querySelector('canvas');
      this.data = JSON.parse(article.querySelector('script').textContent);
      this.byMark = new Map(this.data.marks.map((mark) => [mark.m, mark]));
      this.lit = [];
      this.held = [];
      this.stage.style.aspectRatio = `${this.data.w} / ${this.data.h}`;
      this.addLabels();
      this.targets = [...article.querySelectorAll('[data-marks]')];
      this.targets.forEach((target) => this.wire(target));
      this.wireStage();
    }

    addLabels() {
      const { w, h } = this.data;
      const layer = this.article.querySelector('.marks');
      for (const mark of this.data.marks) {
        const [x, y, width, height] = mark.label;
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = mark.m;
        button.dataset.marks = mark.m;
        button.setAttribute('aria-label', `Mark ${mark.m}: ${mark.name}`);
        button.title = mark.name;
        Object.assign(button.style, {
          left: `${100 * x / w}%`,
          top: `${100 * y / h}%`,
          width: `${100 * width / w}%`,
          height: `${100 * height / h}%`,
          fontSize: `${78 * height / w}cqw`,
          borderColor: mark.colour,
        });
        layer.append(button);
      }
    }

    wire(target) {
      const marks = marksOf(target);
      const colours = marks.map((m) => this.byMark.get(m)).filter(Boolean).map((m) => m.colour);
      if (target.classList.contains('phrase')) {
        const stops = colours.map(
          (c, i) => `${c} ${100 * i / colours.length}% ${100 * (i + 1) / colours.length}%`);
        target.style.backgroundImage =
          colours.length ? `linear-gradient(to right, ${stops.join(', ')})` : 'none';
        target.title = marks
          .map((m) => `${m}: ${this.byMark.has(m) ? this.byMark.get(m).name : 'not in the mask'}`)
          .join('\n');
      }
      if (target.classList.contains('region') && colours.length) {
        target.querySelector('b').style.borderColor = colours[0];
      }
      target.addEventListener('pointerenter', () => this.show(marks));
      target.addEventListener('pointerleave', () => this.show([]));
      target.addEventListener('focus', () => this.show(marks));
      target.addEventListener('blur', () => this.show([]));
      target.addEventListener('click', (event) => {
        event.stopPropagation();
        this.hold(marks);
      });
      target.addEventListener('keydown', (event) => {
        if (target.tagName !== 'BUTTON' && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault();
          this.hold(marks);
        }
      });
    }

    wireStage() {
      const markAt = (event) => {
        this.load();
        const box = this.stage.getBoundingClientRect();
        const x = Math.floor((event.clientX - box.left) / box.width * this.data.w);
        const y = Math.floor((event.clientY - box.top) / box.height * this.data.h);
        const inside = x >= 0 && y >= 0 && x < this.data.w && y < this.data.h;
        const mark = inside ? this.marks[y * this.data.w + x] : 0;
        return this.byMark.has(mark) ? [mark] : [];
      };
      this.stage.addEventListener('pointermove', (event) => {
        if (!event.target.closest('button')) this.show(markAt(event));
      });
      this.stage.addEventListener('pointerleave', () => this.show([]));
      this.stage.addEventListener('click', (event) => this.hold(markAt(event)));
    }

    load() {
      if (this.marks) return;
      this.canvas.width = this.data.w;
      this.canvas.height = this.data.h;
      this.marks = decode(this.data.runs, this.data.w * this.data.h);
      this.draw();
    }

    /** What is pointed at; with nothing pointed at, what is held. */
    show(marks) {
      const lit = marks.length ? marks : this.held;
      if (lit.join() === this.lit.join()) return;
      this.lit = lit;
      const active = lit.length > 0;
      this.article.classList.toggle('active', active);
      this.stage.classList.toggle('active', active);
      for (const target of this.targets) {
        target.classList.toggle('lit', marksOf(target).some((mark) => lit.includes(mark)));
      }
      if (this.marks) this.draw();
    }

    hold(marks) {
      this.held = marks.join() === this.held.join() ? [] : marks;
      this.show(this.held);
    }

    release() {
      this.held = [];
      this.show([]);
    }

    draw() {
      const { w, h } = this.data;
      const view = document.body.dataset.view;
      const context = this.canvas.getContext('2d');
      const image = context.createImageData(w, h);
      const out = new Uint32Array(image.data.buffer);
      const active = this.lit.length > 0;
      const fills = new Map();
      const lines = new Map();
      for (const mark of this.data.marks) {
        const rgb = parseInt(mark.colour.slice(1), 16);
        const abgr = (rgb & 255) << 16 | (rgb & 0xff00) | rgb >> 16;
        const isLit = this.lit.includes(mark.m);
        const alpha = active ? (isLit ? LIT_TINT : 0) : (view === 'marks' ? TINT : 0);
        fills.set(mark.m, active && !isLit
          ? (255 * VEIL) << 24 >>> 0
          : (alpha ? ((255 * alpha) << 24 | abgr) >>> 0 : 0));
        lines.set(mark.m, isLit || (!active && view !== 'picture')
          ? (0xff000000 | abgr) >>> 0 : fills.get(mark.m));
      }
      const none = active ? (255 * VEIL) << 24 >>> 0 : 0;
      const marks = this.marks;
      for (let y = 0, p = 0; y < h; y++) {
        for (let x = 0; x < w; x++, p++) {
          const m = marks[p];
          const fill = fills.get(m);
          if (fill === undefined) {
            out[p] = none;
            continue;
          }
          const edge = (x > 0 && marks[p - 1] !== m) || (x < w - 1 && marks[p + 1] !== m) ||
            (y > 0 && marks[p - w] !== m) || (y < h - 1 && marks[p + w] !== m);
          out[p] = edge ? lines.get(m) : fill;
        }
      }
      context.putImageData(image, 0, 0);
      if (active || view !== 'picture') this.drawLeaders(context, active);
    }

    drawLeaders(context, active) {
      for (const mark of this.data.marks) {
        if (!mark.beside || (active && !this.lit.includes(mark.m))) continue;
        const [x, y, width, height] = mark.label;
        const [toX, toY] = mark.anchor;
        const fromX = Math.max(x, Math.min(x + width, toX));
        const fromY = Math.max(y, Math.min(y + height, toY));
        for (const [thickness, colour] of [[3, '#101014'], [1.2, mark.colour]]) {
          context.beginPath();
          context.moveTo(fromX, fromY);
          context.lineTo(toX + .5, toY + .5);
          context.lineWidth = thickness;
          context.strokeStyle = colour;
          context.stroke();
        }
      }
    }
  }

  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        pictures.find((picture) => picture.stage === entry.target).load();
        near.unobserve(entry.target);
      }
    }
  }, { rootMargin: '600px' });

  for (const article of document.querySelectorAll('article.item')) {
    const picture = new Picture(article);
    pictures.push(picture);
    near.observe(picture.stage);
  }

  const views = document.querySelectorAll('.views button');
  for (const button of views) {
    button.addEventListener('click', () => {
      document.body.dataset.view = button.dataset.view;
      views.forEach((other) => other.setAttribute('aria-pressed', String(other === button)));
      pictures.forEach((picture) => picture.marks && picture.draw());
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') pictures.forEach((picture) => picture.release());
  });
})();
