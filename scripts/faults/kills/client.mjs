// What clients of a process that is killed have in common: they know what must be there, and what may be.

/** The process is gone: nobody knows whether the request was done. */
export class Unheard extends Error {}

/** A thing that one client alone changes: what it may look like, by what its client was told. */
export class Known {
  /** Of each state that is possible; several while a request about it is not answered. */
  #states;

  constructor(state) {
    this.#states = [state];
  }

  get state() {
    return this.#states[0];
  }

  /** Does what leads to another state; when nobody answers, both are possible. */
  async become(state, work) {
    this.#states = [this.state, state];
    const answer = await work();
    this.#states = [state];
    return answer;
  }

  /** Whether it may look so; from here on it is that one. `likeness`: what can be seen of a state. */
  isSeenAs(found, likeness = (state) => state) {
    const wanted = JSON.stringify(likeness(found));
    const state = this.#states.find((one) => JSON.stringify(likeness(one)) === wanted);
    if (state !== undefined) this.#states = [state];
    return state !== undefined;
  }

  toString() {
    return this.#states.map((state) => JSON.stringify(state)).join(' or ');
  }
}

/** Sends requests one after the other, of random kinds, until the process is gone. */
export class Client {
  constructor(name, below, report) {
    this.name = name;
    this.below = below;
    this.report = report;
    this.count = 0;
  }

  /** From now on its requests go to this process. */
  to(emulator) {
    this.emulator = emulator;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  newUuid() {
    const number = (this.count++).toString(16).padStart(12, '0');
    return `${Buffer.from(this.name.padEnd(4, '_')).toString('hex')}0000400080000${number.slice(1)}`;
  }

  async run() {
    try {
      for (;;) await this.act();
    } catch (error) {
      if (!(error instanceof Unheard)) throw error;
      this.report.count('requests that nobody answered');
    }
  }

  /** An answer that has to have this status; what it says, if that is JSON. */
  async ask(method, url, body, { status = 200, headers, as = 'write' } = {}) {
    const text = body === undefined || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return this.judged(this.emulator.call(method, url, text, headers), {
      status,
      as,
      what: `${method} ${url}`,
    });
  }

  async judged(asked, { status, as, what }) {
    const answer = await asked.catch((error) => {
      // What fetch says when a connection ends.
      throw error instanceof TypeError ? new Unheard() : error;
    });
    if (answer.status !== status) {
      throw new Error(`${this.name}: ${what}: ${answer.status} ${answer.text.slice(0, 500)}`);
    }
    if (as !== 'read') this.report.count(`${as}s acknowledged`);
    return answer.text.startsWith('{') ? JSON.parse(answer.text) : answer;
  }
}
