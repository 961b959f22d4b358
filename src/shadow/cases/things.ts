import { hideSecrets, hideSecretsInJson, isSecretName } from '../../core/secrets.js';
import type { Book } from '../../verify/cases/case.js';
import type { OperationFacts } from '../../verify/facts/facts.js';

type Fields = Readonly<Record<string, unknown>>;

const UUID = /[0-9a-f]{32}/;

/** What a case takes in the place of what a call named: things of its own kind. */
export class Things {
  readonly #needs: Record<string, string> = {};
  readonly #makes: Record<string, string> = {};

  constructor(
    private readonly book: Book,
    private readonly facts: OperationFacts,
  ) {}

  get used(): { readonly needs?: Fields; readonly makes?: Fields } {
    const some = (of: Fields) => Object.keys(of).length > 0;
    return {
      ...(some(this.#needs) ? { needs: this.#needs } : {}),
      ...(some(this.#makes) ? { makes: this.#makes } : {}),
    };
  }

  /** The parameters with references in the places of uuids; undefined where nobody knows what one is of. */
  name(params: Fields): Fields | undefined {
    const named = Object.entries(params).map(([key, value]) => [key, this.#value(key, value)]);
    return named.some(([, value]) => value === undefined)
      ? undefined
      : (Object.fromEntries(named) as Fields);
  }

  #value(key: string, value: unknown): unknown {
    // A case is to be shown to others.
    if (isSecretName(key)) return undefined;
    if (key === 'q' && Array.isArray(value)) return all(value.map((one) => this.#condition(one)));
    if (Array.isArray(value)) return all(value.map((one) => this.#value(key, one)));
    if (key === 'name' && typeof value === 'string') return '${own}';
    const text = JSON.stringify(value);
    if (text.includes('${') || hideSecretsInJson(text) !== text) return undefined;
    if (!UUID.test(text)) return value;
    if (typeof value !== 'string' || !/^[0-9a-f]{32}$/.test(value)) return undefined;
    const isOwn = this.facts.kind === 'query' && key === 'uuid';
    return this.#reference(isOwn ? this.#rowType() : this.facts.params[key]?.resourceType);
  }

  /** `uuid=...`: of what is asked for. */
  #condition(text: unknown): unknown {
    if (typeof text !== 'string' || hideSecrets(text) !== text) return undefined;
    if (!UUID.test(text)) return text.includes('${') ? undefined : text;
    const [, head] = /^(uuid=)[0-9a-f]{32}$/.exec(text) ?? [];
    const reference = head === undefined ? undefined : this.#reference(this.#rowType());
    return reference === undefined ? undefined : `${head}${reference}`;
  }

  /** What the rows of a query are. */
  #rowType(): string | undefined {
    const inventory = /<(\w+)>/.exec(this.facts.answer['inventories'] ?? '')?.[1] ?? '';
    return this.book.kinds[inventory]?.type;
  }

  /** One of this type: made where that can be, else the first that there is. */
  #reference(type: string | undefined): string | undefined {
    const kind = Object.values(this.book.kinds).find((one) => one.type === type);
    if (type === undefined) return undefined;
    const name = `${type.charAt(0).toLowerCase()}${type.slice(1)}`;
    if (kind?.thing !== undefined) this.#makes[name] = kind.thing;
    else {
      const need = Object.entries(this.book.needs).find(([, one]) => one.call === `Query${type}`);
      if (!need) return undefined;
      this.#needs[name] = need[0];
    }
    return `\${${name}.uuid}`;
  }
}

const all = (values: readonly unknown[]) =>
  values.some((value) => value === undefined) ? undefined : values;
