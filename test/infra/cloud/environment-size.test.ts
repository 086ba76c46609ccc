import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { environmentProblem } from '../../../infra/cloud/environment-size.ts';
import { loadNeeds } from '../../../infra/cloud/needs.ts';
import { GIVEN, ofType, stacksIn, synthesize } from './synthesized.ts';

/** Words for an intent, as a team with many products would list them. */
const HUGE = JSON.stringify({ billing: Array.from({ length: 400 }, (_, index) => `invoice${index}`) });

describe('The environment of a function', () => {
  it.each([
    ['in bytes, not in characters', { ONE: 'ü'.repeat(2043) }, 4096, undefined],
    ['in bytes, not in characters', { ONE: 'ü'.repeat(2044) }, 4098, 'ONE (4088)'],
    ['with its names', { [`N${'A'.repeat(4100)}`]: '' }, 4108, 'NAAA'],
    ['as Lambda does, in JSON, where a quotation mark takes two', { ONE: '"'.repeat(2043) }, 4096, undefined],
    [
      'as Lambda does, in JSON, where a quotation mark takes two',
      { ONE: '"'.repeat(2044) },
      4098,
      'ONE (2044)',
    ],
  ])('is measured %s', (_how, variables, bytes, named) => {
    const problem = environmentProblem(variables);
    if (named === undefined) expect(problem).toBeUndefined();
    else {
      expect(problem).toContain(`its environment has ${bytes} bytes, Lambda takes 4096.`);
      expect(problem).toContain(named);
    }
  });

  it('counts what only the deployment knows as 120 characters each', () => {
    const token = (id: number) => `$${'{Token[TOKEN.'}${id}${']}'}`;
    const urls = Array.from({ length: 30 }, (_, index) => token(index)).join(',');
    expect(environmentProblem({ URLS: urls })).toBeUndefined();
    expect(environmentProblem({ URLS: `${urls},${urls}` })).toContain('URLS (7259)');
  });

  it('names the largest, the largest first, and never what they hold', () => {
    const problem = environmentProblem({
      A: 'q'.repeat(900),
      B: 'q'.repeat(4000),
      C: 'q'.repeat(1000),
      D: 'q',
    });
    expect(problem).toMatch(/The largest: B \(4000\), C \(1000\), A \(900\)\.$/);
    expect(problem).not.toContain('qqq');
  });

  it('leaves room at every function as it is deployed today', async () => {
    const { service } = await synthesize(GIVEN);
    for (const [, { Properties }] of ofType(service, 'AWS::Lambda::Function')) {
      const variables = Object.entries<unknown>(Properties.Environment.Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      expect(environmentProblem(Object.fromEntries(variables)), Properties.FunctionName).toBeUndefined();
    }
  });

  it('that is too large fails the synthesis, by the name of the function and of what fills it', async () => {
    const { service } = await stacksIn({ ...GIVEN, INTENT_KEYWORDS: HUGE });
    const errors = Annotations.fromStack(service).findError('*', Match.anyValue());
    const told = errors.map(({ entry }) => String(entry.data));
    expect(told.map((one) => one.split(':')[0]).toSorted()).toEqual(
      Object.entries(await loadNeeds())
        .flatMap(([name, needs]) => ('INTENT_KEYWORDS' in needs ? [name] : []))
        .toSorted(),
    );
    expect(told).toContainEqual(
      expect.stringMatching(
        /^call-events-worker: its environment has \d+ bytes, Lambda takes 4096\. The largest: INTENT_KEYWORDS \(\d+\), /,
      ),
    );
    expect(JSON.stringify(errors)).not.toContain('invoice17');
    const { service: fits } = await stacksIn(GIVEN);
    expect(Annotations.fromStack(fits).findError('*', Match.anyValue())).toEqual([]);
  });
});
