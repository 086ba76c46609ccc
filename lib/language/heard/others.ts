/**
 * What Portuguese, Italian, Dutch and Catalan are heard by: languages in which we say nothing, and which share half of
 * their words with one of ours.
 */
export const OTHERS = `eu voce voces nao sim uma meu minha meus minhas isso este esta com em um do da dos das no na
  por favor falar quero preciso obrigado obrigada atendente alguem fazer tem tenho estou muito mas ou foi porque pra conta fatura
  io lui lei noi voi sono sei siamo ho hai abbiamo vorrei voglio parlare con una uno il gli della delle dei del di che non
  mio mia per questo questa cosa come grazie buongiorno perche posso bisogno qualcuno mi fattura
  ik jij je u het een niet geen wil graag met mijn van dat deze heb heeft hebben kan zijn naar voor maar ook nog
  iemand spreken waarom hoe goedemorgen rekening zou willen
  jo vull amb necessito aquest aquesta meva meu teva els ens molt gracies parlar algu`;
