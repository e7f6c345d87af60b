import { readFileSync } from 'node:fs';
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { documentsApart } from './documents-apart';

const api = process.env['COURTYARD_API'] ?? 'http://127.0.0.1:3000';

/** Beside the build, for the server: the texts it answers to when asked by hash (apps/api/src/known-operations.ts). */
const persistedDocuments: Plugin = {
  name: 'persisted-documents',
  generateBundle() {
    const source = readFileSync(new URL('src/generated/persisted-documents.json', import.meta.url));
    this.emitFile({ type: 'asset', fileName: 'persisted-documents.json', source });
  },
};

/** Words are told apart: `de.po` of two folders would both be called `de`. */
function chunkName(name: string, module: string | null): string {
  const [, part] = module?.match(/\/locales\/(\w+)\/\w+\.po$/) ?? [];
  return part ? `assets/${part}.${name}-[hash].js` : 'assets/[name]-[hash].js';
}

export default defineConfig({
  plugins: [
    documentsApart,
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: true }),
    lingui(),
    react(),
    persistedDocuments,
    babel({ presets: [linguiTransformerBabelPreset()] }),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2023',
    // Without it Vite 8 lowers light-dark() to a switch that Mantine's color-scheme never sets.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A data: font would need a wider content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: { chunkFileNames: ({ name, facadeModuleId }) => chunkName(name, facadeModuleId) },
    },
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/graphql': { target: api, ws: true }, '/files': { target: api } } },
});
