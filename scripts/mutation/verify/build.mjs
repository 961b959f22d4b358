/** One program with all drawn mutants in it, each behind a switch: Stryker's, which also counts what is reached. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build } from 'esbuild';
import { root } from '../../lib/prepare.mjs';
import { hashOf, read, readJson, sourceFiles, WORK, writeJson } from '../files.mjs';
import { logger } from '../mutants.mjs';

/** What the process takes of it (process.mjs). */
const PARTS = `
  export { toldTo, verify } from './src/verify/index';
  export { UNUSED_MACHINES } from './src/verify/unused-machines';
  export { titleOf } from './src/verify/cases/case';
  export { startEmulator } from './src/app/library/start-emulator';
`;

/** Answers `{ bundle, ids }`: the program's file, and what each mutant's switch is called there, by its key. */
export async function programWith(mutants) {
  const state = hashOf(PARTS, ...sourceFiles().map(read), ...mutants.map(({ key }) => key));
  const bundle = join(WORK, 'verify', `program-${state}.cjs`);
  const noted = bundle.replace(/cjs$/, 'json');
  const known = readJson(noted);
  if (known && existsSync(bundle)) return { bundle, state, ids: new Map(known) };
  const { texts, ids } = await switched(mutants);
  await build({
    absWorkingDir: root,
    bundle: true,
    outfile: bundle,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    supported: { 'dynamic-import': false },
    external: ['better-sqlite3'],
    logLevel: 'error',
    stdin: { contents: PARTS, resolveDir: root, sourcefile: 'parts.ts', loader: 'ts' },
    plugins: [sourceWith(texts)],
  });
  writeJson(noted, [...ids]);
  return { bundle, state, ids };
}

/** The files of some mutants with switches in them. */
async function switched(mutants) {
  const files = Map.groupBy(mutants, ({ file }) => file);
  const sources = [...files].map(([name, own]) => ({
    name,
    content: read(name),
    mutate: own.map(({ line, column, endLine, endColumn }) => ({
      start: { line: line - 1, column },
      end: { line: endLine - 1, column: endColumn },
    })),
  }));
  const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: false };
  const result = await new Instrumenter(logger).instrument(sources, options);
  const places = new Map(result.mutants.map((one) => [placeOf(one), one.id]));
  const ids = new Map(
    mutants.map((mutant) => {
      const id = places.get(
        placeOf({
          fileName: mutant.file,
          mutatorName: mutant.operator,
          replacement: mutant.replacement,
          location: {
            start: { line: mutant.line - 1, column: mutant.column },
            end: { line: mutant.endLine - 1, column: mutant.endColumn },
          },
        }),
      );
      if (id === undefined) throw new Error(`${mutant.file}:${mutant.line} has no switch`);
      return [mutant.key, id];
    }),
  );
  return { texts: new Map(result.files.map(({ name, content }) => [name, content])), ids };
}

const placeOf = ({ fileName, mutatorName, replacement, location: { start, end } }) =>
  [fileName, mutatorName, start.line, start.column, end.line, end.column, replacement].join('\0');

/** Sources with their switches; where a file lies stays what it is, wherever the program is. */
const sourceWith = (texts) => ({
  name: 'source-with-switches',
  setup(bundling) {
    bundling.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const name = path.slice(root.length + 1).replaceAll('\\', '/');
      const text = texts.get(name) ?? readFileSync(path, 'utf8');
      const contents = text.replaceAll('__dirname', () => JSON.stringify(dirname(path)));
      return { contents, loader: 'ts' };
    });
  },
});
