import { describe, expect, it } from 'vitest';
import { BadArguments } from '../../../infra/setup/arguments.ts';
import { launchArguments, launchSteps, takeSteps } from '../../../infra/setup/launch-steps.ts';

/** Runs the launch against commands that end with these codes, and somebody who answers like this. */
const launched = async (
  args: string[],
  {
    codes = {},
    answers,
    makes = {},
  }: { codes?: Record<string, number>; answers?: boolean[]; makes?: Record<number, string> } = {},
) => {
  const wanted = launchArguments(args);
  let settings = '';
  const [ran, asked, said]: [string[], string[], string[]] = [[], [], []];
  const code = await takeSteps(launchSteps('dev', wanted), wanted.yes, {
    run: async (command) => {
      const name = command.join(' ').replaceAll('infra/setup/', '').replaceAll(' --stage dev', '');
      ran.push(name);
      settings += makes[ran.length] ?? '';
      return codes[name] ?? 0;
    },
    ask:
      answers &&
      (async (question) => {
        asked.push(question);
        return answers.shift() ?? false;
      }),
    settings: () => settings,
    say: (line) => said.push(line),
  });
  return { code, ran, asked, said: said.join('\n') };
};

describe('npm run launch', () => {
  it('sets up, deploys, sets up with the address of the deployment, and looks, each when it is wanted', async () => {
    const { code, ran, asked } = await launched([], { answers: [true, true, true, true] });
    expect(ran).toEqual([
      'setup.ts',
      'setup.ts --apply',
      'deploy.ts',
      'setup.ts',
      'setup.ts --apply',
      'doctor.ts',
    ]);
    expect(asked).toEqual([
      '[1 of 5] Set up dev at Twilio, Vapi and AWS as shown?',
      '[2 of 5] Deploy dev to AWS?',
      '[3 of 5] Tell the platforms where it is, as shown?',
      '[5 of 5] Look whether all of it works?',
    ]);
    expect(code).toBe(0);
  });

  it('deploys once more where the second set-up has made what the functions have to know', async () => {
    const { ran, said } = await launched(['--yes'], { makes: { 1: 'workflow', 3: 'squad' } });
    const deployment = 'deploy.ts --require-approval never';
    expect(ran).toEqual(['setup.ts --apply', deployment, 'setup.ts --apply', deployment, 'doctor.ts']);
    expect(said).toBe(
      [
        '[1 of 5] Set up dev at Twilio, Vapi and AWS ...',
        '[2 of 5] Deploy dev to AWS ...',
        '[3 of 5] Tell the platforms where it is ...',
        '[4 of 5] Deploy dev once more, with what was made ...',
        '[5 of 5] Look whether all of it works ...',
      ].join('\n'),
    );
  });

  it('asks nothing with --yes, and CDK neither', async () => {
    const { code, ran } = await launched(['--yes', '-c', 'alarmEmail=on-call@example.com']);
    expect(ran).toEqual([
      'setup.ts --apply',
      'deploy.ts -c alarmEmail=on-call@example.com --require-approval never',
      'setup.ts --apply',
      'doctor.ts',
    ]);
    expect(code).toBe(0);
  });

  it('does nothing where there is nobody to ask, and says so', async () => {
    expect(await launched([])).toEqual({
      code: 2,
      ran: [],
      asked: [],
      said: 'There is no terminal to ask on, and --yes is not given: nothing was done.',
    });
  });

  it('stops at what is not wanted', async () => {
    const { code, ran, said } = await launched([], { answers: [true, false] });
    expect(ran).toEqual(['setup.ts', 'setup.ts --apply']);
    expect(said).toContain('Stopped before step 2 of 5.');
    expect(code).toBe(1);
  });

  it('stops at the first that fails, with its exit code, and asks nothing about a plan that is refused', async () => {
    const failed = await launched(['--yes'], { codes: { 'deploy.ts --require-approval never': 1 } });
    expect(failed.ran).toEqual(['setup.ts --apply', 'deploy.ts --require-approval never']);
    expect(failed.said).toContain('Stopped at step 2 of 5: it ended with 1.');
    expect(failed.code).toBe(1);
    const refused = await launched([], { codes: { 'setup.ts': 2 }, answers: [true] });
    expect(refused).toMatchObject({ code: 2, ran: ['setup.ts'], asked: [] });
  });

  it.each([[['--ja']], [['dev']], [['--stage']]])('knows no other arguments: %j', (args) => {
    expect(() => launchArguments(args)).toThrow(BadArguments);
  });
});
