import { SaxesParser } from 'saxes';

/** An element by its name without the prefix, as its attributes. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands in it outside of its children, trimmed. */
  readonly text: string;
}

/** An XML text that is not read, with the reason. */
export class XmlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'XmlError';
  }
}

const MOST_ELEMENTS = 20_000;
const MOST_DEPTH = 64;

interface Open {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
}

/**
 * The root element of an XML text. A text with a document type is not read: nothing in it is a reference to other
 * files, and no entity grows.
 * @throws {XmlError} where it is no well-formed XML, or larger or deeper than descriptors are
 */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const refuse = (reason: string): never => {
    throw new XmlError(reason);
  };
  parser.on('error', ({ message }) => refuse(message));
  parser.on('doctype', () => refuse('a document type is not allowed'));
  parser.on('opentag', ({ local, attributes }) => {
    elements++;
    if (elements > MOST_ELEMENTS) refuse(`more than ${MOST_ELEMENTS} elements`);
    if (open.length >= MOST_DEPTH) refuse(`elements lie deeper than ${MOST_DEPTH}`);
    const own = Object.values(attributes).filter(({ prefix }) => prefix !== 'xmlns');
    const named = new Map(own.map((attribute) => [attribute.local, attribute.value]));
    open.push({ name: local, attributes: named, children: [], text: '' });
  });
  const add = (more: string) => {
    const last = open.at(-1);
    if (last) last.text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (!closed) return;
    const element = { ...closed, text: closed.text.trim() };
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(text).close();
  return root ?? refuse('there is no element');
}
