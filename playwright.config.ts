import { defineConfig } from '@playwright/test';

/**
 * Journeys drive the real product in a real Chromium; each worker starts its own (test/journeys/journey.ts).
 * One worker: on two cores a second product only makes both slow, and slow journeys are flaky ones. The patience is for
 * a busy machine: a journey is a whole story, with a dozen pictures and axe before each.
 */
export default defineConfig({
  testDir: 'test/journeys',
  testMatch: '**/*.journey.ts',
  outputDir: 'test-results/journeys',
  workers: Number(process.env['JOURNEY_WORKERS'] ?? 1),
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    actionTimeout: 20_000,
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'off',
    viewport: { width: 1440, height: 900 },
  },
});
