const TEXTS = /'[^']*'|"[^"]*"/g;
const NAMES = /[A-Za-z_][\w-]*(?:\.[\w-]+)*/g;
const WORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'HAS', 'CONTAINS', 'TRUE', 'FALSE', 'NULL']);

/** Returns the names of attributes in an expression of TaskRouter's, each once. */
export function namesIn(expression: string): string[] {
  const bare = expression.replace(TEXTS, ' ');
  const names = (bare.match(NAMES) ?? []).filter((one) => !WORDS.has(one.toUpperCase()));
  return [...new Set(names)];
}

/** Returns the attributes that have to be lists for the expression to be true. */
export function listsIn(expression: string): string[] {
  const bare = expression.replace(TEXTS, "''");
  return [...new Set([...bare.matchAll(/([A-Za-z_][\w.-]*)\s+HAS\b/gi)].map(([, name = '']) => name))];
}

/** What the tasks of handoffs, callbacks and reviews carry (docs/task-attributes.md). */
const CARRIED = new Set([
  'type',
  'handoff_id',
  'handoff_try',
  'vapi_call_id',
  'call_sid',
  'name',
  'name_source',
  'from',
  'to',
  'direction',
  'language',
  'department',
  'skills',
  'urgency',
  'customer_id',
  'customer_id_source',
  'account_status',
  'account_status_source',
  'reason',
  'summary',
  'summary_source',
  'sentiment',
  'unresolved_topics',
  'captured',
  'messages',
  'context_url',
  'subject',
  'conversations',
  'callback_number',
  'other_number',
  'when',
  'requested_at',
  'missing',
  'missing_count',
  'call_handoff_id',
]);
/** What Twilio adds to a task by which a caller stands in a queue. */
const ADDED = /^(?:call|caller|called|from|to|account|api)_/;

/** Whether a task of ours can have this attribute, `captured.order_number` included. */
export function isCarried(attribute: string): boolean {
  const [first = ''] = attribute.split('.');
  return CARRIED.has(first) || ADDED.test(first) || first === 'caller' || first === 'called';
}
