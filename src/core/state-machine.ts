/** The transitions of one machine: for each state, the events it accepts and where they lead. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** A transition that the table does not name was asked for: a defect in the emulator, never a user's error. */
export class IllegalTransition extends Error {
  constructor(machine: string, state: string, event: string) {
    super(`${machine}: the event '${event}' is not allowed in the state '${state}'`);
    this.name = 'IllegalTransition';
  }
}

/**
 * A state or status machine as data. Code, tests and documentation read the same table,
 * and `next` is the only way to learn a following state.
 */
export class StateMachine<State extends string, Event extends string> {
  constructor(
    readonly name: string,
    readonly transitions: TransitionTable<State, Event>,
  ) {}

  get states(): readonly State[] {
    return Object.keys(this.transitions) as State[];
  }

  accepts(state: State, event: Event): boolean {
    return this.transitions[state][event] !== undefined;
  }

  /** The state after `event`. Throws {@link IllegalTransition} when the table does not name it. */
  next(state: State, event: Event): State {
    const following = this.transitions[state][event];
    if (following === undefined) throw new IllegalTransition(this.name, state, event);
    return following;
  }
}

/** The machine of everything that can only be switched on and off; both events may be repeated. */
export const switchMachine = (name: string) =>
  new StateMachine<'Enabled' | 'Disabled', 'enable' | 'disable'>(name, {
    Enabled: { enable: 'Enabled', disable: 'Disabled' },
    Disabled: { enable: 'Enabled', disable: 'Disabled' },
  });
