'use strict';
// At the end of the job: what clients did that they may not have meant, and an end to the emulator.
const { setTimeout: wait } = require('node:timers/promises');
const { fail, input, summarize } = require('./runner.cjs');

/** How long the emulator may take to answer, and to end, in ms. */
const PATIENCE = 20_000;

stop().catch((error) => fail(error.message));

async function stop() {
  const { STATE_pid: pid, STATE_controlUrl: controlUrl } = process.env;
  // It was never started.
  if (!pid || !controlUrl) return;
  try {
    judge(await clientReport(controlUrl));
  } finally {
    await end(Number(pid));
  }
}

async function clientReport(controlUrl) {
  const answer = await fetch(`${controlUrl}/client-report`, {
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error) => {
    throw new Error(
      `the emulator is gone before the end of the job: ${error.cause?.message ?? error.message}`,
    );
  });
  return (await answer.json()).inventory;
}

function judge({ findings, counts }) {
  summarize(asMarkdown(findings));
  const kinds = input('fail-on')
    .split(',')
    .map((kind) => kind.trim())
    .filter(Boolean);
  const unknown = kinds.filter((kind) => counts[kind] === undefined);
  if (unknown.length > 0) {
    fail(`fail-on: there is no ${unknown.join(', ')}; there are ${Object.keys(counts).join(', ')}`);
    return;
  }
  const found = kinds.filter((kind) => counts[kind] > 0);
  if (found.length === 0) return;
  const lines = findings
    .filter(({ kind }) => found.includes(kind))
    .map(({ kind, what }) => `${kind}: ${what}`);
  fail(`not to occur, and found: ${found.join(', ')}\n${lines.join('\n')}`);
}

function asMarkdown(findings) {
  const rows = findings.map(
    ({ kind, what, meant, count }) =>
      `| ${[kind, what, meant ?? '', count].map(inMarkdown).join(' | ')} |`,
  );
  const table = ['| kind | what | meant | times |', '| - | - | - | - |', ...rows].join('\n');
  return `## What clients of the ZStack emulator did\n\n${rows.length === 0 ? 'Nothing was found.' : table}\n`;
}

/** Text of a client as text: no mark-up, no cell, no line. */
const inMarkdown = (text) =>
  String(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~@#]/g, String.raw`\$&`);

async function end(pid) {
  if (!kill(pid, 'SIGTERM')) return;
  for (const limit = performance.now() + PATIENCE; performance.now() < limit;) {
    if (!kill(pid, 0)) return;
    await wait(50);
  }
  kill(pid, 'SIGKILL');
}

/** false: there is no such process. */
function kill(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
