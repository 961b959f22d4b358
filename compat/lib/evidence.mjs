// What runs with real clients came to: kept in compat/evidence.json, shown in docs/evidence.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/prepare.mjs';
import { table } from '../../scripts/lib/table.mjs';

const KEPT = join(root, 'compat', 'evidence.json');
const PAGE = join(root, 'docs', 'evidence.md');
const BEGIN = '<!-- test:clients -->';
const END = '<!-- /test:clients -->';

export const readEvidence = () => (existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, 'utf8')) : {});

/** Keeps what came of one client in place of what came of it before, and shows all of them. */
export function keepEvidence(plans, name, evidence) {
  const kept = { ...readEvidence(), [name]: evidence };
  const sorted = Object.fromEntries(Object.entries(kept).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(KEPT, `${JSON.stringify(sorted, undefined, 2)}\n`);
  writeFileSync(PAGE, pageWith(plans, sorted));
}

/** What is wrong with the page or with what was kept, one sentence each. */
export function problemsOfEvidence(plans) {
  const kept = readEvidence();
  const problems = plans.flatMap(({ name, version, steps }) => {
    const evidence = kept[name];
    if (!evidence) return [`compat/evidence.json has nothing of ${name}.`];
    const found = [];
    if (evidence.version !== version) {
      found.push(`${name} was run as ${evidence.version}, and its plan is for ${version}.`);
    }
    if (JSON.stringify(evidence.steps) !== JSON.stringify(steps)) {
      found.push(`${name} was run with other steps than its plan has.`);
    }
    return found;
  });
  for (const name of Object.keys(kept)) {
    if (!plans.some((plan) => plan.name === name)) {
      problems.push(`compat/evidence.json has ${name}, of which there is no plan.`);
    }
  }
  if (readFileSync(PAGE, 'utf8') !== pageWith(plans, kept)) {
    problems.push('docs/evidence.md does not show what compat/evidence.json has.');
  }
  return problems;
}

export function showEvidence(plans) {
  writeFileSync(PAGE, pageWith(plans, readEvidence()));
}

function pageWith(plans, kept) {
  const [head, rest = ''] = readFileSync(PAGE, 'utf8').split(BEGIN);
  const [, tail = ''] = rest.split(END);
  return `${head}${BEGIN}\n\n${sectionOf(plans, kept)}\n\n${END}${tail}`;
}

function sectionOf(plans, kept) {
  const head = ['client', 'version', 'date', 'steps', 'result', 'answers and API modes'];
  const rows = plans.map(({ name, client, version, steps }) => {
    const { date = '', runs = [], ...evidence } = kept[name] ?? {};
    return [
      `${client}${evidence.note ? `; ${evidence.note}` : ''} (\`compat/${name}\`)`,
      evidence.version ?? version,
      date,
      steps.join('; '),
      resultOf(steps, runs),
      runs.map(({ wire, apiMode }) => `${wire}/${apiMode}`).join(', '),
    ].map(escaped);
  });
  return table([head, ...rows]).join('\n');
}

/** One word where all went well; otherwise what stopped it, once for all forms that it stopped. */
function resultOf(steps, runs) {
  if (runs.length === 0) return 'not run';
  const stops = new Map();
  for (const { wire, apiMode, done, reason } of runs) {
    if (done === steps.length && reason === undefined) continue;
    const text = `${done} of ${steps.length}, then stopped at '${steps[done] ?? 'the end'}': ${reason}`;
    stops.set(text, [...(stops.get(text) ?? []), `${wire}/${apiMode}`]);
  }
  if (stops.size === 0) return 'all as expected';
  const told = [...stops].map(([text, forms]) =>
    forms.length === runs.length ? text : `${text} (${forms.join(', ')})`,
  );
  return told.join('; ');
}

const escaped = (text) => text.replaceAll('|', String.raw`\|`);
