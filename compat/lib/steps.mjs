// The steps of a plan: named beforehand, done in their order.

/** What keeps a plan from going on, in a sentence. */
export class Stopped extends Error {
  name = 'Stopped';
}

/** What keeps a client from being run at all: it is not there. */
export class Missing extends Error {
  name = 'Missing';
}

/** Those that were done of one run of a plan. */
export class Steps {
  done = 0;

  constructor(names, say) {
    this.names = names;
    this.say = say;
  }

  /** The step that is under way. */
  get current() {
    return this.names[this.done] ?? 'the end';
  }

  /** Does the next step, which must be the one of this name; answers what it came to. */
  async step(name, work) {
    if (name !== this.current) {
      throw new Error(`the plan says '${this.current}' comes next, not '${name}'`);
    }
    const result = await work();
    this.tick(name);
    return result;
  }

  /** The step of this name was done by the client itself. */
  tick(name) {
    if (name !== this.current) {
      throw new Error(`the plan says '${this.current}' comes next, not '${name}'`);
    }
    this.say(`ok ${name}`);
    this.done++;
  }

  /** @throws {Stopped} unless all were done */
  end() {
    if (this.done < this.names.length) throw new Stopped('the client ended before its plan did');
  }
}

/** @throws {Stopped} unless it is so */
export function must(isSo, otherwise) {
  if (!isSo) throw new Stopped(otherwise);
}
