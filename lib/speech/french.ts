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
    connecting: 'Je vais chercher une personne de notre équipe. Merci de rester en ligne.',
    waiting: 'Je cherche toujours une personne de notre équipe pour vous. Merci de votre patience.',
    enough:
      "Je regrette, j'ai déjà essayé plusieurs fois de joindre une personne de notre équipe pendant cet appel, et je ne peux pas réessayer. Je peux continuer à vous aider, ou noter une demande de rappel.",
    joining: 'Une personne de notre équipe est là pour vous. Je vous la passe tout de suite.',
    beingJoined:
      'Une personne de notre équipe vient de prendre votre appel, vous allez être en relation. Merci de rester en ligne.',
    notFromHere:
      "Je regrette, d'ici je ne peux pas vous mettre en relation avec notre équipe. Je peux continuer à vous aider, ou noter une demande de rappel.",
    notDirectly:
      'Je ne peux pas transférer votre appel directement, mais je vais chercher une personne de notre équipe. Merci de rester en ligne.',
    closed:
      "Je regrette, il n'y a personne de notre équipe pour le moment. Je peux continuer à vous aider, ou noter une demande de rappel.",
    closedUntil:
      "Je regrette, il n'y a personne de notre équipe pour le moment. Nous serons de retour {when}. Je peux continuer à vous aider, ou noter une demande de rappel.",
    holding: "Merci de votre patience. Un instant, s'il vous plaît.",
    inQueue:
      "Une personne de notre équipe va vous répondre dans un instant. Merci de rester en ligne, ou appuyez sur étoile pour revenir à l'assistant.",
    placeInQueue: "Vous êtes en position {place} dans la file d'attente.",
    sorryGoodbye: "Je regrette, je n'ai pas pu vous mettre en relation avec notre équipe. Au revoir.",
    unknownCall: 'Je regrette, cet appel ne peut pas continuer. Merci de rappeler. Au revoir.',
    expired: "Cette demande n'est plus valable. Au revoir.",
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
        "Le transfert est terminé : personne n'était libre. La personne qui appelle le sait. Continue à l'aider ; propose un rappel, et utilise request_callback si elle en veut un.",
      bridge_failed:
        "Le transfert est terminé : l'appel n'a pas pu être mis en relation. La personne qui appelle le sait. Continue à l'aider ; propose un rappel, et utilise request_callback si elle en veut un.",
      task_failed:
        "Le transfert est terminé : personne n'a pu être sollicité. La personne qui appelle le sait. Continue à l'aider ; propose un rappel, et utilise request_callback si elle en veut un.",
      canceled: 'Le transfert a été annulé. Continue à aider la personne qui appelle.',
      transferred: "L'appel a été transmis à une personne de l'équipe.",
      completed: "La personne qui appelle a parlé avec quelqu'un de l'équipe.",
      caller_left: 'La personne qui appelait a raccroché.',
    },
    enough:
      "Pendant cet appel, plus personne de l'équipe ne peut être sollicité : cela a été essayé autant de fois que possible. La personne qui appelle le sait. Continue à l'aider ; propose un rappel, et utilise request_callback si elle en veut un.",
    simpler:
      "La personne qui appelle t'interrompt sans cesse. Réponds désormais en une ou deux phrases courtes, avec des mots simples, une chose à la fois, et fais des pauses pour qu'elle puisse parler.",
    nobodyThere:
      "La personne qui appelle a besoin de quelqu'un de l'équipe, mais personne n'est là. Dis-lui ceci avec tes propres mots et continue à l'aider : {sentence}",
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
    departments: { sales: 'le service commercial', support: "l'assistance", billing: 'la facturation' },
    extract: 'Extrait des mots de la personne qui appelle :',
  },
  tools: {
    escalate_to_human: {
      failed: "Je regrette, je n'arrive pas à joindre notre équipe. Je continue à vous aider.",
    },
    route_call: { failed: 'Je regrette, je vais donc vous aider directement.' },
    cancel_handoff: {
      takenBack: "D'accord, j'ai dit à notre équipe que ce n'est plus nécessaire.",
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
      noted: "J'ai noté que nous vous rappelons au numéro qui se termine par {digits}.",
      notedFor:
        "J'ai noté que nous vous rappelons au numéro qui se termine par {digits}. Le moment que vous souhaitez : {when}.",
      standing:
        "Quelqu'un de notre équipe s'occupe déjà de votre rappel, et il reste tel quel : au numéro qui se termine par {digits}.",
      enough:
        'Des rappels au numéro qui se termine par {digits} sont déjà notés, autant que possible en une journée. Ils sont maintenus, et je ne peux pas en ajouter avant demain.',
      failed: "Je regrette, je n'ai pas pu noter le rappel. Merci de me le redemander.",
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
