import type { CommonWords } from '../language.ts';

export const COMMON: CommonWords = {
  code: 'fr',
  words: `je tu il elle on nous vous ils elles me te se lui leur moi toi eux mon ma mes ton ta tes son sa ses notre nos
    votre vos leurs j' l' d' qu' n' c' s' m' t' jai cest jaimerais un une au aux ce cet cette ces ca cela ceci
    suis es est sommes etes sont etait etaient ete etre sera serait ai as a avons avez ont avais avait avoir eu
    aurait peux peut pouvez pouvons peuvent pourrais pourrait pourriez pouvoir veux veut voulez voulons veulent
    voudrais voudrait vouloir aimerais dois doit devez devons devoir faut fais fait faites faire vais va allez
    allons vont aller dis dit dites dire sais sait savez savoir vois voir viens vient venir prends prendre
    mettre parler parle parlez appelle appeler appeles appel rappeler attends attendre attend aider aide aidez
    besoin marche fonctionne passez passer payer paye recu recevoir annuler changer resilier et ou mais parce
    que qui quoi quand comment pourquoi combien quel quelle quels quelles si comme donc car ne pas plus jamais
    rien personne aucun aucune toujours encore deja tres trop beaucoup peu aussi meme dans sur sous avec sans
    pour par chez vers entre depuis pendant avant apres contre ici maintenant aujourd hui hier demain alors puis
    bien mal tout toute tous toutes autre autres quelqu quelque chose chaque remboursement rembourser livraison
    panne ligne coupee horaires comprends comprendre ouvrez y prend temps parlent conseillers anglais francais
    lundi mardi mercredi jeudi vendredi samedi dimanche facture commande compte argent contrat probleme question
    numero nom fois jour jours semaine semaines mois an ans heure heures deux conseiller conseillere quelquun
    humain vrai vraie`,
  weak: `oui non bonjour bonsoir salut merci plait monsieur madame mademoiselle allo voila ok accord revoir rue saint de
    du la le les des pardon`,
};
