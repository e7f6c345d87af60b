import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';
import { PARTS } from './src/language/parts';

/** What is no words of the client. */
const exclude = ['src/generated/**', 'src/**/*.spec.*'];
const parts = Object.entries(PARTS);

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  // A part is fetched with the screens that speak it; the words of the house with the first page.
  catalogs: [
    {
      path: 'src/locales/{locale}',
      include: ['src'],
      exclude: [...exclude, ...parts.flatMap(([, folders]) => folders.map((folder) => `src/${folder}/**`))],
    },
    ...parts.map(([part, folders]) => ({
      path: `src/locales/${part}/{locale}`,
      include: folders.map((folder) => `src/${folder}`),
      exclude,
    })),
  ],
  // Line numbers would put every moved line into the translators' diff.
  format: formatter({ lineNumbers: false }),
});
