const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const swcrc = JSON.parse(readFileSync(join(__dirname, '.swcrc'), 'utf8'));

/** The compiler of the product, but to CommonJS: twice as fast in Jest as its experimental ES modules. */
const swc = (parser) => [
  '@swc/jest',
  {
    ...swcrc,
    swcrc: false,
    jsc: { ...swcrc.jsc, parser },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/**
 * Packages that ship ES modules only, and @fastify/cookie, which fetches one by a dynamic import.
 * Each costs its compilation on the first run, so keep the list tight.
 */
const ESM_ONLY = [
  '@borewit',
  '@fastify/cookie',
  '@nestjs',
  '@noble',
  '@scure',
  '@tokenizer',
  'age-encryption',
  'canonicalize',
  'commander',
  'content-disposition',
  'cookie',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'uuid',
];

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: [],
  // Whatever a built copy or another clone below this folder holds is not this product's source.
  modulePathIgnorePatterns: ['/dist/', '/dist\\.(next|old)/', '<rootDir>/\\.'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  transform: {
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true, decorators: true }),
    '\\.[cm]?ts$': swc({ syntax: 'typescript', decorators: true }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  moduleNameMapper: {
    '^@courtyard/(access|audit|catalogue|database|errors|graphql|live|observe|outbox|records|testing)$':
      '<rootDir>/libs/platform/$1/src/index.ts',
    '^@courtyard/(api|cli|web)$': '<rootDir>/apps/$1/src/index.ts',
    '^@courtyard/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  // `./post.service.js` in a source is post.service.ts; in node_modules it is what it says.
  resolver: '<rootDir>/test/setup/resolver.cjs',
};

const DATABASE = '\\.db\\.spec\\.tsx?$';
const FAULTS = '\\.faults\\.spec\\.ts$';

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,migrations,scripts,test}/**/*.spec.{ts,tsx}'],
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, DATABASE, FAULTS],
    },
    {
      ...shared,
      displayName: 'integration',
      setupFilesAfterEnv: ['<rootDir>/test/setup/patience.ts'],
      testMatch: ['<rootDir>/{apps,libs,migrations,test}/**/*.db.spec.ts'],
      globalSetup: '<rootDir>/test/setup/global.ts',
      globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
    },
    {
      ...shared,
      displayName: 'faults',
      setupFilesAfterEnv: ['<rootDir>/test/setup/patience.ts'],
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.faults.spec.ts'],
    },
  ],
};
