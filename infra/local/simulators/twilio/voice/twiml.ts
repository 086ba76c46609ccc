import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Method } from './leg.ts';
import {
  type ElementName,
  fits,
  isElementName,
  RULES,
  SSML,
  VERBS,
  type VerbName,
  type Where,
} from './schema.ts';

export type Element = {
  readonly name: ElementName;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  readonly text: string;
};
export type Verb = Element & { readonly name: VerbName };
export type Twiml = { is: 'twiml'; verbs: Verb[] } | { is: 'wrong'; code: 12100 | 12200; why: string };

class NotTwiml extends Error {
  readonly code: 12100 | 12200;
  constructor(code: 12100 | 12200, why: string) {
    super(why);
    this.code = code;
  }
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

type Node = { name: string; attributes: ReadonlyMap<string, string>; inner: readonly unknown[] };
const TEXT = '#text';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One thing in a list of the parser's: an element, or a text. */
const nodeOf = (value: unknown): Node | string => {
  if (!isRecord(value)) throw new NotTwiml(12100, 'Document parse failure');
  const { ':@': attributes, ...rest } = value;
  const [[name, inner] = ['', undefined]] = Object.entries(rest);
  if (name === TEXT) return String(inner);
  const named = isRecord(attributes) ? Object.entries(attributes) : [];
  return {
    name,
    attributes: new Map(named.map(([key, text]) => [key, String(text)])),
    inner: Array.isArray(inner) ? inner : [],
  };
};

const spoken = (inner: readonly unknown[]): string =>
  inner
    .map((value) => {
      const node = nodeOf(value);
      if (typeof node === 'string') return node;
      if (!SSML.includes(node.name)) throw new NotTwiml(12200, `<${node.name}> does not belong into <Say>`);
      return spoken(node.inner);
    })
    .join('');

const elementOf = ({ name, attributes, inner }: Node, allowed: readonly ElementName[]): Element => {
  if (!isElementName(name)) throw new NotTwiml(12200, `unknown element <${name}>`);
  if (!allowed.includes(name)) throw new NotTwiml(12200, `<${name}> does not belong here`);
  const rule = RULES[name];
  for (const [key, value] of attributes) {
    const kind = Object.hasOwn(rule.attributes, key) ? rule.attributes[key] : undefined;
    if (kind === undefined) throw new NotTwiml(12200, `<${name}> has no attribute ${key}`);
    if (!fits(kind, value)) throw new NotTwiml(12200, `${key}="${value}" is not allowed in <${name}>`);
  }
  if (name === 'Say') return { name, attributes, children: [], text: tidy(spoken(inner)) };
  const { children, text } = contentOf(inner, rule.children ?? []);
  if (text !== '' && rule.text !== true) throw new NotTwiml(12200, `<${name}> takes no text`);
  return { name, attributes, children, text };
};

const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

const contentOf = (inner: readonly unknown[], allowed: readonly ElementName[]) => {
  const nodes = inner.map(nodeOf);
  return {
    children: nodes.filter((node) => typeof node !== 'string').map((node) => elementOf(node, allowed)),
    text: nodes
      .filter((node) => typeof node === 'string')
      .join('')
      .trim(),
  };
};

const isVerb = (element: Element, where: Where): element is Verb =>
  VERBS[where].some((name) => name === element.name);

/** Reads a document as strictly as Twilio does: 12100 where it is no XML, 12200 where it is no TwiML. */
export const parseTwiml = (xml: string, where: Where): Twiml => {
  try {
    if (XMLValidator.validate(xml) !== true) throw new NotTwiml(12100, 'Document parse failure');
    const parsed: unknown = parser.parse(xml);
    const roots = (Array.isArray(parsed) ? parsed : [])
      .map(nodeOf)
      .filter((node) => typeof node !== 'string')
      .filter(({ name }) => name !== '?xml');
    const [root] = roots;
    if (root === undefined || roots.length > 1 || root.name !== 'Response')
      throw new NotTwiml(12100, 'the root is not <Response>');
    const { children, text } = contentOf(root.inner, VERBS[where]);
    if (text !== '') throw new NotTwiml(12200, '<Response> takes no text');
    return { is: 'twiml', verbs: children.filter((child) => isVerb(child, where)) };
  } catch (error) {
    if (!(error instanceof NotTwiml)) throw error;
    return { is: 'wrong', code: error.code, why: error.message };
  }
};

export const textOf = ({ attributes }: Element, name: string): string | undefined => attributes.get(name);
/** The schema has seen to it that it is a whole number. */
export const wholeOf = ({ attributes }: Element, name: string, otherwise: number): number =>
  Number(attributes.get(name) ?? otherwise);
export const flagOf = ({ attributes }: Element, name: string, otherwise = false): boolean =>
  (attributes.get(name) ?? String(otherwise)) === 'true';
export const methodOf = ({ attributes }: Element, name = 'method'): Method =>
  attributes.get(name) === 'GET' ? 'GET' : 'POST';
