import type { WishWords } from './labels.ts';

/** The same as in `indirect.ts`: whether it can be done with a human, that one wanted to know, that this is no use. */
const SPANISH: WishWords = {
  filler: [
    'no creo que usted|tú? me? pueda|puedas|vaya|vayas a? ayudar|ayudarme|entender|entenderme|resolver|resolverlo',
    'no me molesta|importa|incomoda',
    'por piedad',
    'usted|tú|ustedes? no me|nos está|estás|están? entiendes|entiende|entienden|ayuda|ayudas|ayudan|ayudando|entendiendo|escucha|escuchas|sirve|sirves|comprende|comprendes|resuelve|resuelves|contesta|contestas nada?',
    'usted|tú? no me puede|puedes|sabe|sabes ayudar|entender|resolver|contestar nada?',
    'usted|tú? no entiende|entiendes|sirve|sirves|sabe|sabes|ayuda para|de? nada?',
    'ya basta|estuvo',
    'basta ya',
    'esto|así no funciona|sirve|va|ayuda|podemos para? nada?',
  ],
  ask: [
    'quería|quisiera|querría|quiero|gustaría|deseo|deseaba saber|preguntar|ver|consultar si yo? puedo|podía|podría|pudiera|podemos|podíamos',
    'quería|quisiera|querría|quiero|gustaría saber|preguntar|ver|consultar si es|era|sería|fuera posible',
    'sería|me mejor|fácil|sería|resulta más|mejor? fácil|sencillo|cómodo|rápido?',
  ],
  quiero: [
    'puede|podría|pueden|podrían atenderme|ayudarme|contestarme',
    'ocupo|ocupamos que?',
    'quiero|necesito|quisiera|prefiero|busco|ocupo a',
  ],
  request: [
    'quería|quisiera|querría|quiero|gustaría saber|preguntar|ver|consultar si me|nos puede|puedes|pueden|podría|podrían|podrías|podía|podían|pudiera',
  ],
  exists: [
    'quería|quisiera|querría|quiero|gustaría saber|preguntar|ver|consultar si hay|había|habría|tienen|tiene|tenían|está|existe',
    'puede|podría|pueden|podrá un|una|algún|alguna',
  ],
  available: [
    'al|a|con|la|el? que|quien|cual me|usted? pueda|puedas|puede|podría? pasarme|transferirme|comunicarme|pasar|conectarme|derivarme|ponerme|comunicar|transferir',
    'con|a el|la|los quien|que|cual yo? pueda|puedo|podría|pudiera hablar?',
  ],
  'connect-to': [
    'deja|deje|dejen|permita|permite|permitan que yo? hable|converse|me? comunique? con|a',
    'me regala|regalas|da|das|deja|puede|podría dar|regalar? con',
    'esto|eso|yo|mejor? esto|eso|yo|mejor? lo|la hablo|trato|veo|consulto|comento|resuelvo|arreglo|discuto|explico|cuento|gestiono|hago con|a',
    'puede|podría|pudiera|podrá ser hablarlo|tratarlo|verlo|hacerlo? con',
    'es|sería|fuera posible hacer|ver|resolver|tratar|hablar|hacerlo|verlo|resolverlo|tratarlo|gestionarlo? esto|eso|lo? con',
    'se puede|podría|pueda hacer|ver|resolver|tratar|hablar|hacerlo|verlo|resolverlo|tratarlo|gestionar esto|eso|lo|todo? con',
    'puedo|podría|podemos hacer|ver|resolver|tratar|hacerlo|verlo|resolverlo|tratarlo|gestionarlo esto|eso|lo|todo? con',
  ],
  changes: [
    'que me|nos llame|llamen|devuelva|devuelvan|contacte|marque|escriba la? llamada|mañana|luego|después?',
  ],
  talk: [
    'preguntar|preguntarle|preguntárselo|consultarle a',
    'atención de|por parte? de?',
    'poner|hacer|presentar|levantar|interponer|meter una|mi|un? queja|reclamo|reclamación|denuncia formal? con|ante|a',
    'quejarme|reclamar|reclamarle|quejarnos directamente? con|ante|a',
  ],
  whole: ['puede|podría|pueden ponerse alguien|un|una otro|otra?'],
  please: ['se|te lo ruego|suplico|pido'],
  with: ['sí con'],
  may: [
    'busco|intento|pretendo|procuro|trato de?',
    'me interesa|interesaría|vendría|corre|conviene bien|prisa?',
    'ando|estoy buscando|queriendo|necesitando',
    'hace|haría falta|me',
  ],
  someone: ['central|centralita|oficina|señorita|consejero|consejera'],
  other: ['nombre|número|teléfono|correo|dirección del|de la|el|un|una|su?'],
  get: ['pon|ponga|pongan a'],
};

