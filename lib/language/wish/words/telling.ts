import type { WishWords } from './labels.ts';

/** To discuss, explain, settle something with a human, and a human who takes over, by language. */
const ENGLISH: WishWords = {
  job: ['property|office|bar|restaurant|store|shop|branch|hotel|building|bank manager|managers'],
  ask: [
    'what|which number|button|key|option|word|extension do|must|should|can|would i|we have|need? to? press|say|dial|push|call|use|hit|choose to|for',
  ],
  want: [
    'what|which number|button|key|option|word|extension? do|must|should|can|would i|we have|need? to? press|say|dial|push|call|use|hit|type|choose to|for get|reach|have|find|bring|contact|a|an|the',
    'i|we think|guess|believe|feel we|i need|want',
    'lets get|have|bring',
  ],
  human: ['one|some|any of your|the|those people|folks|guys|agents|staff|colleagues|employees|team|reps'],
  tell: [
    'discuss|explain|handle|resolve|solve|settle|sort|arrange|clarify|finish|continue|review|describe|address',
    'talk|go|work|run|look|think|sort|clear|straighten|figure it|this|that|things|these|everything|them|stuff|all? over|out|through|up',
    'do|finish|take|have|get|keep this|it|that|business|everything|these|those|things handled|sorted|done|resolved|looked|fixed? up|out|at?',
  ],
  talk: [
    'explain|explaining|describe|describing|tell|telling|report|repeat|say|saying|present|show this|it|that|everything|all|my|the|what|of? whole|it|this|that|situation|problem|issue|case|story|complaint|matter|things|happened? situation|problem|issue|case|story|complaint|matter|thing? to',
    'talk|go|work|run|look|think|sort this|it|that|things|everything|them|these? over|out|through|past with|by?',
    'run|get|put|bring this|it|that|something|things|everything by|past|before|to',
    'go|walk|look|talk|run through|over|into this|it|that|things|everything|them|all with',
    'handled|explained|sorted|done|checked|reviewed|resolved|answered|processed|booked out? by|with',
    'looked|taken|dealt|seen at|care|with|to of? by',
  ],
  other: [
    'problem|problems|issue|issues|experience|trouble|conversation|call|chat|appointment|meeting|dispute|argument|deal i|we had|have with',
    'problem|problems|issue|issues|experience|trouble|appointment|meeting|dispute|argument with',
    'i|we|ive|have had|have|been|spoken|talked with',
  ],
  exists: ['can|could|may|might|would|should|let|have a|an|one|some|any', 'let|have someone|somebody'],
  available: [
    'take|takes over|it|this|that',
    'step|steps|jump in',
    'help|assist|explain|handle|answer|talk|speak|sort|deal|walk',
  ],
  whole: [
    'get|bring|find a|an|your|the|some real|actual|live? human|person|agent|manager|supervisor|representative|rep|operator|somebody|someone real? on|over|involved|here|now|please',
    'have|get|bring|let|involve a|an real|actual|live|proper? human|person|agent|somebody|someone|manager|supervisor look|take|check|deal|step|handle|see|review|come|involved|jump',
    'who|whos is? your supervisor|manager|boss|superior',

    'can|could|would|should|will|may|might someone|somebody|anyone|anybody else|from|at|there|on|your|the|team|office|support? take over|this|it',
    'can|could|would|should|will|may|might someone|somebody|anyone|anybody else|from|at|there|on|your|the|team|office|support? step|jump in',
  ],
  'connect-to': [
    'it|that|things|this would|might|may|could|d|ll|will probably? be|go|feel much|a|far|probably? lot|bit? easier|simpler|faster|quicker|better|best|nicer if i|we could|can|just? spoke|talked|chatted|speak|talk|chat|told|explained this|it|that? with|to?',
    'itd|thatd be|feel much|a|far|probably? lot|bit? easier|simpler|faster|quicker|better|best|nicer if i|we could|can|just? spoke|talked|chatted|speak|talk|chat|told|explained this|it|that? with|to',
    'itd|thatd be|feel|go much|a|far? lot|bit? easier|simpler|faster|quicker|better|best|nicer with',
    'id|i would|d? be|feel much|a|far? lot|bit? more? comfortable|happier|better|safer|confident|at ease? giving|sharing|telling|doing|handling|explaining|discussing this|that|it|my|the|these|such? card|bank|personal|private|account|medical|payment? details|information|data|things|number|stuff? with|to',

    'id|i|it|that|this|things would|might|ll|will|d? be|feel|go|work much|a|far|probably? lot|bit? better|easier|safer|happier|quicker|faster|simpler|nicer|best|comfortable|off more? with|coming|from|explaining|discussing|telling|handled|dealing? from|with|by|to|this|it? with|to?',
    'id|i would|d? feel more comfortable|confident|at|secure ease? with|talking|speaking|discussing|explaining|dealing this|it? to|with?',
  ],
};

