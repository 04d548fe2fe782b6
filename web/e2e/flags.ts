import type { PlaywrightTestConfig } from '@playwright/test';

/** How Chromium is started: nothing of it reaches out by itself. */
export const browser: PlaywrightTestConfig['use'] & { viewport: { width: number; height: number }; locale: string; timezoneId: string } = {
  browserName: 'chromium',
  viewport: { width: 1280, height: 720 },
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  },
  locale: 'en-GB',
  timezoneId: 'Europe/Berlin',
};
