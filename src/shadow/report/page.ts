import { escaped } from '../../verify/report/junit.js';
import { KINDS } from '../compare/kinds.js';
import variances from '../compare/variances.json';
import type { ShadowReport } from './report.js';

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem}details{border-bottom:1px solid #ddd;padding:.3rem 0}summary{cursor:pointer}
.differs{color:#b00020;font-weight:600}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:.5rem;max-height:20rem;overflow:auto}
table{border-collapse:collapse}td,th{text-align:left;padding:.15rem .8rem .15rem 0;vertical-align:top}
@media(prefers-color-scheme:dark){body{background:#16181c;color:#ddd}pre{background:#222}details{border-color:#333}.differs{color:#ff7b8a}}`;

/** One page with everything, which needs nothing else. `isLive`: it is written anew now and then. */
export function shadowPage(report: ShadowReport, isLive: boolean): string {
  const { target, release, date, until, requests, same, differs, findings, gone } = report;
  const refresh = isLive ? '<meta http-equiv="refresh" content="5">' : '';
  const dead =
    gone === undefined ? '' : `<p class="differs">The shadow is gone: ${escaped(gone)}.</p>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>Shadow of ${escaped(target)}</title><style>${STYLE}</style></head><body>
<h1>Shadow of ${escaped(target)}</h1>
<p>Release ${escaped(release)}, ${escaped(date)} to ${escaped(until)}. ${requests} requests:
${same} answered as the emulator does, <b class="differs">${differs} otherwise</b>.</p>${dead}
<h2>${findings.length} ${findings.length === 1 ? 'difference' : 'differences'}</h2>
${findings.map(finding).join('\n')}
<h2>Known variances</h2>
${table(report.variances, variances.variances)}
<h2>Not compared</h2>
${table(report.notCompared, {})}
<h2>Operations</h2>
${operations(report)}
</body></html>
`;
}

function finding(one: ShadowReport['findings'][number]): string {
  const { operation, kind, place, count, cloud, emulator, pair, following, mended } = one;
  const after = Object.entries(following).map(
    ([what, times]) => `<li>${escaped(what)}${times > 1 ? `, ${times} times` : ''}</li>`,
  );
  const rows = { cloud, emulator, ...(mended === undefined ? {} : { 'set right': mended }) };
  return `<details><summary><span class="differs">${escaped(operation)}</span> ${escaped(KINDS[kind])}: <code>${escaped(place)}</code>${count > 1 ? `, ${count} times` : ''}</summary>
${table(rows, {})}${after.length === 0 ? '' : `<p>It follows from it:</p><ul>${after.join('')}</ul>`}
${pair ? `<pre>${escaped(JSON.stringify(pair, null, 1))}</pre>` : ''}${one.case === undefined ? '' : `<p>A case that shows it:</p><pre>${escaped(one.case)}</pre>`}</details>`;
}

function table(
  rows: Readonly<Record<string, string | number>>,
  meanings: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries(rows).map(
    ([name, value]) =>
      `<tr><td>${escaped(name)}</td><td>${escaped(String(value))}</td><td>${escaped(meanings[name] ?? '')}</td></tr>`,
  );
  return lines.length === 0 ? '<p>none</p>' : `<table>${lines.join('')}</table>`;
}

function operations(report: ShadowReport): string {
  const lines = Object.entries(report.operations).map(
    ([name, { same, differs, notCompared }]) =>
      `<tr><td>${escaped(name)}</td><td>${same}</td><td>${differs}</td><td>${notCompared}</td></tr>`,
  );
  return `<table><tr><th>operation</th><th>same</th><th>differs</th><th>not compared</th></tr>${lines.join('')}</table>`;
}
