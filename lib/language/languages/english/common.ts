import type { CommonWords } from '../language.ts';

export const COMMON: CommonWords = {
  code: 'en',
  words: `i you he she it we they him us them my your his her our their mine yours myself yourself the this that these
    those there here is are was were be been being am do does did doing done dont doesnt didnt have has had
    having havent can could would should will must may might cant couldnt wouldnt shouldnt wont isnt wasnt arent
    'm 's 'll 've 're 't 'd im ive id ill youre youve its thats whats theres lets and or but because if then
    than so as of to in on at for from with without about into over after before by up out off down again still
    just only even also too very really already yet now today tomorrow yesterday what which who whose when where
    why how much many more most some any every each all both other another something anything nothing someone
    anyone somebody anybody nobody everything not never always want need like know think say said tell told get
    got give make take come go going see look find ask call called calling talk talking speak speaking help work
    works working wait waiting pay paid send sent question refund cancel cost open close closed broken hear
    understand slower bit problem monday tuesday wednesday thursday friday saturday sunday english charged order
    bill invoice account money back number name last first next old right wrong person people human agent
    customer day week month year time thing way days weeks months hours minutes one two between since until
    while whether trying tried keep keeps wanted needed`,
  weak: `yes yeah no ok okay hello hi hey bye goodbye please thanks thank sorry sir mr mrs miss well sure fine perfect
    great good morning afternoon evening street road`,
};
