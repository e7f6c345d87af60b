import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'de'],
  catalogs: [
    { path: 'src/locales/{locale}', include: ['src'], exclude: ['src/generated/**', 'src/**/*.spec.*'] },
  ],
  // Line numbers would put every moved line into the translators' diff.
  format: formatter({ lineNumbers: false }),
});
