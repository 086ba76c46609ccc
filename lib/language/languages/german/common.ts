import type { CommonWords } from '../language.ts';

export const COMMON: CommonWords = {
  code: 'de',
  words: `ich du er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen sich man mein meine meinen meinem meiner
    meines dein deine ihre ihren ihrem ihrer ihres unser unsere unseren euer die das dem des ein eine einen
    einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen diesem jene jeder jede jedes
    alle alles bin bist ist sind seid war waren wird werden wurde wurden worden sein gewesen habe hast hat haben
    hatte hatten gehabt hab kann kannst konnen konnt konnte konnten koennen koennte muss musst mussen mussten
    soll sollen sollte sollten will willst wollen wollte mochte mochten moechte darf durfen mach mache macht
    machen gemacht geht gehen ging gegangen gibt geben gegeben kommt kommen gekommen sagt sagen gesagt sage
    weiss wissen brauche braucht brauchen rufe ruft rufen angerufen anrufen sprechen spreche spricht reden
    gesprochen verbinden hilft helfen hilfe warte warten gewartet bezahlt bezahlen zahlen bekommen bekomme
    funktioniert kundigen andern und oder aber weil wenn dass ob denn als wie wo was wer wen wem warum wieso
    wann welche welcher welches wieviel nicht nichts nie niemals niemand jemand jemanden etwas auch noch schon
    nur sehr mehr wieder immer zu zur mit bei beim aus nach fur fuer auf an am im in ins um uber ueber unter vor
    seit bis durch ohne gegen hier da dort jetzt heute morgen gestern dann also so mal doch eigentlich leider
    gerade einfach rechnung bestellung vertrag konto geld mitarbeiter mensch menschen person leute problem frage
    nummer name fragen ausgefallen kaputt stimmt offnen geoffnet stunde stunden kostet reicht sofort verstehe
    verstehen montag dienstag mittwoch donnerstag freitag samstag sonntag deutsch englisch tag tage woche wochen
    monat monate jahr jahre uhr zweimal einmal falsch richtig neu neue neuen`,
  weak: `ja nein hallo danke dank bitte guten gut herr frau tschuss wiederhoren wiedersehen genau okay ok klar tut leid
    von der den vom zum strasse`,
};
