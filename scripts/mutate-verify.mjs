// `npm run mutate:verify -- --seed 1 --count 200`: draws mutants of what answers for the contract, and tells which
// `zstack-emulator verify` does not find (docs/testing.md).
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, orExplain } from './lib/prepare.mjs';
import { numberOf, rowsOf, say } from './mutation/command.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    only: { type: 'string', default: '' },
    limit: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '600' },
    parallel: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
  },
});

async function run(options) {
  const { drawn, pastTheApi } = await import('./mutation/verify/draw.mjs');
  const { programWith } = await import('./mutation/verify/build.mjs');
  const { reachOf } = await import('./mutation/verify/reach.mjs');
  const { Judge } = await import('./mutation/verify/judge.mjs');
  const { reportOf } = await import('./mutation/verify/report.mjs');
  const { inParallel } = await import('./mutation/parallel.mjs');
  const mutants = await drawn(options, say);
  const program = await programWith(mutants);
  const contract = await contractHash();
  const reaches = await reachOf(program, contract, say);
  const past = pastTheApi();
  const results = await keptResults(contract, options);
  const judged = new Map();
  const until = performance.now() + options.minutes * 60_000;
  const free = Array.from(
    { length: options.parallel },
    () => new Judge(program, reaches, options.limit),
  );
  await inParallel(mutants, options.parallel, async (mutant) => {
    if (performance.now() > until) return;
    const judge = free.pop();
    const result = past(mutant)
      ? { outcome: 'unreached', tried: 0, of: 0, seconds: 0 }
      : (results.of(mutant) ?? (await judge.judge(mutant)));
    free.push(judge);
    if (!past(mutant)) results.keep(mutant, result);
    judged.set(mutant.key, { ...mutant, result, past: past(mutant) });
    const { outcome, by = '', seconds } = result;
    say(
      `${judged.size} of ${mutants.length}: ${mutant.file}:${mutant.line} ${outcome}, ${seconds} s ${by}`,
    );
  });
  for (const judge of free) judge.end();
  if (judged.size < mutants.length) {
    console.log(`time is up: the first ${judged.size} of the ${mutants.length} that were drawn\n`);
  }
  console.log(reportOf(mutants.flatMap(({ key }) => judged.get(key) ?? [])));
}

/** What cases and facts are. */
async function contractHash() {
  const { hashOf, read, filesUnder } = await import('./mutation/files.mjs');
  const files = [
    ...filesUnder('contract/cases', '.yaml'),
    ...filesUnder('contract/facts', '.json'),
    ...filesUnder('src/verify', '.ts'),
  ];
  return hashOf(...files.map(read));
}

/** What became of mutants in earlier runs over the same source and the same cases; found stays found with new cases. */
async function keptResults(contract, { again, limit }) {
  const { hashOf, read, sourceFiles, WORK } = await import('./mutation/files.mjs');
  const folder = join(WORK, 'verify');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'results.jsonl');
  const source = hashOf(...sourceFiles().map(read));
  const known = new Map();
  for (const row of again ? [] : rowsOf(file)) {
    if (row.source !== source) continue;
    const isFound = !['unseen', 'unreached'].includes(row.result.outcome);
    const isAsFar = row.contract === contract && row.limit >= limit;
    if (isFound || isAsFar) known.set(row.key, row.result);
  }
  return {
    of: ({ key }) => known.get(key),
    keep({ key }, result) {
      if (known.has(key)) return;
      appendFileSync(file, `${JSON.stringify({ key, source, contract, limit, result })}\n`);
    },
  };
}

await orExplain(async () => {
  await ensureInstalled();
  // Pages and the documentation's page are served from there.
  await ensureBuilt();
  const [seed, count, parallel] = ['seed', 'count', 'parallel'].map((name) =>
    numberOf(values, name),
  );
  const [limit, minutes] = ['limit', 'minutes'].map((name) => numberOf(values, name));
  await run({ ...values, seed, count, parallel, limit, minutes });
});
