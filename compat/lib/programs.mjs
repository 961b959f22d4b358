// Programs of the machine: whether they are there, of which version, and what they print.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter } from 'node:path';
import { createInterface } from 'node:readline';
import { Missing, Stopped } from './steps.mjs';

/** The path that an option gives. @throws {Missing} without it, or where nothing is there */
export function given(options, name, what) {
  const path = options[name];
  if (path === undefined) throw new Missing(`--${name} was not given (${what})`);
  const [first = ''] = path.split(delimiter);
  if (!existsSync(first)) throw new Missing(`nothing is at ${first} (--${name})`);
  return path;
}

/** What a tool prints about its version. @throws {Missing} when there is no such tool */
export function tool(command, args, pattern) {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  const [, version] = pattern.exec(`${stdout ?? ''}${stderr ?? ''}`) ?? [];
  if (error?.code === 'ENOENT') throw new Missing(`there is no \`${command}\` on the PATH`);
  if (version === undefined) throw new Missing(`\`${command} ${args.join(' ')}\` does not work`);
  return version;
}

/**
 * The version of a program in Go: as its file is called (`x_v1.2.3`, as Terraform has it), as its compiler wrote it down,
 * or the sum of its bytes.
 */
export function versionOfGoProgram(path, module) {
  const [, named] = /_v([\w.-]+?)(?:\.exe)?$/.exec(path) ?? [];
  if (named !== undefined) return named;
  const bytes = readFileSync(path);
  const at = bytes.indexOf(`mod\t${module}\t`);
  const [, , version = ''] = bytes
    .subarray(at, at + 300)
    .toString('latin1')
    .split(/[\t\n]/);
  return at !== -1 && /^v\d/.test(version) ? version.slice(1) : sumOf(bytes);
}

/** What tells files apart that do not say their version. */
export const sumOf = (bytes) =>
  `sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;

export const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Runs a program to its end; answers what it printed. @throws {Stopped} when it fails */
export async function run(command, args, { input, codes = [0], ...options } = {}) {
  const child = spawn(command, args, options);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const code = await ended(child);
  if (codes.includes(code)) return { code, stdout, stderr };
  throw new Stopped(lastWords(`${stdout}\n${stderr}`) || `${command} ended with code ${code}`);
}

/** Runs a program that lives a plan by itself and prints `ok STEP` after each. */
export async function follow(steps, command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stderr.on('data', (chunk) => (told += chunk));
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('ok ')) steps.tick(line.slice(3));
    else told += `${line}\n`;
  }
  const code = await ended(child);
  if (code !== 0) throw new Stopped(lastWords(told) || `it ended with code ${code}`);
  steps.end();
}

function ended(child) {
  if (child.exitCode !== null) return child.exitCode;
  return new Promise((resolve, reject) => {
    child.once('close', resolve);
    child.once('error', reject);
  });
}

// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]*m/g;

/** What the emulator said, as clients show it among their own words. */
const DETAILS = /\\?"details\\?": ?\\?"(.+?)\\?"/g;

/** What a client says of its end: the emulator's words, or its last line that tells of an error. */
export function lastWords(text) {
  // The last one: what was refused before may have been meant to be.
  const [, details] = [...text.matchAll(DETAILS)].at(-1) ?? [];
  if (details !== undefined) return details;
  const lines = text
    .replaceAll(COLOURS, '')
    .split('\n')
    .map((line) => line.replace(/^[\s│╷╵|]+/, '').trim())
    .filter(Boolean);
  const error = lines.findLast((line) => /error|fail/i.test(line));
  return (error ?? lines.at(-1) ?? '').slice(0, 300);
}
