import { hidden } from '../../../lib/doctor/hidden.ts';
import { SetupFailed } from '../plan.ts';
import type { TeamNumber } from '../team/team.ts';
import type { AtTwilio } from '../vapi/import-number.ts';
import { type PhoneNumber, phoneNumberSchema } from './resources.ts';
import { ownerOf, PATHS } from './urls.ts';
import { type TwilioSetup, type Walk, walkOf } from './walk.ts';

/** Returns the number as Twilio has it; undefined for one that is not in this account. */
export async function numberAt({ rest, account }: Walk, number: string): Promise<PhoneNumber | undefined> {
  const found = await rest.list(
    `${account}/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(number)}`,
    'incoming_phone_numbers',
    phoneNumberSchema,
  );
  // The question finds parts of numbers too.
  return found.find(({ phone_number }) => phone_number === number);
}

/** Returns where that number is changed. */
export function placeOf({ account }: Walk, { sid }: PhoneNumber): string {
  return `${account}/IncomingPhoneNumbers/${sid}.json`;
}

const isAsked = ({ trunk_sid, voice_application_sid }: PhoneNumber): boolean =>
  !trunk_sid && !voice_application_sid;

/**
 * Looks after the voice URL that an import into Vapi writes. `isAlone`: no walk over Twilio is beside it, which would
 * refuse what leads to somebody else.
 */
export function voiceUrlAtTwilio(options: TwilioSetup, isAlone: boolean): AtTwilio {
  const walk = walkOf(options);
  const { urls, inbound, adopt, rest } = walk;
  return {
    async problemOf({ number }) {
      if (!isAlone || adopt) return undefined;
      const actual = await numberAt(walk, number);
      if (actual === undefined || !isAsked(actual)) return undefined;
      const owner = ownerOf(actual.voice_url, { wanted: urls?.voice, path: PATHS.voice, inbound });
      if (owner !== 'somebody-else' && owner !== 'another-deployment') return undefined;
      const whose = owner === 'somebody-else' ? 'somebody else' : 'another deployment of this service';
      return `The import writes over the voice URL at Twilio, which leads to ${whose}: --adopt takes it over. Without --only, set-up knows an earlier address of this stage.`;
    },
    async bringBack({ number }: TeamNumber) {
      const actual = await numberAt(walk, number);
      if (urls === undefined || actual === undefined || !isAsked(actual)) return;
      if (actual.voice_url === urls.voice && actual.voice_method === 'POST') return;
      try {
        const form = { VoiceUrl: urls.voice, VoiceMethod: 'POST' };
        await rest.update(`twilio.number ${hidden(number)}`, placeOf(walk, actual), form);
      } catch (error) {
        if (!(error instanceof SetupFailed)) throw error;
        const remedy =
          'Its calls go to Vapi until then: npm run setup -- --only twilio --apply, with the same stage.';
        throw new SetupFailed(error.what, error.message.slice(error.what.length + 2), remedy);
      }
    },
  };
}
