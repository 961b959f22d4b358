/** What every page of the guide stands in. */
import { relativeTo } from './markdown.mjs';

export function render({ content, name, title, file, guide, version, repository }) {
  const to = (target) => relativeTo(name, target);
  const flat = guide.groups.flatMap(({ names }) => names);
  const [before, after] = [-1, 1].map((step) => flat[flat.indexOf(name) + step]);
  const link = (target, text) =>
    `<a href="${to(`${target}.html`)}"${target === name ? ' aria-current="page"' : ''}>${text}</a>`;
  const titled = (target) => link(target, escaped(guide.titles[target]));
  const isListed = flat.includes(name);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name === 'index' ? escaped(title) : `${escaped(title)} – zstack-image-emulator`}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('guide.css')}">
<script defer src="${to('search.js')}" data-root="${to('.') || '.'}/"></script>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header>
<a class="home" href="${to('index.html')}">zstack-image-emulator <small>${escaped(version)}</small></a>
<search hidden>
<input type="search" id="query" placeholder="Search  ( / )" aria-label="Search" autocomplete="off" aria-controls="found" role="combobox" aria-expanded="false">
<ul id="found" hidden></ul>
</search>
</header>
<div class="columns">
<nav aria-label="Pages">
<details open>
<summary>Pages</summary>
${guide.groups
  .map(
    (group) =>
      `<h2>${group.title}</h2>\n<ul>${group.names.map((each) => `<li>${titled(each)}</li>`).join('')}</ul>`,
  )
  .join('\n')}
</details>
</nav>
<main id="content" tabindex="-1">
${content}
<footer>
${isListed && before ? `<span>← ${titled(before)}</span>` : '<span></span>'}
${repository && file ? `<a href="${repository}/${file}">${escaped(file)}</a>` : `<span>${escaped(file ?? '')}</span>`}
${isListed && after ? `<span>${titled(after)} →</span>` : '<span></span>'}
</footer>
</main>
</div>
</body>
</html>
`;
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
