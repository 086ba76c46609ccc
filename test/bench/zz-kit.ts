import { readdirSync, readFileSync } from 'node:fs';
import { LOCAL_VAPI } from '../../infra/local/local-values.ts';
import { readConversation, readCall } from '../../lib/aws/call-store.ts';
import { startProduct, type Product } from '../e2e/product.ts';
import { postVapi, vapiHeaders } from '../e2e/signed.ts';
export const fx = (n: string): any => JSON.parse(readFileSync(`/work/shared/fixtures/vapi/${n}.json`, 'utf8'));
export const open = (s: Record<string, string> = {}, ...r: any[]) => (startProduct as any)({ HANDOFF_WINDOW_SECONDS: '2', ...s }, ...r) as Promise<Product>;
let n = 0;
export const id = () => `zz-${process.pid}-${n++}`;
export const send = async (p: Product, message: any) => {
  const body = typeof message === 'string' ? message : JSON.stringify({ message });
  return postVapi(p.system.url, body, vapiHeaders(body, Date.now(), LOCAL_VAPI.VAPI_SERVER_SECRET));
};
export const said = async (p: Product, callId: string) => {
  await p.system.idle();
  return (await readConversation(p.records, Date.now)(callId)).map(({ role, text }) => `${role}: ${text.length > 100 ? text.slice(0, 60) + '...' + text.length : text}`);
};
export const call = async (p: Product, callId: string) => { await p.system.idle(); return (await readCall(p.records, Date.now)(callId)).call; };
export const scan = async (p: Product) => {
  const r: any = await p.records.client.call('Scan' as any, { TableName: p.records.name } as any);
  return r.Items as any[];
};
export const base = (callId: string, more: any = {}) => ({ timestamp: Date.now(), call: { id: callId, type: 'inboundPhoneCall', monitor: { controlUrl: undefined }, ...more.call }, ...more.m });
let bad = 0;
export const check = (name: string, got: unknown, want: unknown) => {
  const [g, w] = [JSON.stringify(got), JSON.stringify(want)];
  if (g === w) console.log('ok   ', name);
  else { bad++; console.log('FAIL ', name, '\n   got ', g?.slice(0, 900), '\n   want', w?.slice(0, 600)); }
};
export const end = async (p: Product) => { const d = await p.system.deadLetters(); console.log('dead letters', JSON.stringify(d).slice(0, 500)); await p.stop(); console.log('bad', bad); process.exit(0); };
