import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generated } from '../../infra/docs.ts';
import { about, SETTING_NAMES } from '../../infra/settings.ts';

describe('What the docs say about settings and routes', () => {
  it.each(
    generated.map(([url, text]) => [url.pathname.split('/').at(-1), url, text] as const),
  )('is what the code declares: %s (otherwise: npm run docs)', (_name, url, text) => {
    expect(readFileSync(url, 'utf8')).toBe(text);
  });

  it('names every setting that a team can give, with its meaning', () => {
    const [[, settings = ''] = []] = generated;
    for (const name of SETTING_NAMES) {
      expect(settings).toContain(`\`${name}\``);
      expect(settings).toContain(about(name).about);
    }
  });
});
