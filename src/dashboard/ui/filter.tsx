import { useId, useRef, useState } from 'preact/hooks';
import { ask } from '../api.js';
import { closedBecause } from '../viewer.js';

interface Kinds {
  readonly inventories: readonly { readonly kind: string; readonly fields: readonly string[] }[];
  readonly operators: readonly string[];
}

let kinds: Promise<Kinds> | undefined;

/** What conditions can be made of, asked for once. */
async function language(): Promise<Kinds> {
  kinds ??= ask<Kinds>('/resources');
  return kinds.catch(() => {
    kinds = undefined;
    return { inventories: [], operators: [] };
  });
}

interface Props {
  readonly kind: string;
  readonly conditions: readonly string[];
  /** Values of fields that are offered, such as those of a status. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  readonly onChange: (conditions: readonly string[]) => void;
}

/** Conditions in the query language, each a chip, and a field that completes the next one. */
export function Filter({ kind, conditions, values = {}, onChange }: Props) {
  const [typed, setTyped] = useState('');
  const [known, setKnown] = useState<Kinds>({ inventories: [], operators: [] });
  const [chosen, setChosen] = useState(-1);
  const [isOpen, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const fields =
    known.inventories.find((one) => one.kind.toLowerCase() === kind.toLowerCase())?.fields ?? [];
  const offers = isOpen ? completions(typed, fields, known.operators, values) : [];
  const type = (text: string) => {
    setTyped(text);
    setChosen(-1);
    setOpen(true);
  };
  const add = (text: string) => {
    const condition = conditionOf(text, known.operators);
    if (condition === undefined) return;
    onChange([...conditions.filter((one) => one !== condition), condition]);
    type('');
    setOpen(false);
  };
  const take = (offer: Offer) => {
    if (offer.isWhole) add(offer.text);
    else type(offer.text);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const { key } = event;
    const offer = offers[chosen];
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = key === 'ArrowDown' ? 1 : -1;
      const count = offers.length + 1;
      setChosen(((chosen + 1 + step + count) % count) - 1);
    } else if (key === 'Enter') {
      event.preventDefault();
      if (offer) take(offer);
      else add(typed);
    } else if (key === 'Tab' && offer && !event.shiftKey) {
      event.preventDefault();
      take(offer);
    } else if (key === 'Escape') setOpen(false);
    else if (key === 'Backspace' && typed === '') onChange(conditions.slice(0, -1));
  };
  return (
    <search class="filter">
      {conditions.map((condition) => (
        <button
          key={condition}
          type="button"
          class="chip"
          aria-label={`Remove the condition ${condition}`}
          onClick={() => onChange(conditions.filter((one) => one !== condition))}
        >
          <code>{condition}</code> <span aria-hidden="true">×</span>
        </button>
      ))}
      <span class="completed">
        <input
          ref={field}
          type="text"
          role="combobox"
          aria-label="Add a condition"
          aria-expanded={offers.length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
          autocomplete="off"
          spellcheck={false}
          placeholder={conditions.length === 0 ? 'filter: name~=%web%, status=Ready' : 'and …'}
          value={typed}
          onFocus={() => {
            if (closedBecause.value === undefined) void language().then(setKnown);
          }}
          onInput={({ currentTarget }) => type(currentTarget.value)}
          onKeyDown={press}
          onBlur={() => setOpen(false)}
        />
        <ul id={id} role="listbox" aria-label="Completions" hidden={offers.length === 0}>
          {offers.map((offer, i) => (
            // What is chosen is told by the field: it keeps the focus.
            <li
              key={offer.text}
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === chosen}
              onMouseDown={(event) => {
                event.preventDefault();
                take(offer);
              }}
            >
              <code>{offer.shown}</code>
            </li>
          ))}
        </ul>
      </span>
    </search>
  );
}

interface Offer {
  readonly text: string;
  readonly shown: string;
  /** Whether it is a condition, or the beginning of one. */
  readonly isWhole: boolean;
}

const MOST = 12;
const PLAIN = ['=', '!=', '~=', '!~=', '>', '>=', '<', '<=', '?=', '!?='];

/** How what is typed could go on: with a field, an operator, or a value. */
function completions(
  typed: string,
  fields: readonly string[],
  operators: readonly string[],
  values: Readonly<Record<string, readonly string[]>>,
): Offer[] {
  const [, field = '', operator = '', begun = ''] =
    /^([\w.]*)\s*([!?~<>=]*)(.*)$/.exec(typed) ?? [];
  if (operator !== '' && operators.includes(operator)) {
    return (values[field] ?? [])
      .filter((value) => value.toLowerCase().startsWith(begun.toLowerCase()) && value !== begun)
      .map((value) => ({ text: `${field}${operator}${value}`, shown: value, isWhole: true }));
  }
  if (fields.includes(field)) {
    const own = PLAIN.filter((one) => operators.includes(one) && one.startsWith(operator));
    const nulls = operator === '' ? operators.filter((one) => one.includes('null')) : [];
    return [
      ...own.map((one) => ({ text: `${field}${one}`, shown: `${field}${one}`, isWhole: false })),
      ...nulls.map((one) => ({ text: `${field} ${one}`, shown: `${field} ${one}`, isWhole: true })),
    ];
  }
  const wanted = field.toLowerCase();
  const begin = fields.filter((one) => one.toLowerCase().startsWith(wanted));
  const within = fields.filter((one) => !begin.includes(one) && one.toLowerCase().includes(wanted));
  return [...begin, ...within]
    .slice(0, MOST)
    .map((one) => ({ text: one, shown: one, isWhole: false }));
}

/** A condition; words without an operator are looked for in names. */
function conditionOf(text: string, operators: readonly string[]): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const has = [...operators, '='].some((operator) => trimmed.includes(operator));
  return has ? trimmed : `name~=%${trimmed}%`;
}
