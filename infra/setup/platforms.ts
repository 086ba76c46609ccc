import { setUpSecret } from './aws/set-up.ts';
import type { SetupContext, SetupWorld } from './command.ts';
import { twilioConnection, vapiConnection } from './connections.ts';
import { checkTwilioKey, checkVapiKey } from './key-check.ts';
import { setUpTwilio } from './twilio/set-up.ts';
import { setUpVapi } from './vapi/set-up.ts';

/** The walks over the platforms themselves, at the hosts that the settings name. */
export function walks({
  settings,
  made = [],
  stage,
  outputs,
}: SetupContext): ReturnType<SetupWorld['walks']> {
  const twilio = twilioConnection(settings);
  const vapi = vapiConnection(settings);
  return {
    twilio: {
      name: 'Twilio',
      async walk(options) {
        if (options.mode === 'plan') await checkTwilioKey(twilio, settings);
        await setUpTwilio({ ...options, api: twilio });
      },
    },
    vapi: {
      name: 'Vapi',
      async walk(options) {
        if (options.mode === 'plan') await checkVapiKey(vapi, settings);
        await setUpVapi({ ...options, api: vapi });
      },
    },
    aws: {
      name: 'AWS',
      walk: (options) => setUpSecret({ ...options, made, outputs, stage: stage.name }),
    },
  };
}
