const { rulesFor } = require('./scripts/law.mjs');
const { workspaces } = require('./scripts/workspaces.mjs');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: rulesFor(workspaces(__dirname)),
  options: {
    doNotFollow: { path: 'node_modules' },
    // What we built; what others built is what we import.
    exclude: { path: '^(apps|libs)/.*/dist(\\.next|\\.old)?/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
