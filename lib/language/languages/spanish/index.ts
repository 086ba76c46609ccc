import type { Language } from '../language.ts';
import { COMMON } from './common.ts';
import { INTENTS } from './intents.ts';
import { MENU } from './menu.ts';
import { QUESTIONS } from './questions.ts';
import { SECRETS } from './secrets.ts';
import { AROUND } from './wish-around.ts';
import { ASKING } from './wish-asking.ts';
import { HUMAN } from './wish-human.ts';

export const SPANISH: Language = {
  wish: { ...ASKING, ...HUMAN, ...AROUND },
  namesOfTexts: 'boton opcion mensaje carta letrero palabra',
  menu: MENU,
  intent: INTENTS,
  question: QUESTIONS,
  secrets: SECRETS,
  common: COMMON,
  elided: '',
};
