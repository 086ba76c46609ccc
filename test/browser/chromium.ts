import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';

let started: Promise<Browser> | undefined;

/** The real Chromium of this process: one for all files, since a start takes 0.2 s. It ends with the process. */
export function theChromium(): Promise<Browser> {
  started ??= startChromium();
  return started;
}

function startChromium(): Promise<Browser> {
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
