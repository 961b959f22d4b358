/**
 * What the guide does with Markdown beyond rendering it: headings get the anchors that they have in the repository's
 * own view, links between files become links between pages, and what was seen is kept for the search and the look at links.
 */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './pages.mjs';

const ELSEWHERE = /^(?:[a-z]+:|\/\/)/i;

/**
 * A plugin of markdown-it that writes into `seen`: by the name of a page its `anchors`, `links` and `sections`.
 * @param pages as `allPages` has them
 * @param repository address of the repository's files, or undefined while there is none
 */
export function guideMarkdown(pages, repository, seen) {
  const nameByFile = new Map(pages.map(({ file, name }) => [file, name]));
  return (markdown) => {
    markdown.core.ruler.push('guide', ({ tokens, env }) => {
      const page = { anchors: new Set(), links: [], sections: [] };
      seen.set(env.name, page);
      markHeadings(tokens, page, env.title);
      for (const { children } of tokens) {
        for (const token of children ?? []) follow(token, env, page);
      }
    });
    markdown.renderer.rules.table_open = () => '<div class="table"><table>';
    markdown.renderer.rules.table_close = () => '</table></div>';
    const fence = markdown.renderer.rules.fence;
    markdown.renderer.rules.fence = (tokens, index, ...more) =>
      transitionsOf(tokens[index]) ?? fence(tokens, index, ...more);
  };

  function follow(token, { name, file }, page) {
    const attribute = token.type === 'image' ? 'src' : 'href';
    const target = token.attrGet(attribute);
    if (target === null || ELSEWHERE.test(target)) return;
    const [path, anchor] = target.split('#');
    const to = path === '' ? file : posix.join(posix.dirname(file), decodeURI(path));
    const folder = posix.join(to, 'index.md');
    const known = nameByFile.get(to) ?? nameByFile.get(folder);
    if (known !== undefined) {
      page.links.push({ target, name: known, anchor });
      const hash = anchor === undefined ? '' : `#${anchor}`;
      token.attrSet(attribute, `${relativeTo(name, `${known}.html`)}${hash}`);
    } else if (!existsSync(join(root, to))) {
      page.links.push({ target, name: undefined, anchor });
    } else if (to.startsWith('docs/images/')) {
      token.attrSet(attribute, relativeTo(name, to.slice('docs/'.length)));
    } else if (repository !== undefined) {
      token.attrSet(attribute, `${repository}/${to}`);
    } else {
      // Nobody knows yet where the repository is: the text names the file.
      token.attrs = [['title', `${to}, in the repository`]];
    }
  }
}

const TRANSITION = /^\s*(\w+) --> (\w+): (\S.*)$/;

/**
 * A diagram of states as a table, by the state that is left: what draws diagrams would be 2 MB in the browser. Undefined
 * for other blocks.
 */
function transitionsOf({ info, content }) {
  if (info !== 'mermaid' || !content.startsWith('stateDiagram')) return undefined;
  const lines = content.split('\n').flatMap((line) => [TRANSITION.exec(line)?.slice(1) ?? []]);
  const ways = Map.groupBy(
    lines.filter(({ length }) => length > 0),
    ([from]) => from,
  );
  const rows = [...ways].map(([from, leading]) => {
    const steps = leading.map(([, to, event]) => `<li>${event} → <b>${to}</b></li>`);
    return `<tr><th scope="row">${from}</th><td><ul class="ways">${steps.join('')}</ul></td></tr>`;
  });
  return `<div class="table"><table>${rows.join('')}</table></div>`;
}

/** The way from one page to a file of the guide. */
export function relativeTo(name, file) {
  return posix.relative(posix.dirname(name), file);
}

/** Every link of every page that leads nowhere, as sentences. */
export function deadLinks(seen) {
  return [...seen].flatMap(([from, { links }]) =>
    links.flatMap(({ target, name, anchor }) => {
      if (name === undefined) return [`${from}: ${target} is not there`];
      if (anchor === undefined || seen.get(name)?.anchors.has(anchor)) return [];
      return [`${from}: ${target} leads to no heading`];
    }),
  );
}

/** Gives every heading its anchor and cuts the page into sections. */
function markHeadings(tokens, page, title) {
  let section = { anchor: '', title, text: [] };
  page.sections.push(section);
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      const heading = textOf(tokens[index + 1]);
      const anchor = anchorOf(heading, page.anchors);
      token.attrSet('id', anchor);
      if (token.tag !== 'h1') {
        section = { anchor, title: heading, text: [] };
        page.sections.push(section);
      }
    } else if (token.type === 'inline' && tokens[index - 1]?.type !== 'heading_open') {
      section.text.push(textOf(token));
    } else if (token.type === 'fence') {
      section.text.push(token.content);
    }
  });
}

const textOf = ({ children }) =>
  (children ?? [])
    .map(({ type, content }) =>
      type.endsWith('break') ? ' ' : type === 'html_inline' ? '' : content,
    )
    .join('');

/** As the forges make anchors: small letters, what is no letter or digit gone, spaces as dashes, numbered when taken. */
function anchorOf(heading, taken) {
  const plain = heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
    .replaceAll(' ', '-');
  let anchor = plain;
  for (let count = 1; taken.has(anchor); count++) anchor = `${plain}-${count}`;
  taken.add(anchor);
  return anchor;
}
