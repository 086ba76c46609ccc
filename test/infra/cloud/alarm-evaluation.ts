import { ofType, type Templates } from './synthesized.ts';

/** What is put into a metric at a minute: `{ outcome_no_agent: 1, handoff_ended: 1 }`. */
export type Happening = { minute: number; metrics: Readonly<Record<string, number>> };

type Metric = { name: string; statistic: string; periodSeconds: number };
type Rule = {
  name: string;
  expression: string;
  metrics: Readonly<Record<string, Metric>>;
  threshold: number;
  periods: number;
  periodSeconds: number;
  missing: string;
};

/** The alarms of a template, as CloudWatch reads them: one metric is the expression `m`. */
export function alarmRules({ service }: Templates): Map<string, Rule> {
  const rules = ofType(service, 'AWS::CloudWatch::Alarm').map(([, { Properties: made }]): [string, Rule] => {
    const parts: { Id: string; Expression?: string; MetricStat?: never }[] = made.Metrics ?? [
      {
        Id: 'm',
        MetricStat: { Metric: made, Stat: made.Statistic ?? made.ExtendedStatistic, Period: made.Period },
      },
    ];
    const metrics = Object.fromEntries(
      parts.flatMap(({ Id, MetricStat: stat }): [string, Metric][] =>
        stat === undefined ? [] : [[Id, metricOf(stat)]],
      ),
    );
    const periods = Object.values(metrics).map(({ periodSeconds }) => periodSeconds);
    const [periodSeconds = 0] = periods;
    if (periods.some((one) => one !== periodSeconds)) throw new Error(`${made.AlarmName} mixes periods`);
    if (made.ComparisonOperator !== 'GreaterThanOrEqualToThreshold') throw new Error(made.ComparisonOperator);
    const name = String(made.AlarmName).replace('voice-handoff-dev-', '');
    const expression = parts.find(({ Expression }) => Expression !== undefined)?.Expression ?? 'm';
    const { Threshold: threshold, EvaluationPeriods: evaluated, TreatMissingData: missing } = made;
    return [name, { name, expression, metrics, threshold, periods: evaluated, periodSeconds, missing }];
  });
  return new Map(rules);
}

function metricOf(stat: { Metric: { MetricName: string }; Stat: string; Period: number }): Metric {
  return { name: stat.Metric.MetricName, statistic: stat.Stat, periodSeconds: stat.Period };
}

/** The minutes at which an alarm begins to ring, looked at every minute over windows that end then (a sliding window). */
export function ringsAt(rule: Rule, happenings: readonly Happening[], minutes: number): number[] {
  const valueAt = valuesOf(rule, happenings, minutes);
  const began: number[] = [];
  let rang = false;
  for (let now = 1; now <= minutes; now += 1) {
    const windows = Array.from(
      { length: rule.periods },
      (_, index) => now - (index * rule.periodSeconds) / 60,
    );
    const rings = windows.every((end) => {
      const value = valueAt(end);
      return value === undefined ? rule.missing === 'breaching' : value >= rule.threshold;
    });
    if (rings && !rang) began.push(now);
    rang = rings;
  }
  return began;
}

/**
 * The expression over the window that ends at a minute; undefined where one of its metrics has no data then. Computed once
 * for what is in a window, which most minutes have from the one before: thousands of minutes, a few dozen happenings.
 */
function valuesOf(rule: Rule, happenings: readonly Happening[], minutes: number): (end: number) => Value {
  const inOrder = happenings.toSorted((one, other) => one.minute - other.minute);
  const before: number[] = [];
  for (let minute = 0, count = 0; minute <= minutes; minute += 1) {
    while ((inOrder[count]?.minute ?? minute) < minute) count += 1;
    before.push(count);
  }
  const known = new Map<string, Value>();
  return (end) => {
    const [from, to] = [end - rule.periodSeconds / 60, end].map((minute) => before[Math.max(0, minute)]);
    const window = `${from} ${to}`;
    if (!known.has(window)) known.set(window, valueIn(rule, inOrder.slice(from, to)));
    return known.get(window);
  };
}

function valueIn(rule: Rule, happenings: readonly Happening[]): Value {
  const read = (id: string): Value => {
    const metric = rule.metrics[id];
    if (metric === undefined) throw new Error(`${rule.name} reads ${id}, which is nothing`);
    const values = happenings.flatMap(({ metrics }) => metrics[metric.name] ?? []);
    return values.length === 0 ? undefined : statisticOf(metric.statistic, values);
  };
  return evaluate(rule.expression, read);
}

function statisticOf(statistic: string, values: readonly number[]): number {
  switch (statistic) {
    case 'Sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'SampleCount':
      return values.length;
    case 'Maximum':
      return Math.max(...values);
    case 'Average':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    default:
      throw new Error(`no statistic ${statistic} here`);
  }
}

type Value = number | undefined;

/** So much of CloudWatch's metric math as the alarms use; anything else throws. No data in, no data out, but for FILL. */
export function evaluate(expression: string, read: (id: string) => Value): Value {
  const tokens = expression.match(/>=|<=|[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/<>(),]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(' ', '')) throw new Error(`cannot read ${expression}`);
  let at = 0;
  const take = (wanted: string) => {
    if (tokens[at] !== wanted) throw new Error(`${wanted} is missing in ${expression}`);
    at += 1;
  };
  const both = (left: Value, right: Value, of: (a: number, b: number) => number): Value =>
    left === undefined || right === undefined ? undefined : of(left, right);
  const given = (): Value[] => {
    take('(');
    const values = [comparison()];
    while (tokens[at] === ',') {
      at += 1;
      values.push(comparison());
    }
    take(')');
    return values;
  };
  function atom(): Value {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw new Error(`${expression} ends too early`);
    if (/^\d/.test(token)) return Number(token);
    if (token === '(') {
      at -= 1;
      return given()[0];
    }
    if (token === 'IF') {
      const [condition, yes, no] = given();
      return condition === undefined ? undefined : condition !== 0 ? yes : no;
    }
    if (token === 'FILL') {
      const [value, instead] = given();
      return value ?? instead;
    }
    return read(token);
  }
  function product(): Value {
    let value = atom();
    while (tokens[at] === '*' || tokens[at] === '/') {
      const operator = tokens[at];
      at += 1;
      value = both(value, atom(), (a, b) => (operator === '*' ? a * b : a / b));
    }
    return value;
  }
  function sum(): Value {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') {
      const operator = tokens[at];
      at += 1;
      value = both(value, product(), (a, b) => (operator === '+' ? a + b : a - b));
    }
    return value;
  }
  function comparison(): Value {
    const value = sum();
    const operator = tokens[at];
    const compares: Record<string, (a: number, b: number) => boolean> = {
      '>=': (a, b) => a >= b,
      '<=': (a, b) => a <= b,
      '<': (a, b) => a < b,
      '>': (a, b) => a > b,
    };
    const compare = operator === undefined ? undefined : compares[operator];
    if (compare === undefined) return value;
    at += 1;
    return both(value, sum(), (a, b) => Number(compare(a, b)));
  }
  const value = comparison();
  if (at !== tokens.length) throw new Error(`cannot read all of ${expression}`);
  return value;
}
