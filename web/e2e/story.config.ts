import { defineConfig } from '@playwright/test';
import { browser } from './flags.ts';

/** The story against the real program: `story.setup.ts` starts the demo. */
export default defineConfig({
  testDir: '.',
  testMatch: /story\.spec\.ts$/,
  globalSetup: './story.setup.ts',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 1,
  reporter: 'list',
  outputDir: '../../target/e2e',
  use: { ...browser, actionTimeout: 30_000, trace: 'retain-on-failure' },
});
