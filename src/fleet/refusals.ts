import { messageOf } from '../core/code-of.js';
import { ControlError, unavailable, unavailableNow } from '../core/control-error.js';
import { StoredFileUnusable } from './contents/packed-file.js';
import { WorldLost } from './lease/held-world.js';
import { StoreUnreachable } from './store/object-store.js';

export const heldElsewhere = (name: string, replica: string) =>
  unavailableNow(
    `the environment '${name}' is held by the replica '${replica}', which was asked to hand it over: ask again`,
  );

export const movedAway = (name: string) =>
  unavailableNow(`the environment '${name}' is no more held by this replica: ask again`);

export const draining = (name: string) =>
  unavailableNow(
    `this replica is about to end and takes no environment, nor '${name}': ask again, of another replica`,
  );

export const tooManyWait = (name: string) =>
  unavailableNow(
    `too many requests wait for environments, and '${name}' is one of them: ask again`,
  );

/** Nobody is answered while others may hold the world. */
export const leaseOver = (name: string) =>
  unavailableNow(
    `this replica could not renew its lease at the store, so it does not answer for the environment '${name}': ask again`,
  );

/** What was asked for may be done, and nobody may be told how it ended. */
export const answerWithheld = (refusal: Error) =>
  unavailableNow(
    `${refusal.message.replace(/: ask again$/, '')}: whether what was asked for was done is not known, so look before you ask again`,
  );

const withoutStore = (name: string, error: Error) =>
  unavailableNow(`the environment '${name}' is not held by this replica, and ${error.message}`);

/** Of a world that is here nothing was done, because the store was not there to be told. */
const notDone = (name: string, error: Error) =>
  unavailableNow(
    `what was asked of the environment '${name}' was not done here, for ${error.message}: ask again`,
  );

/** The store was asked to remove it, and is asked until it answers. */
const removedLater = (name: string, error: Error) =>
  answerWithheld(
    unavailableNow(`the environment '${name}' is being removed, and ${error.message}`),
  );

/** What was done here and could not be stored at once: that is tried again. */
const storedLater = (name: string, error: Error) =>
  answerWithheld(
    unavailableNow(
      `the store could not be told of what became of the environment '${name}': ${error.message}`,
    ),
  );

const OF_HELD = { notDone, removedLater, storedLater };

/** What kept the store from being told of a world that is here, for who asked for it. */
export function asRefusalOfHeld(name: string, error: unknown, how: keyof typeof OF_HELD): unknown {
  return error instanceof StoreUnreachable ? OF_HELD[how](name, error) : asRefusal(name, error);
}

/** What kept a world from coming here, for who asked for it. */
export function asRefusal(name: string, error: unknown): unknown {
  if (error instanceof WorldLost) return movedAway(name);
  if (error instanceof StoreUnreachable) return withoutStore(name, error);
  // For who makes one it is a conflict; this one is there, and other replicas may have room.
  if (error instanceof ControlError && error.code === 'conflict') {
    return unavailableNow(
      `the environment '${name}' cannot come to this replica: ${error.message}`,
    );
  }
  const isOfFile = error instanceof StoredFileUnusable;
  if (isOfFile || (error instanceof ControlError && error.code === 'invalid')) {
    return unavailable(
      `the environment '${name}' cannot be taken out of the store: ${messageOf(error)}`,
    );
  }
  return error;
}

/** What kept a seed or an export from being kept or used, for who asked for it. */
export function asSourceRefusal(what: string, error: unknown): unknown {
  if (error instanceof StoreUnreachable) return unavailableNow(error.message);
  if (!(error instanceof StoredFileUnusable)) return error;
  return unavailable(`${what} cannot be taken out of the store: ${error.message}`);
}
