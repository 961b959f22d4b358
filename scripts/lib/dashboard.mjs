/**
 * Makes the files of the emulator's own page, dist/page: a script, a sheet of styles and an icon under names
 * that change with what is in them, so that browsers may keep them for ever, and the document that names them.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const src = join(root, 'src', 'dashboard');

/** The files by their path in dist, and what esbuild tells of the packages that went into them. */
export async function dashboard() {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [join(src, 'main.tsx'), join(src, 'style.css')],
    bundle: true,
    write: false,
    metafile: true,
    outdir: join(root, 'dist', 'page'),
    platform: 'browser',
    format: 'esm',
    // Browsers of the last three years.
    target: ['es2022', 'chrome110', 'firefox110', 'safari16.4'],
    tsconfig: join(src, 'tsconfig.json'),
    minify: true,
    // Its licence lies beside the program, with those of all others.
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
  });
  assertOwn(Object.keys(metafile.inputs));
  const files = new Map();
  let page = readFileSync(join(src, 'index.html'), 'utf8');
  const put = (placeholder, name, content) => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const named = `${basename(name, extname(name))}-${hash}${extname(name)}`;
    if (!page.includes(placeholder)) throw new Error(`index.html names no ${placeholder}`);
    page = page.replace(placeholder, named);
    files.set(join('page', named), content);
  };
  const made = (extension) => outputFiles.find(({ path }) => path.endsWith(extension)).contents;
  put('SCRIPT', 'page.js', made('main.js'));
  put('STYLE', 'page.css', made('style.css'));
  put('ICON', 'icon.svg', readFileSync(join(src, 'icon.svg')));
  files.set(join('page', 'index.html'), Buffer.from(page));
  return { files, metafile };
}

/** The page is a client like any other: of the emulator it knows what its APIs tell. */
function assertOwn(inputs) {
  const odd = inputs.find((file) => !/^(src\/dashboard|node_modules\/@?preact)\//.test(file));
  if (odd !== undefined)
    throw new Error(`the page is made of src/dashboard and Preact, not of ${odd}`);
}
