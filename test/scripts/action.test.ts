import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from '../support/emulator';
import { temporaryFolder } from '../support/process';

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_STEP_SUMMARY'] as const;
const VOLUME = 'd0000000000040008000000000000001';

interface Step {
  readonly code: number;
  readonly stdout: string;
  readonly told: Readonly<Record<(typeof FILES)[number], Record<string, string>>>;
  readonly summary: string;
}

/** Runs a file of the action as a runner does: inputs and state in variables, answers in files. */
function step(file: string, inputs: object, state: object = {}): Promise<Step> {
  const folder = temporaryFolder();
  const { PATH, HOME } = process.env;
  const env: Record<string, string | undefined> = { PATH, HOME, RUNNER_TEMP: folder };
  for (const name of FILES) writeFileSync((env[name] = join(folder, name)), '');
  for (const [name, value] of Object.entries(inputs)) env[`INPUT_${name.toUpperCase()}`] = value;
  for (const [name, value] of Object.entries(state)) env[`STATE_${name}`] = value;
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, file)], { env, cwd: folder }, (error, stdout) => {
      const told = Object.fromEntries(
        FILES.map((name) => [
          name,
          Object.fromEntries(
            [...read(name).matchAll(/^(\S+)<<(\S+)\n([^]*?)\n\2$/gm)].map(([, key, , value]) => [
              key,
              value,
            ]),
          ),
        ]),
      ) as Step['told'];
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, stdout, told, summary: read('GITHUB_STEP_SUMMARY') });
    });
  });
}

const isThere = (pid: string | undefined) => {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
};

const action = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { default: string }>;
  outputs: Record<string, object>;
  runs: { using: string; main: string; post: string };
};
const defaults = Object.fromEntries(
  Object.entries(action.inputs).map(([name, { default: value }]) => [name, value]),
);

test('a job has an emulator from one step to its end, and a report on what its client did', async () => {
  const started = await step(action.runs.main, { ...defaults, release: '4.8' });
  const { GITHUB_OUTPUT: outputs, GITHUB_STATE: state, GITHUB_ENV: variables } = started.told;
  expect(started.code).toBe(0);
  expect(Object.keys(outputs).toSorted()).toEqual(Object.keys(action.outputs).toSorted());
  const { url = '', port } = outputs;
  expect(new URL(url).port).toBe(port);
  expect(variables['EMULATOR_URL']).toBe(new URL(url).origin);
  expect(isThere(state['pid'])).toBe(true);

  const call = (path: string, method = 'GET', body?: object) =>
    fetch(`${url}/v1${path}`, {
      method,
      headers: { Authorization: 'OAuth 5e55000000004000800000000000ad01' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const made = await call(`/images/root-volume-templates/from/volumes/${VOLUME}`, 'POST', {
    params: { name: '<b>|web' },
  });
  expect(made.status).toBe(200);
  await call('/images?name=web');

  const ended = await step(action.runs.post, { ...defaults, 'fail-on': 'missing-q' }, state);
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('::error::not to occur, and found: missing-q%0Amissing-q: ');
  expect(ended.summary).toContain('| missing-q |');
  expect(ended.summary).toContain('&lt;b>\\|web');
  expect(isThere(state['pid'])).toBe(false);
});

test('a job whose client did nothing odd ends well', async () => {
  const { told } = await step(action.runs.main, defaults);
  const ended = await step(
    action.runs.post,
    { ...defaults, 'fail-on': 'leaks, missing-q' },
    told.GITHUB_STATE,
  );
  expect(ended).toMatchObject({ code: 0, stdout: '' });
  expect(ended.summary).toContain('Nothing was found.');
  expect(isThere(told.GITHUB_STATE['pid'])).toBe(false);
});

test('a wrong input fails the step in the words of the emulator, and leaves nothing running', async () => {
  const { code, stdout, told } = await step(action.runs.main, { ...defaults, seed: 'nope' });
  expect(code).toBe(1);
  expect(stdout).toContain('::error::zstack-image-emulator did not start: it ended with');
  expect(stdout).toContain("no seed is called 'nope'");
  expect(told.GITHUB_STATE).toEqual({});
  // The last step has nothing to end then.
  expect(await step(action.runs.post, defaults)).toMatchObject({ code: 0, summary: '' });
});

test('a kind of findings that there is not is named, and what is no version is not installed', async () => {
  const { told } = await step(action.runs.main, defaults);
  const ended = await step(
    action.runs.post,
    { ...defaults, 'fail-on': 'leeks' },
    told.GITHUB_STATE,
  );
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain('there is no leeks; there are unread-fields, ');
  const odd = await step(action.runs.main, { ...defaults, version: '1.0.0 && echo' });
  expect(odd.stdout).toContain("'1.0.0 && echo' is no version of a package");
});
