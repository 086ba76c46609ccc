import type { MenuWords } from '../language.ts';

/** What machines say that answer a call, and the keys of a telephone. */
export const MENU: MenuWords = {
  own: 'yo me mi conmigo quiero quisiera querria necesito deseo prefiero exijo puedo podria debo tengo dame deme paseme pasame pongame ponme comuniqueme comunicame conecteme transfierame permitame dejeme dejame',
  press: [
    'marque|marca|márquela|márquelo|marcar|oprima|oprime|oprimir|pulse|pulsa|pulsar|presione|presiona|presionar|digite|digita|digitar|teclee|teclear|apriete|toque|seleccione|elija|introduzca',
  ],
  key: 'cero uno dos tres cuatro cinco seis siete ocho nueve asterisco estrella almohadilla numeral gato tecla teclas opcion numero extension boton',
  say: ['diga|decir|pronuncie'],
  notSaid: 'que lo la le me eso esto algo nada',
  stay: [
    'permanezca|manténgase|mantenga|espere|aguarde|quédese|continúe en|al la? línea|teléfono|aparato',
    'espere|aguarde para|a',
    'por favor espere|aguarde',
    'no cuelgue',
    'deje|grabe su|un|el mensaje|nombre',
    'después|tras|escuche|oiga de? la|el señal|tono|pitido',
  ],
};
