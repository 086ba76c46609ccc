import type { Language } from '../language.ts';
import { COMMON } from './common.ts';
import { INTENTS } from './intents.ts';
import { MENU } from './menu.ts';
import { QUESTIONS } from './questions.ts';
import { SECRETS } from './secrets.ts';
import { AROUND } from './wish-around.ts';
import { ASKING } from './wish-asking.ts';
import { HUMAN } from './wish-human.ts';

export const ENGLISH: Language = {
  wish: { ...ASKING, ...HUMAN, ...AROUND },
  namesOfTexts:
    'button option link menu press pressed click clicked type typed word words phrase sign title text message letter email named called labelled labeled',
  menu: MENU,
  intent: INTENTS,
  question: QUESTIONS,
  secrets: SECRETS,
  common: COMMON,
  elided: '',
};
