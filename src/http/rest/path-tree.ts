/** What lies at a place of the tree, and what the variables on the way to it are. */
export interface FoundPath<T> {
  readonly value: T;
  /** In the order of the path, decoded. */
  readonly variables: readonly string[];
}

interface Node<T> {
  readonly words: Map<string, Node<T>>;
  /** By what stands before the variable in its word: nothing, but for one path of the real system. */
  readonly variables: Map<string, Node<T>>;
  value: T | undefined;
}

/** A longer word is no variable: nothing that has an identifier has one of that length. */
const MOST_LETTERS = 1024;

/**
 * Paths, a word a step, with variables in braces that end their word. At each step a word of its own wins over a variable;
 * where it leads nowhere, the variable is tried. Made in a millisecond for hundreds of paths: a start pays for it.
 */
export class PathTree<T> {
  readonly #root: Node<T> = emptyNode();

  /** What lies at a path, whatever its variables are called; `make` makes it where nothing does. */
  at(path: string, make: () => T): T {
    let node = this.#root;
    for (const word of path.split('/')) {
      const brace = word.indexOf('{');
      node = brace < 0 ? childOf(node.words, word) : childOf(node.variables, word.slice(0, brace));
    }
    return (node.value ??= make());
  }

  /** Undefined where nothing lies, and for a path whose percents mean no text. */
  find(path: string): FoundPath<T> | undefined {
    const words = wordsOf(path);
    const variables: string[] = [];
    const value = words && walk(this.#root, words, 0, variables);
    return value === undefined ? undefined : { value, variables };
  }
}

function walk<T>(node: Node<T>, words: string[], at: number, variables: string[]): T | undefined {
  const word = words[at];
  if (word === undefined) return node.value;
  const named = node.words.get(word);
  const value = named && walk(named, words, at + 1, variables);
  if (value !== undefined || word.length > MOST_LETTERS) return value;
  for (const [before, next] of node.variables) {
    if (word.length === before.length || !word.startsWith(before)) continue;
    variables.push(word.slice(before.length));
    const found = walk(next, words, at + 1, variables);
    if (found !== undefined) return found;
    variables.pop();
  }
  return undefined;
}

function wordsOf(path: string): string[] | undefined {
  if (!path.includes('%')) return path.split('/');
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function childOf<T>(children: Map<string, Node<T>>, word: string): Node<T> {
  const child = children.get(word) ?? emptyNode<T>();
  children.set(word, child);
  return child;
}

const emptyNode = <T>(): Node<T> => ({ words: new Map(), variables: new Map(), value: undefined });
