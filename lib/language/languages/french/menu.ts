import type { MenuWords } from '../language.ts';

/** What machines say that answer a call, and the keys of a telephone. */
export const MENU: MenuWords = {
  own: 'je j me m moi mon ma mes',
  press: [
    'tapez|taper|appuyez|appuyer|composez|composer|pressez|enfoncez|sélectionnez|sélectionner|choisissez|entrez|saisissez',
    'faites le|la|l',
  ],
  key: 'zero un deux trois quatre cinq six sept huit neuf etoile diese touche touches chiffre numero poste',
  say: ['dites|dire|prononcez'],
  notSaid: 'que lui moi me le la les ca a au',
  stay: [
    'restez|rester|patientez|demeurez en|au ligne|téléphone|bout',
    'ne quittez pas',
    'veuillez patienter',
    'merci de patienter',
    'patientez',
    'laissez|enregistrez un|votre|nous|moi message|nom',
    'après|au le? bip|signal',
  ],
};
