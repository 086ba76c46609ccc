import type { MenuWords } from '../language.ts';

/** What machines say that answer a call, and the keys of a telephone. */
export const MENU: MenuWords = {
  own: 'i id im ive ill me my mine myself gimme lemme wanna',
  press: [
    'press|pressing|dial|dialing|hit|touch|push|punch|tap|key|enter|select|choose|pick|use',
    'type|key in',
    'option|options',
  ],
  key: 'zero oh one two three four five six seven eight nine star asterisk pound hash key keys button buttons digit digits number extension option',
  say: ['say|saying', 'tell me'],
  notSaid: 'that it so what again hello something nothing this hi to',
  stay: [
    'stay|remain|staying|remaining|wait|hold on the? line',
    'hold the line',
    'please|must|to|and|or|continue hold|holding|wait',
    'hold|wait for the? next|first|an|a',
    'leave|record your|a|us|me|him|her|detailed? name|message',
    'at|after|following|wait|for|until the tone|beep|signal',
  ],
};
