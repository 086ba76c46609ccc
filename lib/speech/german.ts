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
    waiting: 'Ich bin noch dabei, jemanden aus unserem Team für Sie zu holen. Danke, dass Sie warten.',
    enough:
      'Es tut mir leid, ich habe in diesem Gespräch schon mehrmals versucht, jemanden aus unserem Team zu erreichen, und kann es nicht noch einmal versuchen. Ich kann Ihnen selbst weiterhelfen oder einen Rückruf notieren.',
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
      'Es tut mir leid, dieses Gespräch kann nicht fortgesetzt werden. Bitte rufen Sie noch einmal an. Auf Wiederhören.',
    expired: 'Diese Anfrage ist nicht mehr gültig. Auf Wiederhören.',
  },
  assistant: {
    hello: 'Guten Tag, wie kann ich Ihnen helfen?',
    greeting: 'Danke für Ihren Anruf. Wie kann ich Ihnen helfen?',
    greetingOf: 'Danke für Ihren Anruf bei {company}. Wie kann ich Ihnen helfen?',
    resumed: 'Entschuldigung, wir wurden unterbrochen. Machen wir da weiter, wo wir waren?',
    mayBeRecorded: 'Dieses Gespräch kann aufgezeichnet werden.',
    calling: 'Guten Tag, hier spricht der KI-Assistent von {company}.',
    haveAMoment: 'Haben Sie einen Moment Zeit?',
    moment: 'Einen Moment, bitte.',
    momentLonger: 'Noch einen Moment.',
    stillHere: 'Ich bin noch für Sie da.',
    goodbye: 'Danke für Ihren Anruf. Auf Wiederhören.',
    goodbyeToCalled: 'Danke für Ihre Zeit. Auf Wiederhören.',
  },
  desk: {
    nobody:
      'Es tut mir leid, im Moment kann niemand Ihren Anruf annehmen. Bitte rufen Sie etwas später noch einmal an. Auf Wiederhören.',
    manyCalls: {
      callback:
        'Es tut mir leid, im Moment kommen mehr Anrufe herein, als wir annehmen können. Wir haben Ihre Nummer notiert und rufen Sie zurück. Auf Wiederhören.',
      no_number:
        'Es tut mir leid, im Moment kommen mehr Anrufe herein, als wir annehmen können. Bitte rufen Sie etwas später noch einmal an. Auf Wiederhören.',
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
        'Die Übergabe ist beendet: Niemand aus dem Team war frei. Die anrufende Person weiß es schon. Helfen Sie weiter; bieten Sie einen Rückruf an, und rufen Sie request_callback auf, wenn einer gewünscht wird.',
      bridge_failed:
        'Die Übergabe ist beendet: Der Anruf konnte nicht verbunden werden. Die anrufende Person weiß es schon. Helfen Sie weiter; bieten Sie einen Rückruf an, und rufen Sie request_callback auf, wenn einer gewünscht wird.',
      task_failed:
        'Die Übergabe ist beendet: Niemand aus dem Team konnte gefragt werden. Die anrufende Person weiß es schon. Helfen Sie weiter; bieten Sie einen Rückruf an, und rufen Sie request_callback auf, wenn einer gewünscht wird.',
      canceled: 'Die Übergabe wurde zurückgenommen. Helfen Sie weiter.',
      transferred: 'Der Anruf wurde an jemanden aus dem Team weitergegeben.',
      completed: 'Das Gespräch mit jemandem aus dem Team hat stattgefunden.',
      caller_left: 'Die anrufende Person hat aufgelegt.',
    },
    enough:
      'In diesem Gespräch kann niemand mehr geholt werden: Es wurde so oft versucht, wie es geht. Die anrufende Person weiß es schon. Helfen Sie weiter; bieten Sie einen Rückruf an, und rufen Sie request_callback auf, wenn einer gewünscht wird.',
    simpler:
      'Sie werden immer wieder unterbrochen. Antworten Sie ab jetzt in ein oder zwei kurzen Sätzen mit einfachen Worten, eines nach dem anderen, und machen Sie Pausen, damit die anrufende Person sprechen kann.',
    nobodyThere:
      'Die anrufende Person braucht jemanden aus dem Team, aber gerade ist niemand da. Sagen Sie dies mit eigenen Worten und helfen Sie weiter: {sentence}',
    onlyInACall:
      'Das geht nur in einem Telefongespräch, und dies ist ein Chat: Es wurde nichts getan. Sagen Sie der Person, dass sie uns anrufen soll, wenn sie mit jemandem aus dem Team sprechen möchte.',
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
    saidToBe: 'eine Person, die sich {name} nennt,',
    departments: { sales: 'den Vertrieb', support: 'den Kundendienst', billing: 'die Abrechnung' },
    extract: 'Auszug aus den Worten der anrufenden Person:',
    rules: {
      'asked-for-human': 'Die anrufende Person möchte mit einem Menschen sprechen: „{words}“',
      interruptions: 'Die anrufende Person hat den Assistenten {times}-mal unterbrochen',
      'tool-failures': 'Die Werkzeuge des Assistenten haben {times}-mal nacheinander versagt',
      'repeated-question': 'Die anrufende Person hat {times}-mal dieselbe Frage gestellt: „{words}“',
      'unclear-intent': 'Es ist noch unklar, worum es geht; Rückfragen bisher: {times}',
    },
    incomplete: 'Nach dem Gespräch fehlen Pflichtangaben',
  },
  tools: {
    escalate_to_human: {
      failed: 'Es tut mir leid, ich erreiche unser Team im Moment nicht. Ich helfe Ihnen selbst weiter.',
    },
    route_call: { failed: 'Es tut mir leid, dann helfe ich Ihnen gleich selbst weiter.' },
    cancel_handoff: {
      takenBack: 'In Ordnung, ich habe unserem Team Bescheid gegeben, dass niemand mehr gebraucht wird.',
      nobodyFetched: 'Es wird niemand mehr geholt, wir machen also zusammen weiter.',
      askedSince: 'Es wird jemand aus unserem Team geholt, weil Sie in der Zwischenzeit darum gebeten haben.',
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
        'Jemand aus unserem Team kümmert sich schon um Ihren Rückruf, und es bleibt dabei: unter der Nummer mit den Endziffern {digits}.',
      enough:
        'Für die Nummer mit den Endziffern {digits} sind schon so viele Rückrufe notiert, wie an einem Tag möglich sind. Sie bleiben bestehen, und vor morgen kann ich keinen weiteren notieren.',
      failed: 'Es tut mir leid, ich konnte den Rückruf nicht notieren. Bitte sagen Sie es mir noch einmal.',
    },
    do_not_call: {
      listed: 'Ich habe es vermerkt: Unter dieser Nummer rufen wir nicht mehr an.',
      withheld:
        'Ich sehe nicht, mit welcher Nummer wir verbunden sind, und kann es deshalb nicht vermerken. Bitte rufen Sie uns von diesem Telefon noch einmal mit Rufnummer an, oder lassen Sie es jemanden aus unserem Team vermerken.',
      failed:
        'Es tut mir leid, ich konnte es nicht vermerken, unter dieser Nummer könnte also noch angerufen werden. Bitte sagen Sie es mir noch einmal.',
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
