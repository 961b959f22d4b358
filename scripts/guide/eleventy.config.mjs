/**
 * The guide: docs as a site of plain pages (docs/decisions/0025). `npm run guide` writes it to dist/guide and
 * `npm run guide -- --serve` shows it while one writes. A link that leads nowhere is an error.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { deadLinks, guideMarkdown } from './markdown.mjs';
import { allPages, groupsOf, root } from './pages.mjs';

export default function configure(eleventy) {
  const pages = [...allPages(), DECISIONS];
  const byName = new Map(pages.map((page) => [page.name, page]));
  const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = filesAddress(repository.url);
  const seen = new Map();
  const titles = Object.fromEntries(pages.map(({ name, title }) => [name, title]));

  eleventy.addGlobalData('guide', { groups: groupsOf(pages), titles });
  eleventy.addGlobalData('version', version);
  eleventy.addGlobalData('repository', files);
  eleventy.addGlobalData('layout', 'layout.11ty.mjs');
  eleventy.addGlobalData('eleventyComputed', {
    name: ({ page }) => nameOf(page),
    file: ({ page }) => byName.get(nameOf(page))?.file,
    title: ({ page }) => byName.get(nameOf(page))?.title,
    permalink: ({ page }) => `${page.filePathStem}.html`,
  });
  // What lies beside docs.
  for (const { name, file } of pages.filter((page) => !page.file.startsWith('docs/'))) {
    eleventy.addTemplate(`${name}.md`, readFileSync(join(root, file), 'utf8'));
  }
  eleventy.addTemplate(`${DECISIONS.name}.md`, listOf(pages));
  eleventy.addPassthroughCopy({ 'docs/images': 'images' });
  eleventy.addPassthroughCopy({
    'scripts/guide/guide.css': 'guide.css',
    'scripts/guide/search.js': 'search.js',
    'node_modules/minisearch/dist/umd/index.js': 'minisearch.js',
    'node_modules/minisearch/LICENSE.txt': 'minisearch-LICENSE.txt',
  });
  eleventy.amendLibrary('md', (markdown) => markdown.use(guideMarkdown(pages, files, seen)));
  eleventy.on('eleventy.after', ({ directories }) => {
    const dead = deadLinks(seen);
    if (dead.length > 0) throw new Error(`links that lead nowhere:\n${dead.join('\n')}`);
    writeSections(directories.output, seen);
  });
  return {
    dir: { input: 'docs', includes: '../scripts/guide', layouts: '../scripts/guide' },
    templateFormats: ['md', '11ty.mjs'],
    // The pages are Markdown alone: braces in them are text.
    markdownTemplateEngine: false,
  };
}

/** Where files of the repository are looked at, or undefined while package.json holds a placeholder. */
function filesAddress(url) {
  const address = url.replace(/^git\+/, '').replace(/\.git$/, '');
  return new URL(address).hostname === 'example.com' ? undefined : `${address}/blob/HEAD`;
}

/** The list of the decisions: the one page that no file has. */
const DECISIONS = { name: 'decisions/index', file: 'docs/decisions/index.md', title: 'Decisions' };

function listOf(pages) {
  const lines = pages
    .filter(({ name }) => name.startsWith('decisions/') && name !== DECISIONS.name)
    .map(({ file, title }) => `- [${title}](${basename(file)})`);
  return `# Decisions\n\nWhat a newcomer would question, and why it is so.\n\n${lines.join('\n')}\n`;
}

const nameOf = ({ filePathStem }) => filePathStem.replace(/^\//, '');

/** What is searched: a script, so that it can be read from a file, too. */
function writeSections(output, seen) {
  const all = [...seen].flatMap(([name, { sections }]) => {
    const [{ title: page }] = sections;
    return sections.map(({ anchor, title, text }) => ({
      page,
      title,
      address: anchor === '' ? `${name}.html` : `${name}.html#${anchor}`,
      text: text.join(' ').replaceAll(/\s+/g, ' '),
    }));
  });
  const file = join(output, 'sections.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `globalThis.guideSections = ${JSON.stringify(all)};\n`);
}