const GERMAN: WishWords = {
  other: ['bescheid|auskunft|nummer|namen|rückmeldung|trinkgeld|adresse|daten geben'],
  get: [
    'holen|hol|holt|besorgen|besorg sie|du? bitte|mal|doch|jetzt|sofort|schnell|endlich? ihren|ihre|deinen|deine|den|die|einen|eine|euren',
  ],
  ask: [
    'mir|uns wäre|wär|wärs|ist|wärs es|s? am? lieber|liebsten|recht wenn ich|wir',
    'mir|uns wärs am? lieber|liebsten',
    'es|das wäre|wär besser|schön|gut|einfacher|leichter|schneller|sinnvoll|am|mir|hilfreich besten|lieber|einfachsten? wenn ich|wir',
  ],
  want: [
    'ich|wir brauch|möcht|will|hätt|würd|bräucht mal|da|hier|jetzt|endlich|lieber|gern|gerne?',
    'wie erreiche|bekomme|kriege|finde ich|man denn|hier|jetzt|nur|bloß? bei ihnen|euch',
  ],
  tell: [
    'klären|besprechen|bereden|durchgehen|durchsprechen|regeln|abklären|lösen|diskutieren|erledigen|erörtern|abwickeln|absprechen',
  ],
  talk: [
    'das|es|dies|alles|ihm|ihr? erkläre|erklär|sage|sag|erzähl|klär|besprech|red|mach|regel|schilder|beschreib|erzähle|schildere|beschreibe|bespreche|kläre|berede|regle|mache ich das|es|dies|alles? besser|lieber|dann',
  ],
  spoken: [
    'geben|ranholen|dazuholen|draufschaut|draufsieht|anschaut|ansieht|betreut|berät|kümmert|rangeht|drangeht|übernimmt|erklärt',

    'besprechen|bereden|durchgehen|durchsprechen|regeln|abklären|absprechen|erklären|erzählen|schildern|machen|lösen|erledigen|abwickeln',
    'übernehmen|übernimmt|übernähme|weitermachen|drangehen|rangehen|dazukommen|dazuholen|einschalten|annehmen|kümmern|kümmert|drüberschauen|draufschauen|anschauen|ansehen',
    'drüber|darüber sprechen|reden',
    'zu sprechen|reden|erreichen',
    'an den apparat',
    'ins gespräch|telefon kommen',
  ],
  exists: [
    'es|das|mir wäre|wär|wärs mir|doch|wohl? gut|schön|toll|super|nett|besser|lieber|hilfreich|recht wenn da|hier|sich|mich|mir|das|sie|es? mal|das|bitte?',

    'kann|könnte|soll|sollte|dürfte|würde|möge das|mir|uns|mich|sich|da|hier|es? bitte|vielleicht|nicht|das|dann? ein|eine|einer|irgendein|irgendeine',
  ],
  whole: [
    'wer ist bei|hier|da|denn|dafür|eigentlich|dort? ihnen|euch|denn? dafür|hier|denn? zuständig|verantwortlich|chef|vorgesetzter',
    'wer ist ihr|dein|euer|ihre|der|die chef|chefin|vorgesetzter|vorgesetzte',

    'kann|könnte|soll|sollte|würde das|mir|uns|sich|hier|es|da? bitte|vielleicht|nicht|das? jemand|wer von|anders|aus|richtiges|echtes? ihnen|euch|ihrem|dem|eurem? team|haus? das|dies|sich|darum|den? fall|bitte? übernehmen|kümmern|einschalten|rangehen',
    'kann|könnte|soll mir|uns? jemand|wer von|aus|richtiges|echtes ihnen|euch|ihrem|dem|eurem? team|haus? mir? helfen|weiterhelfen',
    'mit wem|jemand|jemanden anderem|anderen sprechen|reden',
  ],
};

