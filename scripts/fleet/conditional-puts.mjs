// Whether a store is one for a fleet: many writers of one key at once, on the condition that it is not there or is still
// the same; exactly one may win, and what lies there afterwards must be the winner's.
//   node scripts/run.cjs scripts/fleet/conditional-puts.mjs [--rounds 1000] [--writers 64]
// with EMULATOR_STORE, AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.
import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { Bucket } from './bucket.mjs';

/** 412: the condition does not hold. 409: somebody else is at it, which S3 itself answers at times. */
const LOST = new Set([412, 409]);

/**
 * Lets `writers` write one key at once, `rounds` times on each of both conditions.
 * @returns what went wrong, a line for each kind of it with how often; none where the store is one for a fleet
 */
export async function problemsOf(bucket, { rounds, writers }) {
  const problems = new Map();
  const report = (text) => problems.set(text, (problems.get(text) ?? 0) + 1);
  for (let round = 0; round < rounds; round++) {
    // A name and bytes that were never there: an ETag is that of the bytes, and the same bytes again would have it again.
    const key = `race/${randomUUID()}`;
    await race(bucket, key, { 'If-None-Match': '*' }, writers, report);
    const etag = (await bucket.get(key)).headers.get('etag');
    if (etag) await race(bucket, key, { 'If-Match': etag }, writers, report);
    else report('an object has no ETag');
  }
  return [...problems].map(([text, count]) => `${text}: ${count} times`);
}

async function race(bucket, key, condition, writers, report) {
  const [[header]] = Object.entries(condition);
  const before = await textOf(bucket, key);
  const bodies = Array.from({ length: writers }, (_, writer) => `${header} ${writer} ${key}`);
  const answers = await Promise.all(
    bodies.map(async (body) => {
      const answer = await bucket.put(key, body, condition);
      await answer.arrayBuffer();
      return answer.status;
    }),
  );
  const winners = bodies.filter((_, writer) => answers[writer] === 200);
  for (const status of answers) {
    if (status !== 200 && !LOST.has(status)) report(`${header} was answered ${status}`);
  }
  if (winners.length !== 1) report(`${header} had ${winners.length} winners`);
  const after = await textOf(bucket, key);
  if (!winners.includes(after)) {
    report(
      `after ${header} there ${after === before ? 'is what was there before' : 'lies what no winner wrote'}`,
    );
  }
}

async function textOf(bucket, key) {
  const answer = await bucket.get(key);
  const text = await answer.text();
  return answer.ok ? text : undefined;
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '1000' },
      writers: { type: 'string', default: '64' },
    },
  });
  const [rounds, writers] = [Number(values.rounds), Number(values.writers)];
  const bucket = new Bucket(process.env);
  await bucket.create();
  const started = performance.now();
  const problems = await problemsOf(bucket, { rounds, writers });
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${rounds} rounds of ${writers} writers with If-None-Match and as many with If-Match, ${seconds} s`,
  );
  for (const problem of problems) console.log(`WRONG  ${problem}`);
  if (problems.length === 0) console.log('each time exactly one won, and what it wrote lay there');
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await main();
