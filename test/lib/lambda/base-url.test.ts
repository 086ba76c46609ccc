import { describe, expect, it } from 'vitest';
import { baseUrlProblem } from '../../../lib/lambda/base-url.ts';
import { SERVICE_SETTINGS } from '../../../lib/lambda/settings.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';
import { only } from '../../../lib/settings/setting.ts';

describe('The URL that platforms sign', () => {
  it.each([
    'https://voice.example.com',
    'https://voice.example.com/',
    'https://voice.example.com/prod',
    'https://voice.example.com/team/voice-handoff_2/v1.0/',
    'https://voice.example.com:8443/prod',
    'https://voice.example.com/agents',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    'http://localhost:3000',
  ])('may be %s', (url) => {
    expect(baseUrlProblem(url)).toBeUndefined();
  });

  it.each([
    ['https://team:hush@voice.example.com', 'holds a user name or a password'],
    ['https://team@voice.example.com', 'holds a user name or a password'],
    ['https://:hush@voice.example.com', 'holds a user name or a password'],
    ['https://voice.example.com/prod?key=hush', 'holds a query'],
    ['https://voice.example.com?', 'holds a query'],
    ['https://voice.example.com/#rc=2&rp=ct,rt,5xx', 'holds a fragment'],
    ['https://voice.example.com#', 'holds a fragment'],
    ['https://your-tunnel.example.com', 'is a placeholder'],
    ['https://your-domain.ngrok.app/prod', 'is a placeholder'],
    ['https://xxxx.ngrok.app', 'is a placeholder'],
    ['https://....trycloudflare.com', 'is a placeholder'],
    ['https://<your-tunnel>', 'is not a http(s) URL'],
    ['ftp://voice.example.com', 'is not a http(s) URL'],
    ['voice.example.com', 'is not a http(s) URL'],
    ['https://voice.example.com/webhook/vapi', 'ends in the path of a webhook'],
    ['https://voice.example.com/prod/webhook/twilio/assignment', 'ends in the path of a webhook'],
    ['https://voice.example.com/health/', 'ends in the path of a webhook'],
    ['https://voice.example.com/a/../prod', 'has a path'],
    ['https://voice.example.com//prod', 'has a path'],
    ['https://voice.example.com/my stage', 'has a path'],
    ['https://voice.example.com/stra%C3%9Fe', 'has a path'],
    ['https://voice.example.com/straße', 'has a path'],
    ['https://straße.example.com', 'has a host'],
    ['https://voice.example.com\\prod', 'has a host'],
  ])('is not %s: it %s', (url, problem) => {
    expect(baseUrlProblem(url)).toMatch(new RegExp(`^${problem.replace(/[()]/g, '\\$&')}`));
    expect(baseUrlProblem(url)).not.toContain('hush');
  });

  it('is https in the cloud, where what is said travels; on one machine it need not be', () => {
    const problemsOf = (env: Env): readonly string[] => {
      try {
        readSettings(env, only(SERVICE_SETTINGS, 'PUBLIC_BASE_URL'));
        return [];
      } catch (error) {
        return error instanceof BadSettings ? error.problems : [String(error)];
      }
    };
    const PUBLIC_BASE_URL = 'http://voice.example.com';
    expect(problemsOf({ PUBLIC_BASE_URL })).toEqual([]);
    const AWS_LAMBDA_FUNCTION_NAME = 'voice-handoff-dev-vapi-webhook';
    expect(problemsOf({ PUBLIC_BASE_URL, AWS_LAMBDA_FUNCTION_NAME })).toEqual([
      'PUBLIC_BASE_URL is not an https URL',
    ]);
    // SAM's containers are told of `npm start` on the same machine.
    expect(problemsOf({ PUBLIC_BASE_URL: 'http://127.0.0.1:3000', AWS_LAMBDA_FUNCTION_NAME })).toEqual([]);
  });
});