const SPANISH: WishWords = {
  filler: ['a ver si'],
  whole: [
    'quién es su|tu|el jefe|jefa|superior|supervisor|supervisora|encargado|encargada|responsable',
    'con máquinas|robots|grabaciones|contestadores|bots yo? no hablo|trato',
    'alguien|persona|humano|agente|asesor|compañero|compañera me? puede|podría|pueda atenderme|atender|ponerse|encargarse|ocuparse',
  ],
  'connect-inside': [
    'me|nos transfiriera|transfirieran|pusiera|pusieran|comunicara|comunicaran|conectara|derivara|pasara|pasaran con|a',
  ],
  'connect-to': [
    'me|nos quedaría|sentiría|estaría|iría|sentiré|quedo|siento más|mejor|mucho? más|mejor? tranquilo|tranquila|cómodo|cómoda|seguro|segura? hablando|tratando|tratándolo|explicándolo|hablándolo|si hablo|hablara|lo? con|a?',
    'me quedaría|sentiría|estaría más tranquilo|tranquila|cómodo|cómoda|seguro|segura con',
  ],
  available: ['me|nos lo|la|los|las|esto? explique|resuelva|solucione|aclare|diga|arregle|cuente|escuche'],
  tell: [
    'discutir|discutirlo|resolver|resolverlo|solucionar|solucionarlo|arreglar|arreglarlo|aclarar|aclararlo|gestionar|gestionarlo|tramitar|tramitarlo|comentar|comentarlo|consultar|consultarlo|revisar|revisarlo|explicar|explicarlo|tratar|tratarlo|verlo|hablarlo|hacerlo',
  ],
  talk: [
    'encargarse|ocuparse|hacerse|cuidarse cargo? de? esto|eso|ello|lo|mi|este|el? caso|tema|asunto|problema?',
    'atenderme|atendernos|ponerse|explicarme|explicármelo|contestarme|responderme|resolverme|resolvérmelo al|esto|eso? teléfono|aparato?',
    'lo|la|esto viera|vea|tratara|hablara|consultara|explicara|resolviera|contara|mirara mejor? con|a',

    'explicar|explicarle|explicarlo|explicárselo|contar|contarle|contarlo|contárselo|decir|decirle|decírselo|comentar|comentarlo|comentárselo|plantear|planteárselo|exponer|consultar|consultarlo|consultárselo|tratar|tratarlo|discutir|discutirlo|resolver|resolverlo|arreglar|arreglarlo|solucionar|solucionarlo|aclarar|aclararlo|gestionar|gestionarlo|ver|verlo|hacer|hacerlo|hablarlo esto|todo|eso|este|mi|el|lo|la|ello? esto|eso|tema|asunto|problema|caso|situación|que|historia? a|con',
    'yo? esto|eso|este|todo? tema|asunto|esto|eso? yo? se|lo|la? lo|la? hablaría|trataría|vería|consultaría|comentaría|discutiría|explicaría|contaría|resolvería mejor|con|a con|a?',
    'se|que ponga|pongan|pone al? teléfono|aparato|habla? conmigo?',
    'se ponga|pongan al? teléfono|aparato?',
    'volver a hablar con',
    'hablar de|sobre esto|eso|ello|mi|este|esta|el|la caso|problema|tema|asunto|situación|factura|pedido? con',
  ],
  quiero: [
    'que me lo? explique|atiende|resuelva|solucione|llame|diga|ayude',
    'que se encargue|ocupe|haga cargo?',
    'preferiría|prefiero|quisiera|exijo|pido|quiero que me? lo? atienda|atendiera|ayude|ayudara|resuelva|resolviera|explique|lleve|ponga|pongan',
  ],
  someone: [
    'uno|una|alguno|alguna de ustedes|vosotros|ellos',
    'uno|una|alguno|alguna de sus|tus|los|las chicos|chicas|técnicos',
  ],
  spoken: ['se puede|podría|pueda poner|encargar|ocupar'],
  connect: ['vuelva|vuelve a pasarme|comunicarme|transferirme|ponerme con|a?'],
};

