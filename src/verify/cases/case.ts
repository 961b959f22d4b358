import * as z from 'zod';

const text = z.string().trim().min(1);

/**
 * Texts may hold references: `${image.uuid}`. `${own}` is a name that only this case has, `${uuid}` a new uuid,
 * `${nobody}` one that nothing has, `${text 256}` a text of that length.
 */
const values = z.record(text, z.unknown());

const refusal = z
  .strictObject({
    status: z
      .int()
      .optional()
      .meta({ description: 'default: 503, at once or as what became of the job' }),
    code: text.optional().meta({ description: 'the error code, e.g. SYS.1003' }),
    words: z.string().optional().meta({
      description: 'its details in English, whole: *** stands for any text',
    }),
    chinese: z.string().optional().meta({ description: 'its details where the locale is zh_CN' }),
    body: z.string().optional().meta({ description: 'the whole body, where it is plain text' }),
    cause: z
      .strictObject({ code: text.optional(), words: z.string().optional() })
      .optional()
      .meta({ description: 'what the error was caused by' }),
  })
  .meta({ description: 'the call must be refused, or its job must fail, so' });

const common = {
  by: z.string().optional().meta({
    description:
      "whose session: default the verifier's; `none`: no Authorization at all; else its uuid",
  }),
  headers: z.record(text, z.string()).optional(),
  holds: z.unknown().optional().meta({
    description:
      'what the answer must have: objects in part, lists whole; or {$includes}, {$absent}, {$present}, {$matches}, {$atLeast}, {$count}, {$not}, {$each}, {$only}, {$sorted}',
  }),
  refused: refusal.optional(),
  take: z.record(text, text).optional().meta({
    description: 'names for what stands in the answer: its path there',
  }),
  lacking: text.optional().meta({
    description:
      'what it means when what is taken is not there: the case is unknown, not different',
  }),
};

const simpleCall = z.strictObject({
  call: text.meta({
    description: 'the operation; method, path and body key are what the facts say',
  }),
  path: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'which of its paths; default: the longest that is filled' }),
  with: values.optional().meta({ description: 'its parameters' }),
  ...common,
  until: z.literal(true).optional().meta({ description: 'asked again until it holds' }),
});

const call = simpleCall.extend({
  otherwise: z.array(simpleCall).min(1).optional().meta({
    description: 'what is done instead of what follows when what is taken is not there',
  }),
});

const request = z.strictObject({
  request: z.strictObject({
    method: text,
    path: text.meta({ description: 'below the context path, with its query string' }),
    body: z.unknown().optional(),
    raw: z.string().optional().meta({ description: 'a body that is no JSON' }),
  }),
  ...common,
});

const check = z.strictObject({
  equal: z.tuple([z.unknown(), z.unknown()]).meta({
    description:
      'two values: references, or {$sum: [list, field]}, {$plus: [...]}, {$minus: [a, b]}, {$count: [list]}, {$min: [...]}',
  }),
  because: text,
});

const login = z.strictObject({
  login: z.strictObject({ account: text, password: text, as: text }),
});

const stepSchema = z.union([call, request, check, login]);

const source = z
  .strictObject({
    page: text.optional().meta({ description: 'a place in the published page' }),
    code: text.optional().meta({ description: 'Class#method of the open source' }),
    test: text.optional().meta({ description: "the vendor's case" }),
    client: text.optional().meta({ description: 'a client that relies on it' }),
    facts: text.optional().meta({ description: 'a file of contract/facts' }),
  })
  .refine((one) => Object.keys(one).length > 0, 'a case says where it comes from');

const references = z.record(text, text);

const body = {
  needs: references
    .optional()
    .meta({ description: 'what must be there: a name, and which of needs.yaml' }),
  makes: references
    .optional()
    .meta({ description: 'what is made for the case alone: a name, and which of things.yaml' }),
  shares: references.optional().meta({
    description: 'what is made once and only looked at: a name, and which of things.yaml',
  }),
  steps: z.array(stepSchema).min(1),
};

const caseSchema = z.strictObject({
  name: text,
  source: source.optional().meta({ description: "default: the file's" }),
  effect: z.enum(['reads', 'refused', 'makes', 'disturbs']).meta({
    description:
      'reads: GETs alone; refused: calls that change nothing when they are refused; makes: makes and removes its own; disturbs: others notice it',
  }),
  releases: z
    .strictObject({ from: text.optional(), until: text.optional() })
    .optional()
    .meta({ description: 'first and last release that it holds for' }),
  repeats: z.int().min(2).optional().meta({
    description: 'it differs only when it does so each time: others may come between its steps',
  }),
  ...body,
});

export const caseFileSchema = z.strictObject({
  operation: text,
  source,
  cases: z.array(caseSchema).min(1),
});

/** What must be there: the first row of a query. */
export const needsSchema = z.record(
  text,
  z.strictObject({
    what: text.meta({ description: 'in words, for who reads why a case was not tried' }),
    call: text,
    with: values.optional(),
    from: text.optional().meta({ description: 'the list in the answer; default: inventories' }),
  }),
);

/** What cases make, step by step; its name is what the last `take` or the first says. */
export const thingsSchema = z.record(
  text,
  z.strictObject({ ...body, gives: text.meta({ description: 'a reference: what it is' }) }),
);

/** How what was made is found again and removed, by its inventory. */
export const kindsSchema = z.record(
  text,
  z.strictObject({
    query: text,
    by: text.optional().meta({ description: 'the field that names it; default: uuid' }),
    name: text.optional().meta({ description: 'the field that holds its name; default: name' }),
    rank: z.int().meta({ description: 'what is removed first has the least' }),
    remove: z
      .array(text)
      .min(1)
      .meta({ description: 'operations, one after the other; each takes the uuid' }),
    nameless: z.literal(true).optional().meta({
      description: 'it has no name that who makes it chooses: it is found by its tag',
    }),
    untold: z.array(text).optional().meta({
      description: 'fields that the call answers that makes it, and no query',
    }),
    thing: text.optional().meta({ description: 'which of things.yaml is one' }),
    also: z.array(text).optional().meta({
      description: 'further things, so that queries have rows with each field',
    }),
    type: text.optional().meta({ description: 'the resource type that parameters name' }),
  }),
);

/** Why no case has an operation succeed. */
export const unprovenSchema = z.record(text, text);

export type CallStep = z.infer<typeof call>;
export type RequestStep = z.infer<typeof request>;
export type CheckStep = z.infer<typeof check>;
export type Refusal = z.infer<typeof refusal>;
type Source = z.infer<typeof source>;
export type Need = z.infer<typeof needsSchema>[string];
export type Thing = z.infer<typeof thingsSchema>[string];
export type Kind = z.infer<typeof kindsSchema>[string];

/** One guarantee. */
export interface Case extends Omit<z.infer<typeof caseSchema>, 'source'> {
  readonly operation: string;
  readonly source: Source;
  readonly isDerived: boolean;
}

/** Everything that is written down in contract/cases. */
export interface Book {
  readonly cases: readonly Case[];
  readonly needs: Readonly<Record<string, Need>>;
  readonly things: Readonly<Record<string, Thing>>;
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly unproven: Readonly<Record<string, string>>;
}

export const titleOf = ({ operation, name }: Pick<Case, 'operation' | 'name'>): string =>
  `${operation} › ${name}`;
