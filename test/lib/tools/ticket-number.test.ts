import { describe, expect, it } from 'vitest';
import { ticketNumberIn } from '../../../lib/tools/ticket-number.ts';

describe("A ticket's number", () => {
  it.each([
    ['4711', '4711'],
    [4711, '4711'],
    [0, '0'],
    ['0047', '0047'],
    ['#4711', '4711'],
    ['TICKET #4711', '4711'],
    ['ticket 47-11', '4711'],
    ['47 11', '4711'],
    ['47.11', '4711'],
    ['Ticket-4711', '4711'],
    ['Nr. 4711', '4711'],
    ['n° 4711', '4711'],
    ["it's 4711.", '4711'],
    ['the ticket is 4711, thank you', '4711'],
    ['I need 4711', '4711'],
    ['4711 for one person', '4711'],
    ['４７１１', '4711'],
    [['4711'], '4711'],
    [[4711], '4711'],
  ])('is found as it is written: %j', (argument, number) => {
    expect(ticketNumberIn(argument)).toBe(number);
  });

  it.each([
    ['T-4711', 'T-4711'],
    ['t-4711', 'T-4711'],
    ['T 4711', 'T4711'],
    ['AB dash 12', 'AB-12'],
    ['ab dash 12', 'AB-12'],
    ['AB – 12', 'AB-12'],
    ['AB_12', 'AB_12'],
    ['AB-12-34', 'AB-1234'],
    ['A B dash one two', 'AB-12'],
    ['INC0012345', 'INC0012345'],
    ['ticket inc 0012', 'INC0012'],
    ['please check T-4711', 'T-4711'],
    ['die Nummer ist AB Bindestrich 12', 'AB-12'],
    ['el AB guion 12', 'AB-12'],
    ['AB tiret 12', 'AB-12'],
    ['12B', '12B'],
    ['4711-A', '4711-A'],
    ['4711; DROP TABLE', '4711'],
  ])('keeps its letters, in upper case: %j', (argument, number) => {
    expect(ticketNumberIn(argument)).toBe(number);
  });

  it.each([
    ['four seven one one', '4711'],
    ['number forty seven eleven', '4711'],
    ['forty-seven, eleven', '4711'],
    ['double four seven', '447'],
    ["oh, it's four seven one one", '4711'],
    ['four oh one', '401'],
    ['zero zero four seven', '0047'],
    ['four seven and one one', '4711'],
    ['ticket four, please', '4'],
    ['I have one ticket, number 4711', '4711'],
    ['vier sieben eins eins', '4711'],
    ['siebenundvierzig elf', '4711'],
    ['ein Ticket mit der Nummer 4711', '4711'],
    ['cuatro siete uno uno', '4711'],
    ['cuarenta y siete once', '4711'],
    ['un ticket, el 4711', '4711'],
    ['quatre sept un un', '4711'],
    ['quarante-sept onze', '4711'],
    ['quatre-vingt-dix-sept', '97'],
    ['le numéro c’est 4711', '4711'],
  ])('is understood as it is said: %j', (argument, number) => {
    expect(ticketNumberIn(argument)).toBe(number);
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['ticket'],
    ['my printer'],
    ['4711 and 4712'],
    ['12 or 13'],
    [-5],
    [1.5],
    [1e21],
    [Number.NaN],
    [true],
    [['4711', '4712']],
    [[['4711']]],
    [{ ticket: '4711' }],
    ['1'.repeat(41)],
    [`4711${' '.repeat(100)}`],
  ])('is not in %j', (argument) => {
    expect(ticketNumberIn(argument)).toBeUndefined();
  });

  it.each([
    ['ticket one', '1'],
    ['ticket number four', '4'],
    ['my ticket number is one, please', '1'],
    ['number one', '1'],
    ['case two, thank you', '2'],
    ['request nine', '9'],
    ['ticket AB five', 'AB5'],
    ['AB dash five', 'AB-5'],
    ['one four', '14'],
    ['one and four', '14'],
    ['47 one', '471'],
    ['one 7 1 1', '1711'],
    ['Nummer eins', '1'],
    ['die Nummer ist fünf', '5'],
    ['Ticket vier bitte', '4'],
    ['Vorgang zwo', '2'],
    ['número uno', '1'],
    ['el caso tres, por favor', '3'],
    ['la referencia es dos', '2'],
    ['numéro un', '1'],
    ['dossier cinq s’il vous plaît', '5'],
    ['la référence est six', '6'],
  ])('may be one word behind what such numbers are called, or among others: %j', (argument, number) => {
    expect(ticketNumberIn(argument)).toBe(number);
  });

  it.each([
    ...[['one'], ['two'], ['the latest one'], ['the last one'], ['this one'], ['that one'], ['my open one']],
    ...[['the only one'], ['the other one'], ['the most recent one'], ['the second one'], ['the first one']],
    ...[['any one'], ['ANY ONE'], ['THE LATEST ONE'], ['no one'], ['my two tickets'], ['the first two']],
    ...[['the one I opened last week'], ['I have one'], ['one of my tickets'], ['I one']],
    ...[['the ticket is the one about my meter'], ['my ticket is two weeks old'], ['my case two weeks ago']],
    ...[['the number of the latest one'], ['ticket one week ago']],
    ...[['eins'], ['das eine'], ['nur eins'], ['mein einer'], ['die zwei'], ['eines von zwei']],
    ...[['una'], ['uno'], ['solo uno'], ['la una'], ['el uno'], ['los dos']],
    ...[['un'], ['une'], ['les deux'], ['une seule'], ['celui-là, un']],
  ])('is not a word with which one counts or points: %j', (argument) => {
    expect(ticketNumberIn(argument)).toBeUndefined();
  });

  it.each([
    ['the latest one 4711', '4711'],
    ['the one with the number 4711', '4711'],
    ['I have two tickets, number 4711', '4711'],
    ['das eine mit der Nummer 4711', '4711'],
    ['la una, la 4711', '4711'],
  ])('is the other one where such a word stands before it: %j', (argument, number) => {
    expect(ticketNumberIn(argument)).toBe(number);
  });
});
