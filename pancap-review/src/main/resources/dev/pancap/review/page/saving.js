// What a rater changes is first kept in the browser, then saved, and kept again until it is saved.

const PREFIX = 'pancap-draft ';
const DELAY_MILLIS = 900;
const RETRY_MILLIS = 4000;

export class Saving {
  #token;
  #renew;
  #onState;
  #timers = new Map();

  /**
   * @param token gives the page's token, which a server that was started anew does not know
   * @param renew fetches the token of the server that is there now
   */
  constructor({ token, renew }, onState) {
    this.#token = token;
    this.#renew = renew;
    this.#onState = onState;
  }

  /** The change of a text that is kept here and not saved yet, or null. */
  draft(key) {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? null : JSON.parse(text);
  }

  /** Keeps a change and saves it once the rater pauses. `null` forgets it. */
  change(key, edit) {
    clearTimeout(this.#timers.get(key));
    if (edit === null) {
      localStorage.removeItem(PREFIX + key);
      this.#timers.delete(key);
      return;
    }
    localStorage.setItem(PREFIX + key, JSON.stringify(edit));
    this.#onState('waiting', 'saving …');
    this.#timers.set(key, setTimeout(() => this.#save(key), DELAY_MILLIS));
  }

  /** Saves everything that is kept, at once. */
  async flush() {
    const keys = [];
    for (let i = 0; i < localStorage.length; i++) {
      const name = localStorage.key(i);
      if (name.startsWith(PREFIX)) {
        keys.push(name.slice(PREFIX.length));
      }
    }
    for (const key of keys) {
      clearTimeout(this.#timers.get(key));
      await this.#save(key);
    }
  }

  async #save(key) {
    this.#timers.delete(key);
    const kept = localStorage.getItem(PREFIX + key);
    if (kept === null) {
      return;
    }
    try {
      const response = await fetch('api/edits', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Pancap-Token': this.#token() },
        body: kept,
      });
      if (response.ok) {
        if (localStorage.getItem(PREFIX + key) === kept) {
          localStorage.removeItem(PREFIX + key);
        }
        this.#onState('saved', 'saved');
      } else if (response.status === 403) {
        await this.#renew();
        this.#later(key, 'server was restarted, saving again …');
      } else if (response.status >= 500) {
        this.#later(key, 'server trouble, kept here');
      } else {
        const problem = await response.json().catch(() => ({ message: response.statusText }));
        this.#onState('waiting', problem.message);
      }
    } catch {
      this.#later(key, 'server away, kept here');
    }
  }

  #later(key, message) {
    this.#onState('waiting', message);
    this.#timers.set(key, setTimeout(() => this.#save(key), RETRY_MILLIS));
  }
}
