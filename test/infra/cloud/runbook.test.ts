import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../../lib/lambda/metrics.ts';
import { ofType, synthesize, type Templates } from './synthesized.ts';

const URL = 'https://git.example.com/voice-handoff/infra/runbook.md';
let made: Templates;
let articles: Map<string, string>;

/** As every host of Markdown makes an anchor of a heading. */
const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');

beforeAll(async () => {
  made = await synthesize({ runbookUrl: URL });
  const runbook = await readFile(new globalThis.URL('../../../infra/runbook.md', import.meta.url), 'utf8');
  const [, ...parts] = runbook.split(/^## /m);
  articles = new Map(
    parts.map((part) => {
      const [heading = '', ...text] = part.split('\n');
      return [anchorOf(heading), text.join('\n')];
    }),
  );
});

const linked = (): string[] =>
  ofType(made.service, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const anchor = /runbook\.md#([a-z-]+)/.exec(JSON.stringify(Properties.AlarmDescription))?.[1];
    return anchor ?? `none in ${Properties.AlarmName}`;
  });

describe('The runbook', () => {
  it('has an article for every alarm, and none without an alarm', () => {
    expect(new Set(linked())).toEqual(new Set(articles.keys()));
  });

  it('says in every article what it means, how to look and how to mend', () => {
    for (const [article, text] of articles) {
      for (const part of ['**What it means.**', '**How to look.**', '**How to mend.**']) {
        expect(text, article).toContain(part);
      }
    }
  });

  it('is linked where the team can read it', () => {
    for (const [, { Properties }] of ofType(made.service, 'AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(Properties.AlarmDescription)).toContain(`Runbook: ${URL}#`);
    }
  });
});

describe('The texts of the alarms', () => {
  it('fit into what CloudWatch takes (1024 characters), with regions filled in', () => {
    for (const [, { Properties }] of ofType(made.service, 'AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(Properties.AlarmDescription).length).toBeLessThan(1000);
    }
  });

  it('stands beside docs that say how many alarms and metrics there are, and what those cost', async () => {
    const read = (file: string) =>
      readFile(new globalThis.URL(`../../../docs/${file}`, import.meta.url), 'utf8');
    const [operating, deploy, figures] = await Promise.all(
      ['operating.md', 'deploy.md', 'figures.md'].map(read),
    );
    const alarms = ofType(made.service, 'AWS::CloudWatch::Alarm');
    const metrics = alarms.flatMap(([, { Properties }]) =>
      (Properties.Metrics ?? [{ MetricStat: {} }]).filter((one: { MetricStat?: object }) => one.MetricStat),
    );
    expect(operating).toContain(`\n${alarms.length} alarms go to one topic`);
    expect(deploy).toContain(`${alarms.length} alarms and a dashboard`);
    expect(figures).toContain(`alarms: ${alarms.length}, which read ${metrics.length} metrics`);
    expect(operating).toContain(`\n${PUBLISHED.size} custom metrics`);
    expect(figures).toContain(`custom metrics: ${PUBLISHED.size} × $0.30`);
  });
});
