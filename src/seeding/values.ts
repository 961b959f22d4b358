import type { Chance } from '../core/chance.js';
import { hasNumber, withNumber } from './patterns.js';

/** One of several values, drawn from the environment's chance for each resource. */
export class Choice<T> {
  constructor(readonly among: readonly T[]) {}
}

/** A number of a range, both ends included, drawn likewise. `step`: only every so many. */
export class NumberRange {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly step: number,
  ) {}
}

/** A time between two others, drawn likewise; the ends are as they stand in the seed. */
export class TimeRange {
  constructor(
    readonly from: string | number,
    readonly to: string | number,
  ) {}
}

/** What stands in a seed in place of a value. */
type Drawn = Choice<unknown> | NumberRange | TimeRange;

/** A value with everything drawn in it. */
export type Made<T> = T extends Drawn
  ? never
  : T extends readonly (infer E)[]
    ? Made<E>[]
    : T extends object
      ? { [K in keyof T]: Made<T[K]> }
      : T;

/** What values are made with: the number of the resource in its count, and the environment's own. */
export interface Making {
  /** The number that stands for `{n}`; undefined where nothing is counted. */
  readonly n: number | undefined;
  readonly chance: Chance;
  /** Time of a text in ms since 1970, on the environment's clock. */
  readonly timeOf: (text: string | number) => number;
}

type Maker = (making: Making) => unknown;

/**
 * Prepares a value of a seed: answers a function that draws its choices and ranges and puts the number
 * in its texts. What never differs is made once and shared by all.
 */
export function maker<T>(value: T, isCounted: boolean): (making: Making) => Made<T> {
  const make = makerOf(value, isCounted);
  return (make ?? (() => value)) as (making: Making) => Made<T>;
}

/** Undefined: the value is the same each time. */
function makerOf(value: unknown, isCounted: boolean): Maker | undefined {
  if (typeof value === 'string') {
    if (!isCounted || !hasNumber(value)) return undefined;
    return ({ n = 0 }) => withNumber(value, n);
  }
  if (value instanceof Choice) return choiceMaker(value, isCounted);
  if (value instanceof NumberRange) return ({ chance }) => numberIn(value, chance);
  if (value instanceof TimeRange) return timeMaker(value, isCounted);
  if (Array.isArray(value)) return listMaker(value, isCounted);
  if (typeof value === 'object' && value !== null) return objectMaker(value, isCounted);
  return undefined;
}

function choiceMaker({ among }: Choice<unknown>, isCounted: boolean): Maker {
  const makers = among.map((one) => maker(one, isCounted));
  return (making) => makers[making.chance.below(makers.length)]?.(making);
}

function numberIn({ from, to, step }: NumberRange, chance: Chance): number {
  return from + step * chance.below(Math.floor((to - from) / step) + 1);
}

function timeMaker({ from, to }: TimeRange, isCounted: boolean): Maker {
  const [first, last] = [maker(from, isCounted), maker(to, isCounted)];
  return (making) => {
    const start = making.timeOf(first(making));
    const end = making.timeOf(last(making));
    return start + making.chance.below(Math.max(end - start, 0) + 1);
  };
}

function listMaker(list: readonly unknown[], isCounted: boolean): Maker | undefined {
  const makers = list.map((one) => makerOf(one, isCounted));
  if (makers.every((make) => make === undefined)) return undefined;
  return (making) => makers.map((make, i) => (make ? make(making) : list[i]));
}

function objectMaker(value: object, isCounted: boolean): Maker | undefined {
  const varying: [name: string, make: Maker][] = [];
  for (const [name, one] of Object.entries(value)) {
    const make = makerOf(one, isCounted);
    if (make) varying.push([name, make]);
  }
  if (varying.length === 0) return undefined;
  return (making) => {
    const made: Record<string, unknown> = { ...value };
    for (const [name, make] of varying) made[name] = make(making);
    return made;
  };
}
