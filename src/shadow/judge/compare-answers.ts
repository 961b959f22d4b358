import type { Capacities } from '../compare/capacities.js';
import { Comparison, type Asked } from '../compare/comparison.js';
import type { Names } from '../compare/names.js';
import variances from '../compare/variances.json';
import { codeOf, fieldOf, jsonOf } from './read-exchange.js';

/** An answer of either side. */
export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** What is looked at even where both say the same: how it changes counts. */
const COUNTS = new RegExp(variances.capacities.join('|'));

/** Whether both answer the same to the letter and mean it: most of what is asked of a captured world. */
export const areEqual = (cloud: Answered, world: Answered, names: Names): boolean =>
  cloud.text === world.text &&
  cloud.status === world.status &&
  mediaTypeOf(cloud) === mediaTypeOf(world) &&
  !COUNTS.test(cloud.text) &&
  names.agreeOn(cloud.text);

/** Compares what both sides answer in the end. */
export function compareAnswers(
  cloud: Answered,
  world: Answered,
  asked: Asked,
  names: Names,
  capacities: Capacities,
): Comparison {
  const comparison = new Comparison(names, capacities, asked);
  const [isGood, isGoodThere] = [isSuccess(cloud), isSuccess(world)];
  const [ours, theirs] = [jsonOf(cloud.text), jsonOf(world.text)];
  if (isGood !== isGoodThere) {
    const kind = isGood ? 'only-cloud-succeeds' : 'only-cloud-refuses';
    comparison.differ(kind, 'the answer', told(cloud, ours), told(world, theirs));
    return comparison;
  }
  if (cloud.status !== world.status) {
    comparison.differ('status', 'the status', cloud.status, world.status);
  }
  if (mediaTypeOf(cloud) !== mediaTypeOf(world)) {
    comparison.differ('content-type', 'the content type', cloud.contentType, world.contentType);
  }
  if (ours === undefined || theirs === undefined) {
    if (cloud.text.trim() !== world.text.trim()) compareTexts(comparison, cloud, world, isGood);
  } else if (isGood) comparison.compare(ours, theirs);
  else if (fieldOf(ours, 'error') !== undefined && fieldOf(theirs, 'error') !== undefined) {
    comparison.compareErrors(fieldOf(ours, 'error'), fieldOf(theirs, 'error'));
  } else comparison.compare(ours, theirs);
  return comparison;
}

function compareTexts(
  comparison: Comparison,
  { text: cloud }: Answered,
  { text: world }: Answered,
  isGood: boolean,
): void {
  const areBothPlain = jsonOf(cloud) === undefined && jsonOf(world) === undefined;
  const kind = !areBothPlain ? 'format' : isGood ? 'value' : 'error-text';
  comparison.differ(kind, 'the body', cloud, world);
}

const isSuccess = ({ status }: Answered) => status >= 200 && status < 400;

/** A refusal in short. */
const told = ({ status, text }: Answered, body: unknown): string => {
  const code = codeOf(body);
  const details = fieldOf(fieldOf(body, 'error'), 'details');
  return code === undefined
    ? `${status} ${status < 400 ? '' : text.slice(0, 100)}`.trim()
    : `${status} ${code}: ${String(details).slice(0, 150)}`;
};

/** A type without what it says of characters; nothing says what is in an empty body. */
const mediaTypeOf = ({ contentType, text }: Answered) =>
  text === '' ? '' : (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
