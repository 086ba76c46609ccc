import type { Speech } from './speech.ts';

const BUSY =
  'Je regrette, toute notre équipe est en ligne pour le moment. Je peux continuer à vous aider, ou noter une demande de rappel.';
const SORRY = "Je regrette, je n'ai pas pu vous mettre en relation avec notre équipe. Continuons ensemble.";

function at(minutes: number): string {
  const hour = Math.floor(minutes / 60);
  const past = minutes % 60;
  if (past === 0 && hour === 12) return 'à midi';
  if (past === 0 && hour === 24) return 'à minuit';
  return `à ${hour} ${hour < 2 ? 'heure' : 'heures'}${past === 0 ? '' : ` ${past}`}`;
}

/** What we say in French. */
export const speech: Speech = {
  readAs: 'fr-FR',
  toCaller: {
    busy: BUSY,
    sorry: SORRY,
    connecting: 'Je contacte une personne de notre équipe. Merci de rester en ligne.',
    waiting: 'Je cherche toujours une personne de notre équipe pour vous. Merci de votre patience.',
    enough:
      "Je regrette, j'ai déjà essayé plusieurs fois de joindre une personne de notre équipe pendant cet appel, et je ne peux pas réessayer. Je peux continuer à vous aider, ou noter une demande de rappel.",
    joining: 'Une personne de notre équipe est là pour vous. Je vous la passe tout de suite.',
    beingJoined:
      'Une personne de notre équipe vient de prendre votre appel, nous vous mettons en relation. Merci de rester en ligne.',
    notFromHere:
      "Je regrette, d'ici je ne peux pas vous mettre en relation avec notre équipe. Je peux continuer à vous aider, ou noter une demande de rappel.",
    notDirectly:
      'Je ne peux pas transférer votre appel directement, mais je contacte une personne de notre équipe. Merci de rester en ligne.',
    closed:
      "Je regrette, personne de notre équipe n'est disponible pour le moment. Je peux continuer à vous aider, ou noter une demande de rappel.",
    closedUntil:
      "Je regrette, personne de notre équipe n'est disponible pour le moment. Nous serons de retour {when}. Je peux continuer à vous aider, ou noter une demande de rappel.",
    holding: "Merci de votre patience. Un instant, s'il vous plaît.",
    inQueue:
      "Une personne de notre équipe va vous répondre dans un instant. Merci de rester en ligne, ou appuyez sur étoile pour revenir à l'assistant.",
    placeInQueue: "Vous êtes en position {place} dans la file d'attente.",
    sorryGoodbye: "Je regrette, je n'ai pas pu vous mettre en relation avec notre équipe. Au revoir.",
    unknownCall: 'Je regrette, cet appel ne peut pas se poursuivre. Merci de rappeler. Au revoir.',
    expired: "Cette demande n'est plus valable. Au revoir.",
  },
  assistant: {
    hello: 'Bonjour, comment puis-je vous aider ?',
    greeting: 'Merci de votre appel. Comment puis-je vous aider ?',
    greetingOf: "Merci d'avoir appelé {company}. Comment puis-je vous aider ?",
    resumed: 'Pardon, la communication a été coupée. Reprenons-nous là où nous en étions ?',
    mayBeRecorded: 'Cet appel peut être enregistré.',
    calling: "Bonjour, ici l'assistant IA de {company}.",
    haveAMoment: 'Avez-vous un instant ?',
    moment: 'Un instant, je vous prie.',
    momentLonger: 'Encore un instant.',
    stillHere: 'Je suis toujours là.',
    goodbye: 'Merci de votre appel. Au revoir.',
    goodbyeToCalled: 'Merci de votre attention. Au revoir.',
  },
  desk: {
    nobody:
      'Je regrette, personne ne peut prendre votre appel pour le moment. Merci de rappeler un peu plus tard. Au revoir.',
    manyCalls: {
      callback:
        "Je regrette, nous recevons en ce moment plus d'appels que nous ne pouvons en prendre. Nous avons noté votre numéro et nous vous rappellerons. Au revoir.",
      no_number:
        "Je regrette, nous recevons en ce moment plus d'appels que nous ne pouvons en prendre. Merci de rappeler un peu plus tard. Au revoir.",
    },
    inQueue: 'Une personne de notre équipe va vous répondre dans un instant. Merci de rester en ligne.',
    question: "De quoi s'agit-il, en quelques mots ?",
  },
  welcomeBack: {
    no_agent: BUSY,
    bridge_failed: SORRY,
    task_failed: SORRY,
    canceled: "D'accord, je suis de nouveau avec vous. Comment puis-je vous aider ?",
    transferred: 'Je suis de nouveau avec vous. Puis-je faire autre chose pour vous ?',
    completed: 'Votre échange avec notre équipe est terminé. Puis-je faire autre chose pour vous ?',
    caller_left: SORRY,
  },
  goodbye: {
    callback:
      'Je regrette, toute notre équipe est en ligne pour le moment. Nous avons noté votre numéro et nous vous rappellerons. Au revoir.',
    no_number:
      'Je regrette, toute notre équipe est en ligne pour le moment. Merci de nous rappeler un peu plus tard. Au revoir.',
  },
  toAssistant: {
    ended: {
      no_agent:
        "Le transfert est terminé : personne de l'équipe n'était disponible. La personne qui appelle le sait. Continuez à l'aider ; proposez un rappel, et utilisez request_callback si elle en veut un.",
      bridge_failed:
        "Le transfert est terminé : l'appel n'a pas pu être mis en relation. La personne qui appelle le sait. Continuez à l'aider ; proposez un rappel, et utilisez request_callback si elle en veut un.",
      task_failed:
        "Le transfert est terminé : l'équipe n'a pas pu être contactée. La personne qui appelle le sait. Continuez à l'aider ; proposez un rappel, et utilisez request_callback si elle en veut un.",
      canceled: 'Le transfert a été annulé. Continuez à aider la personne qui appelle.',
      transferred: "L'appel a été transmis à une personne de l'équipe.",
      completed: "La personne qui appelle a parlé avec quelqu'un de l'équipe.",
      caller_left: 'La personne qui appelait a raccroché.',
    },
    enough:
      "Pendant cet appel, on ne peut plus faire appel à personne de l'équipe : cela a été essayé autant de fois que possible. La personne qui appelle le sait. Continuez à l'aider ; proposez un rappel, et utilisez request_callback si elle en veut un.",
    simpler:
      "La personne qui appelle vous interrompt sans cesse. Répondez désormais en une ou deux phrases courtes, avec des mots simples, une chose à la fois, et faites des pauses pour qu'elle puisse parler.",
    nobodyThere:
      "La personne qui appelle a besoin de quelqu'un de l'équipe, mais personne n'est là. Dites-lui ceci avec vos propres mots et continuez à l'aider : {sentence}",
    onlyInACall:
      "Cela ne fonctionne que pendant un appel téléphonique, et ceci est un chat : rien n'a été fait. Dites à la personne de nous appeler si elle veut parler à quelqu'un de l'équipe.",
    unknownTool: "Il n'y a pas d'outil de ce nom.",
    cannotBeKept: 'Cela ne peut pas être conservé ({reason}).',
    controlUrlRefused: "L'adresse de contrôle de l'appel n'est pas autorisée ({reason}).",
    notJson: 'Les arguments ne sont pas du JSON.',
    notAnObject: 'Les arguments ne sont pas un objet.',
  },
  toAgent: {
    ended: {
      'caller-left': 'La personne qui appelait a raccroché. Merci.',
      over: "L'appel est terminé. Merci.",
      'not-joined': "L'appel n'a pas pu être mis en relation. Merci.",
    },
    declined: "Merci. Nous allons demander à quelqu'un d'autre.",
    keys: "Appuyez sur 1 pour prendre l'appel, ou sur 2 pour le refuser.",
    someoneWaits: "Quelqu'un attend en ligne.",
    putThrough: "L'assistant vous passe un appel.",
    briefing: "L'assistant a {who} en ligne.",
    briefingFor: "L'assistant a {who} en ligne, pour {department}.",
    somebody: "quelqu'un",
    saidToBe: "quelqu'un qui dit s'appeler {name}",
    departments: { sales: 'le service commercial', support: "l'assistance", billing: 'la facturation' },
    extract: 'Extrait des propos de la personne qui appelle :',
    rules: {
      'asked-for-human': "La personne qui appelle a demandé à parler à quelqu'un : « {words} »",
      interruptions: "La personne qui appelle a interrompu l'assistant {times} fois",
      'tool-failures': "Les outils de l'assistant ont échoué {times} fois de suite",
      'repeated-question': 'La personne qui appelle a posé {times} fois la même question : « {words} »',
      'unclear-intent':
        "La demande n'est toujours pas claire ; questions posées pour la comprendre : {times}",
    },
    incomplete: "Des informations obligatoires manquent après l'appel",
  },
  tools: {
    escalate_to_human: {
      failed: "Je regrette, je n'arrive pas à joindre notre équipe. Je continue à vous aider.",
    },
    route_call: { failed: 'Je regrette, alors je vous aide directement.' },
    cancel_handoff: {
      takenBack: "D'accord, j'ai dit à notre équipe que ce n'était plus nécessaire.",
      nobodyFetched: 'Nous ne cherchons plus personne, continuons donc ensemble.',
      askedSince: "Nous cherchons une personne de notre équipe, parce que vous l'avez demandé entre-temps.",
      failed: "Je regrette, je n'ai pas pu annuler. Il se peut que quelqu'un de notre équipe nous rejoigne.",
    },
    request_callback: {
      'no-number':
        "Je n'ai pas de numéro pour le rappel. Quel numéro devons-nous appeler, avec l'indicatif du pays ?",
      'bad-number':
        "Ce numéro de téléphone ne semble pas complet. Quel numéro devons-nous appeler, avec l'indicatif du pays ?",
      costly:
        "Notre équipe ne peut pas rappeler ce type de numéro. Quel autre numéro devons-nous appeler, avec l'indicatif du pays ?",
      abroad:
        "Notre équipe ne peut pas rappeler dans ce pays. Quel autre numéro devons-nous appeler, avec l'indicatif du pays ?",
      noted: "J'ai noté que nous vous rappellerons au numéro qui se termine par {digits}.",
      notedFor:
        "J'ai noté que nous vous rappellerons au numéro qui se termine par {digits}. Le moment que vous souhaitez : {when}.",
      standing:
        "Quelqu'un de notre équipe s'occupe déjà de votre rappel, et rien ne change : ce sera au numéro qui se termine par {digits}.",
      enough:
        "Pour le numéro qui se termine par {digits}, j'ai déjà noté autant de rappels que possible en une journée. Ils sont maintenus, et je ne peux pas en ajouter avant demain.",
      failed: "Je regrette, je n'ai pas pu noter le rappel. Merci de me le redemander.",
    },
    do_not_call: {
      listed: "C'est noté : nous n'appellerons plus ce numéro.",
      withheld:
        "Je ne vois pas le numéro de cet appel, je ne peux donc pas le noter. Merci de nous rappeler depuis ce téléphone sans masquer le numéro, ou de le faire noter par quelqu'un de notre équipe.",
      failed:
        "Je regrette, je n'ai pas pu le noter, ce numéro pourrait donc encore être appelé. Merci de me le redire.",
    },
  },
  time: {
    today: "aujourd'hui {at}",
    tomorrow: 'demain {at}',
    onDay: '{day} {at}',
    days: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
    at,
  },
};
