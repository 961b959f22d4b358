import type { EventEmitter } from 'node:events';

const STARTED = 'zstack-emulator:started';

/** The process hears it, since the program and its bundle are loaded apart and share no variable. */
const heard: EventEmitter = process;

/** A start is over, and the program lives on. */
export const tellStarted = (): boolean => heard.emit(STARTED);

/** Calls back once, when a start is over. */
export const onceStarted = (then: () => void): EventEmitter => heard.once(STARTED, then);
