import { localStorageColorSchemeManager } from '@mantine/core';

/** The same place that public/scheme.js reads before the first paint. */
export const schemeKeeper = localStorageColorSchemeManager({ key: 'courtyard.scheme' });
