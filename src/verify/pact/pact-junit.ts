import { escaped } from '../report/junit.js';
import type { PactVerdict } from './verify-pact.js';

/** What CI servers read: a suite for each consumer, a test for each interaction. */
export function pactJunit(verdicts: readonly PactVerdict[]): string {
  const consumers = [...new Set(verdicts.map(({ consumer }) => consumer))];
  const suites = consumers.map((consumer) => {
    const own = verdicts.filter((one) => one.consumer === consumer);
    const failed = own.filter(isFailure).length;
    const skipped = own.filter((one) => one.state !== 'proven' && !isFailure(one)).length;
    return `  <testsuite name="${escaped(consumer)}" tests="${own.length}" failures="${failed}" skipped="${skipped}">\n${own.map(testCase).join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pact">\n${suites.join('\n')}\n</testsuites>\n`;
}

const isFailure = ({ state, isPending }: PactVerdict) => state === 'differs' && !isPending;

function testCase(one: PactVerdict): string {
  const given = one.states.length === 0 ? '' : ` (given ${one.states.join(' and ')})`;
  const head = `    <testcase classname="${escaped(one.consumer)}" name="${escaped(`${one.description}${given}`)}"`;
  if (one.state === 'proven') return `${head}/>`;
  const kind = isFailure(one) ? 'failure' : 'skipped';
  return `${head}><${kind} message="${escaped(one.reasons.join('; '))}"/></testcase>`;
}
