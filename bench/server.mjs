// A server in a process of its own, as the benchmarks measure it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
export const EMULATOR = join(ROOT, 'dist', 'cli', 'main.js');
/** The session that the benchmarks' seeds have. */
export const SESSION = '5e55000000004000800000000000ad01';

export const say = (text) => process.stderr.write(`${text}\n`);

/** Starts a server; resolves once it listens, with its addresses and how long that took. */
export function start(script, args, variables) {
  const began = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    // Its progress goes where ours does.
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let out = '';
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const line = out.split('\n').find((text) => text.startsWith('{"event":"listening"'));
      if (!line) return;
      child.stdout.removeAllListeners('data');
      child.stdout.resume();
      const { url, controlUrl } = JSON.parse(line);
      resolve({ child, url, controlUrl, began, ms: performance.now() - began });
    });
  });
}

export const stop = ({ child }) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });

/** MB that a process takes now (`VmRSS`), or took at the most (`VmHWM`). */
export function memoryOf({ child }, what = 'VmRSS') {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
}

/** One call over a kept connection; resolves with the answer's JSON and the time it took, in ms. */
export function call(agent, method, url, body, session = SESSION) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const headers = { Authorization: `OAuth ${session}`, 'Content-Type': 'application/json' };
    const sent = request(url, { agent, method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const ms = performance.now() - began;
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode === 200) resolve({ ms, json: JSON.parse(text) });
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

export const quantile = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)];
