/** Layers without I/O or wire format. */
const rules = ['core', 'domain', 'query'];
const useCases = [...rules, 'jobs', 'services'];
const operations = [...useCases, 'contract', 'simulation', 'seeding', 'api', 'control'];
/** Packages whose code becomes part of dist: who installs ours need not install them. */
const { bundled, beside } = require('./scripts/lib/serving.json');
const inside = [...bundled, ...beside];

/**
 * Which folder of src may import which: docs/architecture.md drawn as rules. A layer may always
 * import itself; what is not listed here is forbidden.
 */
const mayImport = {
  core: [],
  // The questions that a world answers are part of its interfaces; query itself knows no domain.
  domain: ['core', 'query'],
  query: ['core'],
  contract: ['core', 'domain'],
  persistence: rules,
  jobs: rules,
  services: [...rules, 'jobs'],
  simulation: [...useCases, 'contract'],
  seeding: useCases,
  api: [...useCases, 'contract', 'simulation'],
  // The emulator's own operations are declared with api/define-operation.ts.
  control: [...useCases, 'contract', 'simulation', 'seeding', 'api'],
  // Only types of domain: oxlint's no-restricted-imports sees to that.
  openapi: ['core', 'domain', 'contract', 'api', 'control'],
  http: ['core', 'domain', 'contract', 'simulation', 'api', 'control'],
  // Runs in a browser, and knows of the emulator what its APIs tell: scripts/lib/dashboard.mjs looks at it.
  dashboard: [],
  environment: [...operations, 'persistence'],
  // Holds worlds together with other processes: whoever has none of these never loads it.
  fleet: ['core', 'domain', 'simulation', 'environment'],
  app: [...operations, 'persistence', 'openapi', 'http', 'environment', 'fleet'],
  // What the entries do before anything else is loaded.
  runtime: [],
  // Knows the contract and the API, and nothing of who is behind it; of core time and chance alone.
  verify: ['core'],
  // Stands before a cloud, and compares it with a world that it knows by its API alone.
  shadow: ['core', 'verify'],
  cli: ['core', 'app', 'runtime', 'verify', 'shadow'],
  // The preset of jest.
  jest: ['core', 'app', 'control', 'runtime'],
};

const oneOf = (names) => `^src/(${names.join('|')})/`;

const layerRules = Object.entries(mayImport).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import only: ${[layer, ...allowed].join(', ')}.`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: oneOf([layer, ...allowed]) },
}));

/** A package that only some places may know, so that it can be changed in those places alone. */
const packageRule = (name, packages, places) => ({
  name: `package-${name}`,
  comment: `${packages.join(', ')}: only in ${places.join(', ')}.`,
  severity: 'error',
  from: { path: '^src/', pathNot: places.map((place) => `^src/${place}`) },
  to: { path: packages.map((one) => `node_modules/${one}/`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'verify-of-core',
      comment:
        'What verifies takes time and chance from core, and no rule or word of the emulator.',
      severity: 'error',
      from: { path: '^src/(verify|shadow)/' },
      to: { path: '^src/core/', pathNot: '^src/core/(clock|chance|secrets)\\.ts$' },
    },
    {
      name: 'layer-index',
      comment: "src/index.ts, the library's face, may import only app and runtime.",
      severity: 'error',
      from: { path: '^src/[^/]+$' },
      to: { path: '^src/', pathNot: '^src/(app|runtime)/' },
    },
    {
      name: 'layer-unknown',
      comment: 'A new folder of src needs a line in mayImport above.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: oneOf(Object.keys(mayImport)) },
      to: {},
    },
    packageRule('antlr', ['antlr4ng'], ['query/zql/']),
    packageRule('aws4fetch', ['aws4fetch'], ['fleet/store/']),
    packageRule('express', ['express', '@types/express'], ['http/']),
    packageRule('page', ['preact', '@preact/signals'], ['dashboard/']),
    packageRule('drizzle', ['drizzle-orm'], ['persistence/']),
    packageRule('sqlite', ['better-sqlite3', '@types/better-sqlite3'], ['persistence/']),
    packageRule(
      'zod',
      ['zod'],
      ['contract/', 'api/', 'control/', 'openapi/', 'seeding/', 'verify/', 'fleet/', 'app/config'],
    ),
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one subject, or a third is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'src imports nothing of test, scripts or bench.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench|dist)/' },
    },
    {
      name: 'no-dev-dependencies',
      comment:
        'A package that src runs with belongs in dependencies, or in scripts/lib/serving.json.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        pathNot: [...inside, ...inside.map((name) => `@types/${name}`)].map(
          (name) => `node_modules/${name}/`,
        ),
      },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript compiler API for dependency-cruiser to use.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Its parser reads no JSX.
    exclude: { path: '\\.tsx$' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
