import type { Speech } from './speech.ts';

const BUSY =
  'Es tut mir leid, im Moment sind alle aus unserem Team im Gespräch. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf für Sie notieren.';
const SORRY = 'Es tut mir leid, ich konnte Sie gerade nicht verbinden. Wir machen zusammen weiter.';

function at(minutes: number): string {
  const past = minutes % 60;
  return `um ${Math.floor(minutes / 60)} Uhr${past === 0 ? '' : ` ${past}`}`;
}

/** What we say in German. */
export const speech: Speech = {
  readAs: 'de-DE',
  toCaller: {
    busy: BUSY,
    sorry: SORRY,
    connecting: 'Ich hole jetzt jemanden aus unserem Team für Sie. Bitte bleiben Sie dran.',
    waiting: 'Ich hole noch immer jemanden aus unserem Team für Sie. Danke, dass Sie warten.',
    enough:
      'Es tut mir leid, ich habe in diesem Gespräch schon mehrmals versucht, jemanden aus dem Team zu erreichen, und kann es nicht noch einmal versuchen. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf notieren.',
    joining: 'Jemand aus unserem Team ist jetzt für Sie da. Ich verbinde Sie.',
    beingJoined:
      'Jemand aus unserem Team hat Ihren Anruf gerade angenommen und wird mit Ihnen verbunden. Bitte bleiben Sie dran.',
    notFromHere:
      'Es tut mir leid, von hier aus kann ich Sie mit niemandem verbinden. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf für Sie notieren.',
    notDirectly:
      'Ich kann Sie nicht direkt verbinden, aber ich hole jetzt jemanden aus unserem Team für Sie. Bitte bleiben Sie dran.',
    closed:
      'Es tut mir leid, im Moment ist niemand aus unserem Team da. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf für Sie notieren.',
    closedUntil:
      'Es tut mir leid, im Moment ist niemand aus unserem Team da. Wir sind {when} wieder da. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf für Sie notieren.',
    holding: 'Danke für Ihre Geduld. Einen Moment, bitte.',
    inQueue:
      'Gleich ist jemand aus unserem Team für Sie da. Bitte bleiben Sie dran, oder drücken Sie die Sterntaste, um zum Assistenten zurückzukehren.',
    placeInQueue: 'Sie sind auf Platz {place} in der Warteschlange.',
    sorryGoodbye: 'Es tut mir leid, ich konnte Sie gerade nicht verbinden. Auf Wiederhören.',
    unknownCall:
      'Es tut mir leid, dieses Gespräch kann nicht weitergehen. Bitte rufen Sie noch einmal an. Auf Wiederhören.',
    expired: 'Diese Anfrage ist nicht mehr bekannt. Auf Wiederhören.',
  },
  desk: {
    nobody:
      'Es tut mir leid, im Moment kann niemand Ihren Anruf annehmen. Bitte rufen Sie etwas später noch einmal an. Auf Wiederhören.',
    manyCalls: {
      callback:
        'Es tut mir leid, im Moment rufen mehr Menschen an, als wir annehmen können. Wir haben Ihre Nummer notiert und rufen Sie zurück. Auf Wiederhören.',
      no_number:
        'Es tut mir leid, im Moment rufen mehr Menschen an, als wir annehmen können. Bitte rufen Sie etwas später noch einmal an. Auf Wiederhören.',
    },
    inQueue: 'Gleich ist jemand aus unserem Team für Sie da. Bitte bleiben Sie dran.',
    question: 'Worum geht es, in wenigen Worten?',
  },
  welcomeBack: {
    no_agent: BUSY,
    bridge_failed: SORRY,
    task_failed: SORRY,
    canceled: 'In Ordnung, ich bin wieder für Sie da. Wie kann ich Ihnen helfen?',
    transferred: 'Ich bin wieder für Sie da. Kann ich sonst noch etwas für Sie tun?',
    completed: 'Ihr Gespräch mit unserem Team ist beendet. Kann ich sonst noch etwas für Sie tun?',
    caller_left: SORRY,
  },
  goodbye: {
    callback:
      'Es tut mir leid, im Moment sind alle aus unserem Team im Gespräch. Wir haben Ihre Nummer notiert und rufen Sie zurück. Auf Wiederhören.',
    no_number:
      'Es tut mir leid, im Moment sind alle aus unserem Team im Gespräch. Bitte rufen Sie uns etwas später noch einmal an. Auf Wiederhören.',
  },
  toAssistant: {
    ended: {
      no_agent:
        'Die Übergabe ist beendet: Es war kein Mensch frei. Das ist schon gesagt worden. Hilf weiter; biete einen Rückruf an, und rufe request_callback auf, wenn einer gewünscht wird.',
      bridge_failed:
        'Die Übergabe ist beendet: Der Anruf konnte nicht verbunden werden. Das ist schon gesagt worden. Hilf weiter; biete einen Rückruf an, und rufe request_callback auf, wenn einer gewünscht wird.',
      task_failed:
        'Die Übergabe ist beendet: Ein Mensch konnte nicht angefragt werden. Das ist schon gesagt worden. Hilf weiter; biete einen Rückruf an, und rufe request_callback auf, wenn einer gewünscht wird.',
      canceled: 'Die Übergabe wurde zurückgenommen. Hilf weiter.',
      transferred: 'Der Anruf wurde an einen Menschen weitergegeben.',
      completed: 'Das Gespräch mit einem Menschen hat stattgefunden.',
      caller_left: 'Der Anruf wurde von der anderen Seite beendet.',
    },
    enough:
      'In diesem Gespräch kann niemand mehr geholt werden: Es wurde so oft versucht, wie es geht. Das ist schon gesagt worden. Hilf weiter; biete einen Rückruf an, und rufe request_callback auf, wenn einer gewünscht wird.',
    simpler:
      'Du wirst immer wieder unterbrochen. Antworte ab jetzt in ein oder zwei kurzen Sätzen mit einfachen Worten, eines nach dem anderen, und mach Pausen, damit die andere Seite sprechen kann.',
    nobodyThere:
      'Am Telefon wird ein Mensch gebraucht, aber gerade ist keiner da. Sage dies mit eigenen Worten und hilf weiter: {sentence}',
    unknownTool: 'Es gibt kein Werkzeug mit diesem Namen.',
    cannotBeKept: 'Das kann nicht gespeichert werden ({reason}).',
    controlUrlRefused: 'Die Steueradresse des Anrufs ist nicht erlaubt ({reason}).',
    notJson: 'Die Argumente sind kein JSON.',
    notAnObject: 'Die Argumente sind kein Objekt.',
  },
  toAgent: {
    ended: {
      'caller-left': 'Am anderen Ende wurde aufgelegt. Danke.',
      over: 'Das Gespräch ist beendet. Danke.',
      'not-joined': 'Der Anruf konnte nicht verbunden werden. Danke.',
    },
    declined: 'Danke. Es wird jemand anderes gefragt.',
    keys: 'Drücken Sie die 1, um den Anruf anzunehmen, oder die 2, um ihn abzulehnen.',
    someoneWaits: 'In der Leitung wartet jemand.',
    putThrough: 'Sie bekommen einen Anruf vom Assistenten.',
    briefing: 'Der Assistent hat {who} in der Leitung.',
    briefingFor: 'Der Assistent hat {who} in der Leitung, für {department}.',
    somebody: 'jemanden',
    departments: { sales: 'Vertrieb', support: 'Kundendienst', billing: 'Rechnungen' },
    extract: 'Auszug aus dem, was am Telefon gesagt wurde:',
  },
  tools: {
    escalate_to_human: {
      failed: 'Es tut mir leid, ich erreiche unser Team im Moment nicht. Ich helfe Ihnen selbst weiter.',
    },
    route_call: { failed: 'Es tut mir leid, dann helfe ich Ihnen gleich selbst weiter.' },
    cancel_handoff: {
      takenBack: 'In Ordnung, ich habe unserem Team Bescheid gegeben, dass es nicht mehr gebraucht wird.',
      nobodyFetched: 'Es wird niemand mehr geholt, wir machen also zusammen weiter.',
      askedSince: 'Es wird jemand aus unserem Team geholt, weil Sie seitdem darum gebeten haben.',
      failed:
        'Es tut mir leid, ich konnte das nicht zurücknehmen. Es kann sein, dass noch jemand aus unserem Team dazukommt.',
    },
    request_callback: {
      'no-number':
        'Ich habe keine Nummer für den Rückruf. Welche Nummer sollen wir anrufen, mit der Landesvorwahl?',
      'bad-number':
        'Das scheint keine vollständige Telefonnummer zu sein. Welche Nummer sollen wir anrufen, mit der Landesvorwahl?',
      costly:
        'Solche Nummern können wir nicht zurückrufen. Welche andere Nummer sollen wir anrufen, mit der Landesvorwahl?',
      abroad:
        'In dieses Land können wir nicht zurückrufen. Welche andere Nummer sollen wir anrufen, mit der Landesvorwahl?',
      noted: 'Ich habe den Rückruf unter der Nummer mit den Endziffern {digits} notiert.',
      notedFor:
        'Ich habe den Rückruf unter der Nummer mit den Endziffern {digits} notiert. Ihr Wunschtermin: {when}.',
      standing:
        'Jemand aus unserem Team kümmert sich schon um den Rückruf, und es bleibt, wie es war: unter der Nummer mit den Endziffern {digits}.',
      enough:
        'Für die Nummer mit den Endziffern {digits} sind schon so viele Rückrufe notiert, wie an einem Tag möglich sind. Sie bleiben bestehen, und vor morgen kann ich keinen weiteren notieren.',
      failed: 'Es tut mir leid, ich konnte den Rückruf nicht notieren. Bitte sagen Sie es mir noch einmal.',
    },
  },
  time: {
    today: 'heute {at}',
    tomorrow: 'morgen {at}',
    onDay: 'am {day} {at}',
    days: ['Sonntag', 'Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag'],
    at,
  },
};
