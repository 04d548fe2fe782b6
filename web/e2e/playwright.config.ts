import { defineConfig } from '@playwright/test';
import { browser } from './flags.ts';

export default defineConfig({
  testDir: '.',
  testMatch: /(appliance|portal)\.spec\.ts$/,
  timeout: 120_000,
  workers: 1,
  reporter: 'list',
  outputDir: '../../target/e2e-mock',
  use: browser,
});
