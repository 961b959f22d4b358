import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { ROOT } from '../support/emulator';

const FOLDER = join(ROOT, '.github', 'workflows');
const texts = new Map(
  readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]),
);
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Others' actions at a released line of theirs, or the one of this repository. */
const uses = z.string().regex(/^(?:[\w-]+\/[\w.-]+@v\d+(?:\.\d+)*|\.\/)$/);
const step = z
  .strictObject({
    name: z.string().optional(),
    id: z.string().optional(),
    uses: uses.optional(),
    run: z.string().optional(),
    with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    env: z.record(z.string(), z.string()).optional(),
  })
  .refine(({ uses: used, run }) => (used === undefined) !== (run === undefined), {
    message: 'a step either uses an action or runs a command',
  });
const permissions = z.record(z.string(), z.enum(['read', 'write']));
const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  concurrency: z.unknown().optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string(),
      'timeout-minutes': z.number().max(180),
      if: z.string().optional(),
      needs: z.string().optional(),
      environment: z.unknown().optional(),
      permissions: permissions.optional(),
      strategy: z.unknown().optional(),
      'continue-on-error': z.boolean().optional(),
      steps: z.array(step).min(1),
    }),
  ),
});

describe.each([...texts])('%s', (_name, text) => {
  const parsed = workflow.parse(load(text));
  const steps = Object.values(parsed.jobs).flatMap((job) => job.steps);
  const commands = steps.flatMap(({ run = '' }) => run.split('\n'));

  test('asks for no more rights than it says, and names the versions of what it uses', () => {
    const names = Object.keys(parsed.jobs);
    expect(names.length).toBeGreaterThan(0);
    const needed = Object.values(parsed.jobs).flatMap(({ needs }) => needs ?? []);
    expect(needed.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('runs commands of this project that there are', () => {
    const named = (form: RegExp) => commands.flatMap((command) => form.exec(command)?.[1] ?? []);
    const isProgram = (file: string) => (statSync(join(ROOT, file)).mode & 0o111) !== 0;
    const missing = [
      ...named(/^npm run (?:-\S+ )*([\w:]+)/).filter((name) => !Object.hasOwn(scripts, name)),
      ...named(/^node (\S+\.mjs)/).filter((file) => !existsSync(join(ROOT, file))),
      ...named(/^(\.\S+)/).filter((file) => !existsSync(join(ROOT, file)) || !isProgram(file)),
    ];
    expect(missing).toEqual([]);
  });

  test('puts nothing of a request into the text of a command', () => {
    // What somebody else may have written, such as a title, would be run.
    for (const command of commands) expect(command).not.toContain('${{');
  });

  test('names files and outputs that there are', () => {
    const files = steps.flatMap(({ with: given }) => given?.['config'] ?? []).map(String);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
    const ids = new Set(steps.map(({ id }) => id));
    for (const [, id] of text.matchAll(/\bsteps\.([\w-]+)\./g)) expect(ids).toContain(id);
  });
});

test('what the action of this repository is given, it takes', () => {
  const { inputs, runs } = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, unknown>;
    runs: { main: string; post: string };
  };
  for (const file of [runs.main, runs.post]) expect(existsSync(join(ROOT, file))).toBe(true);
  const used = [...texts.values()].flatMap((text) =>
    Object.values(workflow.parse(load(text)).jobs).flatMap(({ steps }) =>
      steps.filter((each) => each.uses === './').flatMap((each) => Object.keys(each.with ?? {})),
    ),
  );
  expect(used.length).toBeGreaterThan(0);
  for (const name of used) expect(inputs).toHaveProperty([name]);
});

test('three systems are tried, and what nobody has seen pass fails nothing', () => {
  const { jobs } = workflow.parse(load(texts.get('ci.yml') ?? ''));
  const systems = JSON.stringify(jobs);
  for (const system of ['ubuntu', 'macos', 'windows']) expect(systems).toContain(system);
  expect(jobs['other-systems']?.['continue-on-error']).toBe(true);
});
