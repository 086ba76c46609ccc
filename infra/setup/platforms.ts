import { setUpSecret } from './aws/set-up.ts';
import type { SetupContext, SetupWorld } from './command.ts';
import { twilioConnection, vapiConnection } from './connections.ts';
import { checkTwilioKey, checkVapiKey } from './key-check.ts';
import { faultsOf } from './required.ts';
import { voiceUrlAtTwilio } from './twilio/import.ts';
import { setUpTwilio } from './twilio/set-up.ts';
import { hasNumber } from './vapi/has-number.ts';
import { setUpVapi } from './vapi/set-up.ts';

const canAskTwilio = (settings: SetupContext['settings']): boolean =>
  faultsOf(settings, 'twilio').length === 0;

/** The walks over the platforms themselves, at the hosts that the settings name. */
export function walks({ settings, stage, outputs, only }: SetupContext): ReturnType<SetupWorld['walks']> {
  const twilio = twilioConnection(settings);
  const vapi = vapiConnection(settings);
  return {
    twilio: {
      name: 'Twilio',
      async walk(options) {
        if (options.mode === 'plan') await checkTwilioKey(twilio, settings);
        const isAtVapi = (number: string) => hasNumber(vapi, settings, number);
        await setUpTwilio({ ...options, api: twilio, isAtVapi });
      },
    },
    vapi: {
      name: 'Vapi',
      async walk(options) {
        if (options.mode === 'plan') await checkVapiKey(vapi, settings);
        const atTwilio = canAskTwilio(settings)
          ? { atTwilio: voiceUrlAtTwilio({ ...options, api: twilio }, only === 'vapi') }
          : {};
        await setUpVapi({ ...options, api: vapi, ...atTwilio });
      },
    },
    aws: {
      name: 'AWS',
      walk: (options) => setUpSecret({ ...options, outputs, stage: stage.name }),
    },
  };
}
