import type { OperationVerdict, Verdict } from '../run/verdict.js';
import { escaped } from './junit.js';

export interface Report {
  readonly target: string;
  readonly release: string;
  readonly date: string;
  readonly operations: readonly OperationVerdict[];
  readonly verdicts: readonly Verdict[];
}

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}details{border-bottom:1px solid #ddd;padding:.3rem 0}summary{cursor:pointer}
.proven{color:#0a6b2d}.differs{color:#b00020;font-weight:600}.unknown{color:#7a5c00}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.5rem;max-height:20rem;overflow:auto}
ul{margin:.3rem 0;padding-left:1.4rem}@media(prefers-color-scheme:dark){body{background:#16181c;color:#ddd}pre{background:#222}
details{border-color:#333}.proven{color:#5fd38a}.differs{color:#ff7b8a}.unknown{color:#e0b84c}}`;

/** One page with everything, which needs nothing else. */
export function page({ target, release, date, operations, verdicts }: Report): string {
  const sum = (state: 'proven' | 'differs' | 'unknown') =>
    operations.filter((one) => one.state === state).length;
  const sections = operations.map((one) => section(one, verdicts));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Contract of ${escaped(target)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(target)}</h1>
<p>Release ${escaped(release)}, ${escaped(date)}. Operations: <b class="proven">${sum('proven')} proven</b>,
<b class="differs">${sum('differs')} differ</b>, <b class="unknown">${sum('unknown')} unknown</b>; ${verdicts.length} cases.</p>
${sections.join('\n')}
</body></html>
`;
}

function section(
  { operation, state, reason, counts }: OperationVerdict,
  verdicts: readonly Verdict[],
): string {
  const own = verdicts.filter((one) => one.case.operation === operation);
  const items = own.map(item);
  const open = state === 'differs' ? ' open' : '';
  return `<details${open}><summary><span class="${state}">${state}</span> ${escaped(operation)} <small>${counts.proven} of ${own.length}${reason === '' ? '' : `: ${escaped(reason)}`}</small></summary><ul>${items.join('')}</ul></details>`;
}

function item({ case: one, state, reasons, exchanges }: Verdict): string {
  const source = Object.entries(one.source)
    .map(([kind, text]) => `${kind}: ${text}`)
    .join(', ');
  const why = reasons.length === 0 ? '' : `<br>${reasons.map(escaped).join('<br>')}`;
  const seen =
    state === 'differs'
      ? `<pre>${exchanges.map((exchange) => escaped(JSON.stringify(exchange, null, 1))).join('\n')}</pre>`
      : '';
  return `<li><span class="${state}">${state}</span> ${escaped(one.name)} <small>(${escaped(source)})</small>${why}${seen}</li>`;
}
