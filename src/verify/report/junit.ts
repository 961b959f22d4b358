import { byOperation, type Verdict } from '../run/verdict.js';

/** What CI servers read: a suite for each operation, a test for each case. */
export function junit(target: string, verdicts: readonly Verdict[]): string {
  const suites = byOperation(verdicts, [], {}).map(({ operation, counts }) => {
    const own = verdicts.filter((one) => one.case.operation === operation);
    const tests = own.map(testCase);
    return `  <testsuite name="${escaped(operation)}" tests="${own.length}" failures="${counts.differs}" skipped="${counts.unknown}">\n${tests.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${escaped(target)}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function testCase({ case: one, state, reasons }: Verdict): string {
  const head = `    <testcase classname="${escaped(one.operation)}" name="${escaped(one.name)}"`;
  if (state === 'proven') return `${head}/>`;
  const kind = state === 'differs' ? 'failure' : 'skipped';
  return `${head}><${kind} message="${escaped(reasons.join('; '))}"/></testcase>`;
}

/** A text as part of XML or HTML; what XML cannot hold is a mark. */
export const escaped = (text: string): string =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