const FRENCH: WishWords = {
  'connect-to': [
    'je|on serais|serai|serait|suis|me plus|bien|sens|sentirais|mieux mieux|plus|bien? à|rassuré|rassurée|tranquille|serein|sereine|confiant l? aise? avec|de|en|d|à parler|parlant|discuter|discutant|traiter? avec|à?',
    'ce|ça|cela serait|sera|irait|ira|est|vaudrait beaucoup|bien? plus|mieux simple|facile|rapide|vite|pratique|efficace|clair|agréable? avec|par|si|de|d|en je|j? parler|parlais|parlant|discuter|expliquer|discutant? avec|à?',
  ],
  whole: [
    'veux|voudrais|souhaite|faut|faudrait|aimerais|exige|préfère|préférerais|demande|veut|besoin que|qu quelqu|quelquun un? de|d|dans? chez|humain|autre|vivant|vrai|réel|votre|compétent? vous|équipe|service? me|m|nous|s|le|l en|le|l? réponde|aide|explique|rappelle|prenne|occupe|écoute|parle|appelle',
    'qui est votre|ton|le|la supérieur|supérieure|responsable|chef|patron|superviseur|directeur|manager',
  ],
  filler: ['est ce que|qu'],
  tell: [
    'régler|traiter|gérer|résoudre|discuter|évoquer|aborder|clarifier|éclaircir|arranger|finaliser|revoir|examiner|expliquer',
  ],
  talk: [
    'voir|traiter|régler|gérer|faire|résoudre|discuter|évoquer|aborder|finir|continuer|parler|reparler|clarifier|arranger|terminer ça|cela|ceci|tout|en|de|d? ça|cela|ceci? directement? avec|à|par',
    'ça|cela|ceci avec',
    'en parler|discuter|reparler avec|à',
    'en? parle|parlerais|discuterais|verrais|réglerais ça|cela|en|plutôt? avec|à',
    'expliquer|explique|expliquerais|raconter|raconte|raconterais|dire|dise|soumettre|exposer|confier|exposerais ça|cela|tout|ceci|le|la|mon|ma|toute? ça|cela|la|mon|ma|cette|problème|situation|cas? problème|situation|cas|dossier|histoire? à',
  ],
  ask: [
    'il|ça|ce vaudrait|vaut|serait mieux|préférable|bien|plus simple? que|de|d|qu',
    'je crois|pense qu|que il|ce|ça vaudrait|vaut|serait mieux|préférable|plus simple? que|de|d|qu',
  ],
  spoken: [
    'peut|pourrait|puisse|doit|devrait prendre|reprendre|gérer|traiter|suivre mon|le|ce|ma|cette|ça dossier|cas|demande|problème|affaire? en? main|charge?',

    'pourrait|peut|pourraient|peuvent|puisse peut? être? prendre|reprendre|continuer|intervenir|m|me|s|se la|le|mon|ce|en|l|aider|répondre|occuper|rappeler|parler? suite|relais|main|dossier|appel|cas|charge?',
    'prendre|prenne|reprendre|reprenne la|le|mon|en suite|relais|main|dossier|appel|charge|ligne',
  ],
  available: [
    'au bout du|de fil|ligne',
    'à l appareil',
    'derrière l|la? écran|ligne?',

    'pour prendre|reprendre|régler|m|me|s la|le|aider|répondre|occuper|expliquer? suite|relais|main?',
  ],
  someone: ['un|une d entre vous', 'l? un|une de|d vous', 'un|une|quelqu un? de votre|l équipe|service'],
};

export const TELLING: readonly WishWords[] = [ENGLISH, GERMAN, SPANISH, FRENCH];
