import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Chromium } from '../support/chromium';
import { ROOT, TestEmulator } from '../support/emulator';
import { needs } from '../support/tools';

const run = promisify(execFile);
const GUIDE = join(ROOT, 'dist', 'guide');
const chromium = needs('chromium');
let html: ReadonlyMap<string, string>;

beforeAll(async () => {
  await run(process.execPath, [join(ROOT, 'scripts', 'guide.mjs')]);
  const files = readdirSync(GUIDE, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => relative(GUIDE, join(item.parentPath, item.name)).replaceAll('\\', '/'));
  html = new Map(
    files.map((name) => [
      name,
      name.endsWith('.html') ? readFileSync(join(GUIDE, name), 'utf8') : '',
    ]),
  );
});

test('every page of docs is a page of the guide, and the navigation leads to it', () => {
  const pages = readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replace(/md$/, 'html'));
  expect(pages.length).toBeGreaterThan(25);
  const [, navigation = ''] = /<nav[^]*?>([^]*)<\/nav>/.exec(html.get('index.html') ?? '') ?? [];
  for (const page of pages) {
    expect([...html.keys()]).toContain(page);
    expect(navigation).toContain(`<a href="${page}">`);
  }
});

test('every link of every page leads to a page that is there, and to a heading of it', () => {
  const dead: string[] = [];
  let count = 0;
  for (const [page, text] of html) {
    for (const [, target = ''] of text.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^(?:https?:|data:)/.test(target)) continue;
      count++;
      const [path = '', anchor] = target.split('#');
      const name = path === '' ? page : posix.join(posix.dirname(page), path);
      const found = html.get(name);
      if (found === undefined) dead.push(`${page}: ${target}`);
      else if (anchor !== undefined && !found.includes(` id="${anchor}"`)) {
        dead.push(`${page}: ${target} (no such heading)`);
      }
    }
  }
  expect(dead).toEqual([]);
  expect(count).toBeGreaterThan(1_000);
});

test('nothing of a page comes from elsewhere, and no page has a script within', () => {
  for (const [page, text] of html) {
    const loaded = [...text.matchAll(/<(?:script|link|img)\b[^>]*>/g)].map(([tag]) => tag);
    expect({ page, foreign: loaded.filter((tag) => /="(?:https?:)?\/\//.test(tag)) }).toEqual({
      page,
      foreign: [],
    });
    expect(text).not.toMatch(/<script>|\son[a-z]+="/);
  }
});

test('machines are told as tables, with every transition of the page', () => {
  const source = readFileSync(join(ROOT, 'docs', 'state-machines.md'), 'utf8');
  const made = html.get('state-machines.html') ?? '';
  const transitions = [...source.matchAll(/^ {2}\w+ --> (\w+): (.+)$/gm)];
  expect(transitions.length).toBeGreaterThan(50);
  for (const [, to, event] of transitions) expect(made).toContain(`<li>${event} → <b>${to}</b>`);
  expect(made.match(/<li>[^<]+ → <b>/g)).toHaveLength(transitions.length);
  expect(made).not.toContain('-->');
});

test('a link to a file, a heading or a page that is not there keeps the guide from being made', async () => {
  const code = `
    import MarkdownIt from 'markdown-it';
    import { deadLinks, guideMarkdown } from ${JSON.stringify(String(pathToFileURL(join(ROOT, 'scripts', 'guide', 'markdown.mjs'))))};
    const pages = [{ name: 'a', file: 'docs/a.md' }, { name: 'zql', file: 'docs/zql.md' }];
    const seen = new Map();
    const markdown = new MarkdownIt().use(guideMarkdown(pages, undefined, seen));
    const render = (name, text) => markdown.render(text, { name, file: \`docs/\${name}.md\`, title: name });
    render('zql', '# ZQL\\n\\n## Two \`words\`, and more');
    render('a', '[1](zql.md) [2](zql.md#two-words-and-more) [3](zql.md#gone) [4](gone.md) [5](#here) ![6](images/gone.png)\\n\\n[7](../seed/default.yaml)');
    console.log(JSON.stringify(deadLinks(seen)));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: ROOT,
  });
  expect(JSON.parse(stdout)).toEqual([
    'a: zql.md#gone leads to no heading',
    'a: gone.md is not there',
    'a: #here leads to no heading',
    'a: images/gone.png is not there',
  ]);
});

test('the emulator serves the guide, and names it at its front', async () => {
  const { anonymous, url } = await TestEmulator.start();
  const front = await anonymous.get('/');
  expect(front.body).toMatchObject({ guide: '/docs/guide/', documentation: '/docs' });
  const first = await fetch(`${url}/docs/guide`);
  expect([first.url, first.status]).toEqual([`${url}/docs/guide/`, 200]);
  expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await first.text()).toContain('<title>zstack-image-emulator</title>');
  const page = await fetch(`${url}/docs/guide/decisions/index.html`);
  expect(await page.text()).toContain('<h1 id="decisions">');
  const gone = await fetch(`${url}/docs/guide/gone.html`);
  expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('no such page')]);
  const posted = await fetch(`${url}/docs/guide/`, { method: 'POST' });
  expect([posted.status, await posted.text()]).toEqual([404, expect.stringContaining('nothing')]);
  // Those of the operations stay where they were.
  const operations = await fetch(`${url}/docs/index.html`);
  expect([operations.status, await operations.text()]).toEqual([
    200,
    expect.stringContaining('swagger'),
  ]);
});

chromium.test(
  `the search finds a heading by words of its text, served and from a file ${chromium.note}`,
  async () => {
    const { url } = await TestEmulator.start();
    const page = await Chromium.start([]).page();
    for (const base of [`${url}/docs/guide`, String(pathToFileURL(GUIDE))]) {
      await page.open(`${base}/decisions/index.html`);
      const found = await page.evaluate(`new Promise((resolve) => {
        const list = document.getElementById('found');
        new MutationObserver(() => resolve([...list.querySelectorAll('a')].map(({ href }) => href))).observe(list, { childList: true });
        const query = document.getElementById('query');
        query.focus();
        query.value = 'EMULATOR_REWIND bisect';
        query.dispatchEvent(new Event('input'));
      })`);
      expect(found.length).toBeLessThan(15);
      expect(found.map((address: string) => address.split('#')[0])).toContain(
        `${base}/rewind.html`,
      );
    }
    expect(page.complaints).toEqual([]);
  },
);
