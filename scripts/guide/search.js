/*
 * The search of the guide, in the browser alone: what is searched is loaded when somebody begins to search. Also
 * from files, where nothing can be fetched: therefore scripts.
 */
(() => {
  'use strict';
  const root = document.currentScript.dataset.root;
  const query = document.getElementById('query');
  const found = document.getElementById('found');
  query.closest('search').hidden = false;
  if (innerWidth < 800) document.querySelector('nav details').open = false;

  const script = (name) =>
    new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = root + name;
      element.addEventListener('load', resolve);
      element.addEventListener('error', () => reject(new Error(`${name} cannot be loaded`)));
      document.head.append(element);
    });

  let index;
  const ready = () => (index ??= load());
  async function load() {
    await Promise.all([script('minisearch.js'), script('sections.js')]);
    const search = new MiniSearch({
      fields: ['title', 'page', 'text'],
      storeFields: ['title', 'page', 'address', 'text'],
      searchOptions: {
        boost: { title: 4, page: 2 },
        prefix: true,
        fuzzy: (term) => (term.length > 4 ? 0.15 : false),
        combineWith: 'AND',
      },
    });
    search.addAll(guideSections.map((section, id) => ({ id, ...section })));
    return search;
  }

  /** A few words around the first one that was found. */
  function excerpt({ text, terms }) {
    const small = text.toLowerCase();
    const at = Math.max(
      0,
      Math.min(
        ...terms.map((term) => small.indexOf(term)).filter((place) => place >= 0),
        small.length,
      ),
    );
    const from = at === small.length ? 0 : Math.max(0, at - 40);
    return `${from > 0 ? '… ' : ''}${text.slice(from, from + 140)}`;
  }

  function show(results) {
    found.replaceChildren(
      ...results.map((result) => {
        const item = document.createElement('li');
        const link = document.createElement('a');
        link.href = root + result.address;
        const title = document.createElement('strong');
        title.textContent =
          result.title === result.page ? result.page : `${result.page} › ${result.title}`;
        const words = document.createElement('span');
        words.textContent = excerpt(result);
        link.append(title, words);
        item.append(link);
        return item;
      }),
    );
    if (results.length === 0) {
      const item = document.createElement('li');
      item.textContent = 'Nothing has all of these words.';
      found.append(item);
    }
    open(true);
  }

  function open(isOpen) {
    found.hidden = !isOpen;
    query.setAttribute('aria-expanded', String(isOpen));
  }

  query.addEventListener('focus', () => void ready());
  query.addEventListener('input', () => void look());
  async function look() {
    const text = query.value.trim();
    if (text === '') {
      open(false);
      return;
    }
    const search = await ready();
    // What was typed meanwhile is looked for by its own event.
    if (text === query.value.trim()) show(search.search(text).slice(0, 20));
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && !/^(input|textarea)$/i.test(event.target.tagName)) {
      event.preventDefault();
      query.focus();
    } else if (event.key === 'Escape') {
      open(false);
    } else if (event.key === 'Enter' && event.target === query) {
      found.querySelector('a')?.click();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const stops = [query, ...found.querySelectorAll('a')];
      const at = stops.indexOf(event.target);
      if (at === -1 || found.hidden) return;
      event.preventDefault();
      stops.at((at + (event.key === 'ArrowDown' ? 1 : -1)) % stops.length)?.focus();
    }
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('search')) open(false);
  });
})();
