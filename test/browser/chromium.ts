import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

/** A real Chromium. */
export function startChromium(): Promise<Browser> {
  const { executablePath, env } = inject('chromium');
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
