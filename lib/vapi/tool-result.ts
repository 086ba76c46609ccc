import { isObject, parsedJson } from '../base/json.ts';
import { part } from './loose.ts';
import { says } from './report-content.ts';

/** What a tool's result means: `none` while there is none yet. */
export type ToolVerdict = 'worked' | 'failed' | 'none';

/** What Vapi shows the model in place of a result that has not come yet (Vapi: tools). */
const PENDING = /^["'\s]*tool result still pending\b/i;

/** What a result of our own tools says itself; undefined for any other. The rest of one is a team's own words. */
function ownVerdict(result: string): ToolVerdict | undefined {
  if (!result.startsWith('{"say":')) return undefined;
  const { say, data } = part(parsedJson(result));
  if (typeof say !== 'string' || !isObject(data)) return undefined;
  if (data.pending === true) return 'none';
  return data.failed === true ? 'failed' : 'worked';
}

/** Read no further: an answer that came to nothing says so at once. */
const LOOKED = { text: 400, json: 100_000, depth: 6, entries: 20 };

/** Names as they are compared: `error_message` and `errorMessage` are one. */
const plainName = (name: string): string => name.replace(/[\s_-]/g, '').toLowerCase();

const named = (fields: Record<string, unknown>, ...names: string[]): unknown[] =>
  Object.entries(fields).flatMap(([name, value]) => (names.includes(plainName(name)) ? [value] : []));

/** Words that stand for no error in a field of that name. */
const NO_ERROR =
  /^(?:0+|200|no|none|null|nil|false|n\/?a|ok|okay|success(?:ful)?|undefined|-+|no (?:errors?|exceptions?|failures?)(?: (?:occurred|found|reported))?|keine?r?|ninguno|sin error(?:es)?|aucune?)\.?$/i;

/**
 * Whether a field that is called an error holds one: `{"code": 0, "message": "OK"}` is none. A list beside what was
 * asked for tells of a part of it.
 */
const isError = (value: unknown): boolean => holdsError(value, LOOKED.depth);

function holdsError(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.trim() !== '' && !NO_ERROR.test(value.trim());
  if (typeof value === 'number') return value !== 0 && value !== 200;
  if (typeof value === 'boolean') return value;
  if (depth === 0 || typeof value !== 'object' || value === null) return says(value);
  return Object.values(value).some((one) => holdsError(one, depth - 1));
}

const isFailedStatus = (value: unknown): boolean => {
  const code = typeof value === 'string' && /^\d{3}$/.test(value.trim()) ? Number(value) : value;
  return typeof code === 'number' && code >= 400 && code < 600;
};

const BAD_STATUS = /^(?:error|fail|failure|exception|time[-_ ]?out|timed[-_ ]out|unauthorized|forbidden)$/i;
const FAILED_STATUS = /^(?:failed|unavailable|rejected|aborted|errored|unsuccessful|not[-_ ]ok|nok|ko)$/i;

/** `ECONNABORTED`, `ERR_BAD_RESPONSE`: as Node and its clients name what went wrong. */
const isNameOfError = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^E(?:RR(?:OR)?_|_|CONN|TIMEDOUT|NOTFOUND|AI_|PIPE|HOST)[A-Z0-9_]*$/.test(value);

/** What stands around an answer, and is none. */
const ENVELOPE = [
  'status,statuscode,httpstatus,httpstatuscode,code,state,outcome,type,name,title,detail,details,description',
  'message,msg,error,errors,errormessage,errorcode,errortype,reason,cause,stack,stacktrace,path,timestamp,time',
  'requestid,traceid,correlationid,toolcallid,retryafter,retryable,hint,help,documentationurl',
].flatMap((names) => names.split(','));

/** Whether nothing stands in it but how it went. */
const isEnvelope = (fields: Record<string, unknown>): boolean =>
  Object.entries(fields).every(([name, value]) => ENVELOPE.includes(plainName(name)) || !says(value));

/** Where an answer stands inside of another one. */
const WRAPPERS = [
  'result,results,response,body,data,output,payload,content,toolresult,return,value,text,answer',
].flatMap((names) => names.split(','));

const SUCCESS = ['success', 'succeeded', 'successful', 'issuccess', 'issuccessful', 'ok', 'isok'];
const FAILURE = [
  'iserror',
  'haserror',
  'haserrors',
  'failed',
  'isfailed',
  'isfailure',
  'timedout',
  'timeout',
];
const ERRORS = ['error', 'err', 'exception', 'fault', 'errormessage', 'errmsg', 'errorcode', 'errortype'];
const CODES = ['statuscode', 'httpstatus', 'httpstatuscode', 'httpcode', 'responsecode', 'status'];

const isTrue = (value: unknown): boolean => value === true || value === 'true';
const isFalse = (value: unknown): boolean =>
  value === false || value === 0 || (typeof value === 'string' && /^(?:false|no|0)$/i.test(value.trim()));

/** Undefined where an answer says nothing of how it went. */
type Word = 'worked' | 'failed' | undefined;

function wordOfFields(fields: Record<string, unknown>, depth: number): Word {
  const success = named(fields, ...SUCCESS);
  if (success.some(isFalse) || named(fields, ...FAILURE).some(isTrue)) return 'failed';
  const around = [fields, ...named(fields, 'meta', 'metadata', 'status').map(part)];
  const codes = named(fields, 'status').flatMap((one) => named(part(one), 'code'));
  if (around.some((one) => [...named(one, ...CODES), ...codes].some(isFailedStatus))) return 'failed';
  const bare = isEnvelope(fields);
  const states = named(fields, 'status', 'state', 'outcome', 'result').filter(
    (one) => typeof one === 'string',
  );
  if (states.some((one) => BAD_STATUS.test(one.trim()))) return 'failed';
  if (bare && states.some((one) => FAILED_STATUS.test(one.trim()))) return 'failed';
  if (success.some(isTrue)) return 'worked';
  if (named(fields, ...ERRORS).some(isError)) return 'failed';
  // A count, or a list beside what was asked for, tells of parts.
  const errors = named(fields, 'errors').filter((one) => typeof one !== 'number');
  if (errors.some(isError) && !named(fields, 'data', 'result', 'results').some((one) => says(one)))
    return 'failed';
  const tells = named(fields, 'message', 'msg', 'detail', 'title', 'reason').some((one) => says(one));
  if (bare && tells && named(fields, 'code').some(isFailedStatus)) return 'failed';
  if (bare && named(fields, 'code').some(isNameOfError)) return 'failed';
  const messages = bare ? named(fields, 'message', 'msg', 'detail', 'title') : [];
  if (named(onlyOne(fields), ...SUCCESS).some(isFalse)) return 'failed';
  return wordOfAll([...named(fields, ...WRAPPERS), ...messages], depth);
}

/** What a single name leads to: `{"lookup": {"ok": false}}`. What else is in it is about the thing of that name. */
function onlyOne(fields: Record<string, unknown>): Record<string, unknown> {
  const [only, ...others] = Object.values(fields);
  return others.length === 0 ? part(only) : {};
}

/** Of several, all have to say so: what failed in part has worked in part. */
function wordOfAll(values: readonly unknown[], depth: number): Word {
  const words = values.slice(0, LOOKED.entries).map((value) => wordOf(value, depth - 1));
  return words.length > 0 && words.every((word) => word === 'failed') ? 'failed' : undefined;
}

function wordOf(value: unknown, depth: number): Word {
  if (depth === 0) return undefined;
  if (Array.isArray(value)) return wordOfAll(value, depth);
  if (isObject(value)) return wordOfFields(value, depth);
  if (typeof value !== 'string') return undefined;
  const json = /^\s*[[{"]/.test(value) && value.length <= LOOKED.json ? parsedJson(value.trim()) : undefined;
  if (json !== undefined) return wordOf(json, depth - 1);
  return saysItFailed(value) ? 'failed' : undefined;
}

/** What an error may be called before the word: "internal server error". */
const KIND =
  '(?:an?|the|your|internal|server|unexpected|unknown|unhandled|unspecified|http|https|network|connection|api|fatal|validation|runtime|database|db|system|tool|function|execution|request|authentication|authorization|gateway|upstream|backend|syntax|parse|critical|temporary|technical|general|generic|socket|dns|ssl|tls|timeout|lambda|webhook|integration|service)';

/** Politeness, and who speaks, before it is said. */
const LEAD =
  "(?:(?:i am|i'm|we are|we're) (?:very )?(?:sorry|afraid)[,:]? ?(?:but )?|sorry[,:!.]? ?(?:but )?|unfortunately[,:]? ?|oops[,:!.]? ?|whoops[,:!.]? ?|uh[- ]oh[,:!.]? ?|warning: |(?:there was|there has been|we (?:got|had|encountered)|i (?:got|encountered)|(?:the )?(?:tool|server|api|backend|service|system|webhook|function|request|call|lookup)(?: call| request)? (?:returned|answered|responded|replied|reported|threw|raised|encountered|failed)(?: with)?):? ?)*";

const DOES =
  '(?:reach|connect|fetch|retrieve|load|complete|process|access|get|execute|contact|perform|finish|parse|read|query|open|call|run|establish|communicate|authenticate|respond|answer|handle)';

/** How it is said that something came to nothing, from the beginning of a sentence on. */
const FAILURES: readonly RegExp[] = [
  // "Error: ...", "An unexpected error occurred", "TypeError: ...", "HTTP error 503"
  `(?:${KIND} ){0,5}(?:error|exception|failure)s?(?: code)?(?: ?[:(\\[–—]| ?- | \\d{3}\\b| (?:has |have )?(?:occurred|happened)\\b| while\\b| when\\b| during\\b| in (?:the )?(?:tool|server|function|request|workflow|thread)\\b| executing\\b| from\\b| (?:calling|fetching|processing|connecting|getting|retrieving|loading)\\b|[.!]?$)`,
  '[a-z][a-z.$]*(?:error|exception)(?: ?:|[.!]?$)',
  '(?:uncaught|traceback|unhandled)\\b|(?:undefined|null) is not (?:an?|iterable|defined)\\b',
  '(?:(?:there (?:is|was) )?an? )?(?:problem|issue) (?:executing|processing|fetching|loading|calling|connecting|communicating|reaching)\\b',
  'upstream (?:request timeout|connect error|timed out)|no healthy upstream',
  // "Failed to fetch", "Request failed with status code 500"
  'fail$|failed(?: to [a-z]+| ?[:(–—]| ?- | with\\b| after\\b| because\\b|[.!]?$)',
  `(?:the |your |this |our )?(?:[a-z_.-]+ ){0,2}(?:request|call|tool|lookup|look-up|operation|query|fetch|execution|connection|function|api|webhook|action|search|server|job|workflow|process|step|command|login|authentication|transfer)(?: call| request| execution)? (?:has |have )?(?:failed|timed out|was aborted|was refused|was reset|was rejected|was not successful|did not (?:respond|answer|succeed|work))\\b`,
  '(?:the )?[a-z]+(?: [a-z]+)? failed ?[:–—(]',
  '(?:err|error|e)_[a-z0-9_]+$',
  'failure(?: to [a-z]+|[:.!]|$)',
  // "Could not reach the server", "unable to connect"
  `(?:(?:i|we|it|you|the (?:system|server|tool|service|backend|api)) )?(?:could not|couldn't|cannot|can't|can not|was not able to|were not able to|wasn't able to|is not able to|am not able to|am unable to|are unable to|was unable to|were unable to|is unable to|unable to) (?:be )?(?:currently |right now )?(?:${DOES}(?:ed|d)?|look(?:ed)? up)\\b`,
  `(?:the |your |this )?(?:[a-z_-]+ ){0,3}(?:could not|couldn't|cannot|can't) be (?:reached|completed|processed|executed|loaded|retrieved|fetched|performed|contacted|accessed|parsed|read|queried|established|answered|handled)\\b`,
  // Time
  '(?:the |your )?(?:[a-z_-]+ ){0,3}(?:has )?timed[- ]?out\\b',
  '(?:the )?(?:request |connection |read |gateway |server |response |tool |execution |operation )?time-?out(?: of \\d| exceeded| reached| while| after| error|[:.!]|$)',
  '(?:the )?(?:[a-z]+ )?deadline exceeded\\b',
  // HTTP
  '(?:error |received |got |returned )?(?:http(?:/\\d(?:\\.\\d)?)?|status(?: code)?|response code)(?: status)?(?: code)?(?: error)?:? ?[45]\\d\\d\\b(?! means)',
  '[45]\\d\\d(?: ?[:–—-] ?| )?(?:bad request|unauthorized|forbidden|not found|method not allowed|conflict|gone|unprocessable|too many|internal|not implemented|bad gateway|service unavailable|gateway time|client error|server error)',
  '[45]\\d\\d[.!]?$',
  '(?:the )?(?:[a-z]+ )?(?:service|server|api|backend|tool|system|database)(?: is| was)? (?:temporarily |currently |unfortunately )*(?:unavailable|unreachable|down|offline|not available|not reachable|not responding|overloaded)\\b',
  '(?:bad gateway|unauthorized|unauthorised|forbidden|access denied|permission denied)(?: ?[:.!,(–—-]|$)',
  '(?:too many requests|rate limit(?:ed| exceeded| reached)|quota exceeded|not authori[sz]ed|not authenticated|invalid (?:api key|token|credentials|signature|response|json)|missing (?:authentication|api key|credentials|parameter|required)|connection (?:refused|reset|closed|aborted|lost|error)|socket hang up|network (?:error|failure|unreachable)|fetch failed|(?:(?:read|write|connect) )?econn[a-z]+|etimedout|enotfound|eai_again|getaddrinfo|unexpected (?:token|end of)|no response)\\b',
  // Vapi's own, and ours
  '(?:ok, )?no results? (?:was |were )?returned\\b',
  '(?:there is )?no (?:such )?tool\\b',
  '(?:the )?(?:tool|function)(?: [a-z_0-9"\'`-]+)? (?:was not found|not found|does not exist|is not (?:available|defined|callable|configured)|could not|returned no|gave no)\\b',
  'your server rejected\\b',
  '(?:something|things) (?:went|has gone|have gone) wrong\\b',
  'internal server error\\b',
  // German, Spanish, French
  '(?:es ist |da ist |leider ist )?(?:leider )?(?:ein |ein(?:en)? unerwarteter |interner |unbekannter |unerwarteter )?(?:server|netzwerk|verbindungs|system)?fehler(?: ?[:(–—]| beim\\b| bei der\\b| ist aufgetreten| aufgetreten|[.!]?$)',
  '(?:die |der |das )?(?:[a-zäöüß]+ )?(?:anfrage|abfrage|aufruf|verbindung|suche|aktion|vorgang)(?: ist)? (?:leider )?(?:fehlgeschlagen|gescheitert|abgebrochen)\\b',
  'zeitüberschreitung\\b|(?:der )?(?:server|dienst) (?:ist )?nicht (?:erreichbar|verfügbar)|fehlgeschlagen\\b',
  '(?:se (?:ha producido|produjo)|ha ocurrido|ocurrió|hubo) un (?:[a-zé]+ )?error\\b|error (?:interno|inesperado|desconocido|al |de (?:red|conexión|servidor))',
  '(?:la |el )?(?:solicitud|petición|consulta|llamada|conexión|operación) (?:ha fallado|falló|fracasó)(?!\\p{L})|no se (?:pudo|ha podido) (?:conectar|completar|procesar|obtener|acceder)\\b|tiempo de espera agotado\\b',
  "(?:une )?erreur(?: [a-zé]+)?(?: ?[:(–—]| s'est produite| est survenue| lors\\b| interne| serveur|[.!]?$)",
  "(?:la |le |l')?(?:requête|demande|appel|connexion|recherche|opération) a échoué(?!\\p{L})|échec (?:de|du|lors)\\b|impossible de (?:joindre|se connecter|récupérer|traiter|charger)\\b|délai (?:d'attente )?dépassé(?!\\p{L})",
].map((source) => new RegExp(`^(?:${LEAD})(?:${source})`, 'iu'));

/** What fails as a customer's own, and may fail as a tool's. */
const CUSTOMERS =
  '(?:the |your |our |this )?(?:[a-z]+ ){0,3}(?:log-?in|connection|transfer|service|system|network|internet)';
/** When or where it was. */
const ONCE =
  "(?:(?:at|since|until|around|before|between|from) \\d{1,2}(?::\\d\\d\\b(?!:)| ?(?:[ap]\\.?m\\b|o'clock\\b|and \\d))|yesterday\\b|last (?:night|week|month|year)\\b|this (?:morning|week|month|year)\\b|in your (?:area|street|building)\\b|twice\\b|(?:on|since|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day\\b)";

/** "Failed payments: none", "errors: 0", "Error code E4 means ...": an error is spoken of, and none has happened. */
const SPOKEN_OF: readonly RegExp[] = [
  /[:=]\s*(?:0|none|no|nil|null|false|keine?|ninguno|ninguna|aucune?|n\/a)\b[\s.]*$/iu,
  /^(?:the )?(?:[\p{L}-]+ )?(?:error|exception|failure)s?(?: codes?| message)?:? (?:code )?["'“]?[\p{L}\d-]*["'”]? ?(?:means?|indicates?|stands for|is (?:caused|shown|displayed|due|a|an|the)|refers|occurs)\b/iu,
  /\b(?:error|failure)-free\b/iu,
  // "Your last login failed at 9:14": what is the customer's, told with its time or place, is no news of this answer.
  new RegExp(
    `^(?:${CUSTOMERS})\\b.*\\b(?:failed(?! to\\b)|down|offline|unavailable)\\b.*\\b(?:${ONCE})`,
    'iu',
  ),
];

/** The page of a gateway that has no answer: its words tell. */
const PAGE = /^\s*<(?:!doctype|html|head|title|\?xml)\b/i;

/** Not "e.g. " or "3.5": a sentence ends before a space. */
const SENTENCE_END = /(?<=[.!?])\s+|\n+/;

/** Whether a text says that nothing came of it, and does not only speak of errors. */
function saysItFailed(text: string): boolean {
  const plain = PAGE.test(text) ? text.slice(0, 10 * LOOKED.text).replace(/<[^<>]*>/g, '\n') : text;
  const whole = plain.replace(/[’`]/g, "'").trim();
  const sentences = whole.slice(0, LOOKED.text).split(SENTENCE_END);
  // A long text tells in its first sentence what it is about.
  const read = whole.length > LOOKED.text ? sentences.slice(0, 1) : sentences;
  return read.some((sentence) => {
    const said = sentence
      .replace(/["“”„]/g, '')
      .replace(/^[\s'*#>([{-]+/u, '')
      .replace(/[')\]}]+$/u, '');
    return !SPOKEN_OF.some((one) => one.test(said)) && FAILURES.some((one) => one.test(said));
  });
}

/**
 * What the entry of a tool's answer means, by its meaning and not by its first word: flags, status fields and errors of
 * JSON, also inside of texts and wrappers, and sentences that say that nothing came of it. What somebody did not find is
 * an answer. Never throws.
 */
export function toolVerdict(entry: unknown): ToolVerdict {
  const { result, error } = part(entry);
  if (typeof result === 'string' && PENDING.test(result)) return 'none';
  const own = typeof result === 'string' ? ownVerdict(result) : undefined;
  if (own !== undefined) return own;
  if (isError(error)) return 'failed';
  return wordOf(result, LOOKED.depth) ?? 'worked';
}