const FRENCH: WishWords = {
  filler: [
    'je|j ne|n? pense|crois pas que|qu vous|tu puissiez|pouvez|puisses|peux|pourrez m|me? aider|comprendre|répondre?',
    'ça|cela ne|n|me? me? dérange|gêne|embête pas',
    'par pitié',
    'pitié',
    'chez vous',
    'vous|tu ne|n|m|me? me|m|le? comprenez|comprends|aidez|aides|entendez|écoutez|écoutes|servez|sers|répondez rien|pas|jamais|à du|rien|vraiment?',
    'vous|tu ne|n|m? pouvez|peux|savez|sais pas|rien m|me|le? aider|répondre|comprendre|faire?',
    'ça|cela suffit',
    'ça|cela ne|n|me? marche|fonctionne|sert|va|aide|avance pas|à rien?',
    'c est nul|ridicule|inadmissible|insupportable|n|pénible importe? quoi?',
  ],
  ask: [
    'permettez|permets moi de|d',
    'faites|fais moi',
    'on peut|pourrait pas|jamais',
    'c est pas|possible possible|pas de',
    'je|j voulais|voudrais|souhaitais|souhaiterais|aimerais|veux|venais savoir|demander|voir si je|j|on peux|pouvais|pourrais|peut|pouvait|pourrait|pourrai',
    'je|j voulais|voudrais|souhaitais|souhaiterais|aimerais|veux savoir|demander|voir s|si il|c|ce était|est|serait possible de|d',
    'je|j vous|t|te appelle|appel|téléphone|contacte|appelais pour|car|parce que? je? veux|voudrais|souhaite|dois?',
    'ce|ça|c serait|sera|est plus|mieux simple|facile|rapide|pratique? de|d|si je? peux|pouvais?',
  ],
  request: [
    'je|j voulais|voudrais|souhaitais|souhaiterais|aimerais|veux savoir|demander|voir si vous|tu pouvez|pouviez|pourriez|peux|pouvais|pourrais',
  ],
  exists: [
    'je|j voulais|voudrais|souhaitais|souhaiterais|aimerais|veux savoir|demander|voir s|si il y a|avait|aurait',
    'je|j voulais|voudrais|souhaitais|souhaiterais|aimerais|veux savoir|demander|voir si vous avez|aviez|auriez',
    'vous n|ne? auriez pas',
    'n|ne auriez vous pas',
    'n y aurait il|t pas',
    'y aurait|aura t? il',
    'est ce qu un|une',
    'il y a|aurait|avait pas|bien|forcément',
  ],
  human: [
    'collègue|conseiller|conseillère|agent|responsable|collaborateur|technicien|humain à me|m|nous passer|donner|proposer|mettre|envoyer',
  ],
  available: [
    'que je|j peux|pourrais|puisse|puis avoir|joindre|contacter|appeler',
    'à me|m|nous passer|donner|proposer|mettre',
    'à|avec qui|lequel|laquelle je|j? parler|discuter|m|puisse|peux|pourrais|puis',
    'peut|pourrait|puisse|peuvent regarder|voir|vérifier|examiner|étudier|consulter|jeter|traiter|revoir un|mon|le|ma|ça|cela|la|mes? oeil|coup|dossier|compte|demande|commande|cas|facture|contrat?',
  ],
  not: ['ne|n me|moi|nous passez|passe|transférez|mettez|donnez|donne personne'],
  'connect-to': [
    'renvoyez|renvoie|aiguillez|guidez moi|nous vers|à|au|chez',
    'vous|tu me|m|nous passez|passes|transférez|transfères|mettez|connectez|redirigez en? relation|contact? avec|à|au|vers?',
    'c|ce|ça|il est|serait|ce possible avec|par|auprès',
    'est|serait|c ce|ça|il|est possible avec|par|de faire|voir|régler? ça|cela? avec?',
    'ça|cela|tout|ce peut|pourrait|peux se|être faire|régler|fait|traité|géré|vu|voir avec|par',
    'on|je|nous peut|peux|pourrait|pourrais|pouvons faire|voir|régler|traiter|gérer|discuter|regarder ça|cela|de|tout? ça|cela? avec|par',
  ],
  whole: [
    'faites|fais venir quelqu|quelquun un? au|en téléphone|ligne|direct',
    'j|je? aurais? aimerais|aimé|veux|voudrais|faut|faudrait|souhaite|souhaiterais|besoin|préfère|préférerais|mieux que|qu quelqu|quelquun|un|une un|vrai|vraie|autre? conseiller|humain|agent|responsable|personne|technicien|employé? regarde|examine|vérifie|étudie|consulte|voie|traite|s en|m? occupe?',
    'quelquun peut|pourrait|peux|pourra m|me|nous répondre|parler|prendre|écouter|renseigner',
    'quelqu un peut|pourrait|peux|pourra m|me|nous répondre|parler|prendre|écouter|renseigner',
  ],
  changes: ['qui|pour me|m|nous rappelle|rappeler|recontacte|recontacter|appelle|appeler|rappellera'],
  talk: [
    'en relation|contact|ligne|communication avec',
    'reçu|reçue|aidé|aidée|conseillé|conseillée|assisté|assistée|renseigné|renseignée par',
    'être|rester en relation|contact|ligne|communication avec',
    'être reçu|reçue|aidé|aidée|conseillé|conseillée|assisté|assistée|contacté|servi|renseigné|renseignée par',
    'avoir au téléphone|fil|bout',
    'aide|assistance|explication d|de|avec',
    'affaire à|avec',
    'faire|déposer|porter|adresser une|ma? réclamation|plainte à|auprès|avec de|d?',
    'me|m plaindre à|auprès de|d?',
  ],
  about: ['est ce qu|que il|je|on faut|dois|doit|devrait'],
  please: ['je vous|t|te en? supplie|prie|conjure'],
  work: ['dame|monsieur|demoiselle'],
  other: ['nom|numéro|adresse|mail du|de|d la|l|un|une|votre?'],
  get: ['me|m|nous mettre|filer|dégoter|ramener'],
};

export const INDIRECT_ROMANCE: readonly WishWords[] = [SPANISH, FRENCH];
