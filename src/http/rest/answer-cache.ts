import type { IncomingMessage } from 'node:http';
import { callerOf, viewerOf } from '../../api/authorize.js';
import type { Call } from '../../api/call.js';
import { ApiError } from '../../core/api-error.js';
import type { World } from '../../domain/world.js';
import { hostOf } from '../address.js';

/** As many answers of a world are kept, and as many characters of them. */
const MOST_ANSWERS = 64;
const MOST_CHARACTERS = 256 * 1024;
const LONGEST = 64 * 1024;

/** An answer, and for whom it is: an account, or undefined for who sees all. */
interface KnownAnswer {
  readonly viewer: string | undefined;
  readonly body: string;
}

interface WorldAnswers {
  /** The number of the world's changes when they were given. */
  changes: number;
  characters: number;
  readonly byRequest: Map<string, KnownAnswer>;
}

/** A query that is about to be answered. */
export interface AskedQuery {
  /** The body that answers it, when it is known. */
  readonly body: string | undefined;
  /** Keeps the body that answered it, unless the world has changed meanwhile. */
  keep(body: string): void;
}

/**
 * Answers to queries, which hold as long as nothing in the world's database changes: any row that is written,
 * by whomever, changes the number that they are kept with. Who asks is found out each time.
 */
export class AnswerCache {
  readonly #worlds = new WeakMap<World, WorldAnswers>();

  ask(world: World, request: IncomingMessage, call: Call): AskedQuery {
    const changes = world.queries.changes();
    const answers = this.#answersOf(world, changes);
    const key = `${hostOf(request)} ${call.wantsSchema ?? false} ${request.url}`;
    const known = answers.byRequest.get(key);
    return {
      body: known && isFor(world, call, known) ? known.body : undefined,
      keep(body) {
        if (body.length > LONGEST || world.queries.changes() !== changes) return;
        if (answers.byRequest.size >= MOST_ANSWERS || answers.characters >= MOST_CHARACTERS) {
          forget(answers);
        }
        answers.byRequest.set(key, { viewer: viewerOf(callerOf(world, call)), body });
        answers.characters += body.length + key.length;
      },
    };
  }

  #answersOf(world: World, changes: number): WorldAnswers {
    let answers = this.#worlds.get(world);
    if (!answers) {
      answers = { changes, characters: 0, byRequest: new Map() };
      this.#worlds.set(world, answers);
    } else if (answers.changes !== changes) {
      answers.changes = changes;
      forget(answers);
    }
    return answers;
  }
}

/** Whether the caller, who must be one, is whom the answer is for. */
function isFor(world: World, call: Call, { viewer }: KnownAnswer): boolean {
  try {
    return viewer === viewerOf(callerOf(world, call));
  } catch (error) {
    // The query itself refuses, in its own form.
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function forget(answers: WorldAnswers): void {
  answers.byRequest.clear();
  answers.characters = 0;
}
