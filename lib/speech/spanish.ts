import type { Speech } from './speech.ts';

const BUSY =
  'Lo siento, en este momento todo nuestro equipo está ocupado. Puedo seguir ayudándole yo, o tomar nota para que le devuelvan la llamada.';
const SORRY = 'Lo siento, ahora mismo no he podido pasarle con nadie del equipo. Sigo yo con usted.';

/** The part of the day, where the hour alone can be two of them; the morning goes without saying. */
function partOfDay(hour: number): string {
  if (hour < 6) return ' de la madrugada';
  if (hour < 12) return '';
  if (hour === 12) return ' del mediodía';
  return hour < 20 ? ' de la tarde' : ' de la noche';
}

const QUARTERS: Readonly<Record<number, string>> = { 0: '', 15: ' y cuarto', 30: ' y media' };

function at(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  const past = minutes % 60;
  if (hour === 24) return 'a las 12 de la noche';
  if (hour === 0) return past === 0 ? 'a las 0 horas' : `a las 0 horas y ${past} minutos`;
  const said = hour > 12 ? hour - 12 : hour;
  const minute = QUARTERS[past] ?? ` y ${past}`;
  return `${said === 1 ? 'a la' : 'a las'} ${said}${minute}${partOfDay(hour)}`;
}

/** What we say in Spanish. */
export const speech: Speech = {
  readAs: 'es-ES',
  toCaller: {
    busy: BUSY,
    sorry: SORRY,
    connecting: 'Voy a buscar a una persona de nuestro equipo que le atienda. Por favor, no cuelgue.',
    waiting: 'Sigo buscando a una persona de nuestro equipo que le atienda. Gracias por esperar.',
    enough:
      'Lo siento, en esta llamada ya he intentado varias veces pasarle con una persona de nuestro equipo y no puedo volver a intentarlo. Puedo seguir ayudándole, o anotar que le devuelvan la llamada.',
    joining: 'Ya hay una persona de nuestro equipo para atenderle. Le paso ahora mismo.',
    beingJoined:
      'Una persona de nuestro equipo acaba de aceptar su llamada y le estamos conectando. Por favor, no cuelgue.',
    notFromHere:
      'Lo siento, desde aquí no puedo pasarle con nadie del equipo. Puedo seguir ayudándole yo, o tomar nota para que le devuelvan la llamada.',
    notDirectly:
      'No puedo pasarle directamente, pero voy a buscar a una persona de nuestro equipo que le atienda. Por favor, no cuelgue.',
    closed:
      'Lo siento, en este momento no hay nadie de nuestro equipo disponible. Puedo seguir ayudándole yo, o tomar nota para que le devuelvan la llamada.',
    closedUntil:
      'Lo siento, en este momento no hay nadie de nuestro equipo disponible. Volvemos {when}. Puedo seguir ayudándole yo, o tomar nota para que le devuelvan la llamada.',
    holding: 'Gracias por su espera. Un momento, por favor.',
    inQueue:
      'En breve le atenderá una persona de nuestro equipo. Por favor, no cuelgue, o pulse asterisco para volver con el asistente.',
    placeInQueue: 'Su turno en la cola es el número {place}.',
    sorryGoodbye: 'Lo siento, ahora mismo no he podido pasarle con nadie del equipo. Adiós.',
    unknownCall: 'Lo siento, esta llamada no puede continuar. Por favor, vuelva a llamar. Adiós.',
    expired: 'Esta solicitud ya no está disponible. Adiós.',
  },
  assistant: {
    hello: 'Hola, ¿en qué puedo ayudarle?',
    greeting: 'Gracias por llamar. ¿En qué puedo ayudarle?',
    greetingOf: 'Gracias por llamar a {company}. ¿En qué puedo ayudarle?',
    resumed: 'Disculpe, se ha cortado la llamada. ¿Seguimos donde estábamos?',
    mayBeRecorded: 'Esta llamada puede ser grabada.',
    calling: 'Hola, le habla el asistente de inteligencia artificial de {company}.',
    haveAMoment: '¿Tiene un momento?',
    moment: 'Un momento, por favor.',
    momentLonger: 'Un momento más.',
    stillHere: 'Sigo aquí con usted.',
    goodbye: 'Gracias por llamar. Adiós.',
    goodbyeToCalled: 'Gracias por su tiempo. Adiós.',
  },
  desk: {
    nobody:
      'Lo siento, en este momento nadie puede atender su llamada. Por favor, vuelva a llamar un poco más tarde. Adiós.',
    manyCalls: {
      callback:
        'Lo siento, ahora mismo recibimos más llamadas de las que podemos atender. Hemos anotado su número y le devolveremos la llamada. Adiós.',
      no_number:
        'Lo siento, ahora mismo recibimos más llamadas de las que podemos atender. Por favor, vuelva a llamar un poco más tarde. Adiós.',
    },
    inQueue: 'En breve le atenderá una persona de nuestro equipo. Por favor, no cuelgue.',
    question: '¿De qué se trata, en pocas palabras?',
  },
  welcomeBack: {
    no_agent: BUSY,
    bridge_failed: SORRY,
    task_failed: SORRY,
    canceled: 'De acuerdo, vuelvo a estar con usted. ¿En qué puedo ayudarle?',
    transferred: 'Vuelvo a estar con usted. ¿Puedo ayudarle en algo más?',
    completed: 'Su conversación con nuestro equipo ha terminado. ¿Puedo ayudarle en algo más?',
    caller_left: SORRY,
  },
  goodbye: {
    callback:
      'Lo siento, en este momento todo nuestro equipo está ocupado. Hemos anotado su número y le devolveremos la llamada. Adiós.',
    no_number:
      'Lo siento, en este momento todo nuestro equipo está ocupado. Por favor, vuelva a llamarnos un poco más tarde. Adiós.',
  },
  toAssistant: {
    ended: {
      no_agent:
        'El traspaso ha terminado: no había ninguna persona libre para atender. Quien llama ya lo sabe. Siga ayudando; ofrezca que le devuelvan la llamada, y use request_callback si lo acepta.',
      bridge_failed:
        'El traspaso ha terminado: no se ha podido conectar la llamada con una persona del equipo. Quien llama ya lo sabe. Siga ayudando; ofrezca que le devuelvan la llamada, y use request_callback si lo acepta.',
      task_failed:
        'El traspaso ha terminado: no se ha podido avisar a nadie del equipo. Quien llama ya lo sabe. Siga ayudando; ofrezca que le devuelvan la llamada, y use request_callback si lo acepta.',
      canceled: 'El traspaso se ha anulado. Siga ayudando a quien llama.',
      transferred: 'La llamada se ha pasado a una persona del equipo.',
      completed: 'Quien llama ha hablado con una persona del equipo.',
      caller_left: 'Quien llamaba ha colgado.',
    },
    enough:
      'En esta llamada ya no se puede avisar a nadie más del equipo: se ha intentado todas las veces posibles. Quien llama ya lo sabe. Siga ayudando; ofrezca que le devuelvan la llamada, y use request_callback si lo acepta.',
    simpler:
      'Quien llama le interrumpe una y otra vez. A partir de ahora responda con una o dos frases cortas y palabras sencillas, una cosa cada vez, y haga pausas para que pueda hablar.',
    nobodyThere:
      'Quien llama necesita hablar con una persona, pero ahora no hay nadie. Dígale esto con sus propias palabras y siga ayudando: {sentence}',
    onlyInACall:
      'Esto solo funciona en una llamada telefónica, y esto es un chat: no se ha hecho nada. Diga a la persona que nos llame si quiere hablar con alguien del equipo.',
    unknownTool: 'No existe ninguna herramienta con ese nombre.',
    cannotBeKept: 'Esto no se puede guardar ({reason}).',
    controlUrlRefused: 'La dirección de control de la llamada no está permitida ({reason}).',
    notJson: 'Los argumentos no son JSON.',
    notAnObject: 'Los argumentos no son un objeto.',
  },
  toAgent: {
    ended: {
      'caller-left': 'La persona que llamaba ha colgado. Gracias.',
      over: 'La llamada ha terminado. Gracias.',
      'not-joined': 'No se ha podido conectar la llamada. Gracias.',
    },
    declined: 'Gracias. Avisaremos a otra persona.',
    keys: 'Pulse 1 para atender la llamada, o 2 para rechazarla.',
    someoneWaits: 'Hay una persona esperando en línea.',
    putThrough: 'El asistente le pasa una llamada.',
    briefing: 'El asistente tiene en línea a {who}.',
    briefingFor: 'El asistente tiene en línea a {who}, para {department}.',
    somebody: 'una persona',
    saidToBe: 'una persona que dice llamarse {name}',
    departments: { sales: 'ventas', support: 'asistencia', billing: 'facturación' },
    extract: 'Extracto de las palabras de quien llama:',
    rules: {
      'asked-for-human': 'Quien llama ha pedido hablar con una persona: “{words}”',
      interruptions: 'Interrupciones de quien llama al asistente: {times}',
      'tool-failures': 'Fallos seguidos de las herramientas del asistente: {times}',
      'repeated-question': 'Quien llama ha hecho {times} veces la misma pregunta: “{words}”',
      'unclear-intent':
        'Todavía no está claro qué quiere quien llama; preguntas hechas para aclararlo: {times}',
    },
    incomplete: 'Faltan datos obligatorios después de la llamada',
  },
  tools: {
    escalate_to_human: {
      failed:
        'Lo siento, en este momento no consigo contactar con nuestro equipo. Permítame seguir ayudándole yo.',
    },
    route_call: { failed: 'Lo siento, entonces le ayudo yo directamente.' },
    cancel_handoff: {
      takenBack: 'De acuerdo, he avisado a nuestro equipo de que ya no hace falta.',
      nobodyFetched: 'Ya no se está buscando a nadie del equipo, así que sigo yo con usted.',
      askedSince: 'Se está buscando a una persona del equipo, porque lo ha vuelto a pedir.',
      failed: 'Lo siento, no he podido anularlo. Puede que alguien del equipo entre todavía en la llamada.',
    },
    request_callback: {
      'no-number':
        'No tengo ningún número para devolverle la llamada. ¿A qué número le llamamos, con el prefijo del país?',
      'bad-number':
        'Ese número de teléfono no parece completo. ¿A qué número le llamamos, con el prefijo del país?',
      costly:
        'Nuestro equipo no puede llamar a ese tipo de número. ¿A qué otro número le llamamos, con el prefijo del país?',
      abroad:
        'Nuestro equipo no puede llamar a ese país. ¿A qué otro número le llamamos, con el prefijo del país?',
      noted: 'He anotado que le devuelvan la llamada al número que termina en {digits}.',
      notedFor:
        'He anotado que le devuelvan la llamada al número que termina en {digits}. El momento que prefiere: {when}.',
      standing:
        'Una persona del equipo ya se ocupa de devolverle la llamada, y todo queda como estaba: al número que termina en {digits}.',
      enough:
        'Ya hay llamadas anotadas al número que termina en {digits}, tantas como se admiten en un día. Siguen en pie, y hasta mañana no puedo añadir otra.',
      failed: 'Lo siento, no he podido anotar la llamada. Por favor, pídamelo otra vez.',
    },
    do_not_call: {
      listed: 'Queda anotado: no volveremos a llamar a este número.',
      withheld:
        'No veo con qué número estamos hablando, así que no puedo anotarlo. Por favor, llámenos otra vez desde ese teléfono sin ocultar el número, o pida a alguien del equipo que lo anote.',
      failed:
        'Lo siento, no he podido anotarlo, así que todavía se podría llamar a este número. Por favor, dígamelo otra vez.',
    },
  },
  time: {
    today: 'hoy {at}',
    tomorrow: 'mañana {at}',
    onDay: 'el {day} {at}',
    days: ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'],
    at,
  },
};
