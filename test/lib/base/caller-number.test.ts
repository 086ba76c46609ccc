import { describe, expect, it } from 'vitest';
import { callerNumberOf } from '../../../lib/base/caller-number.ts';
import { e164Of } from '../../../lib/base/phone-number.ts';

const UNREAL = [
  '+266696687',
  '+86282452253',
  '+8656696',
  '+2562533',
  '+7378742833',
  '+7748283',
  '+464',
  '+15550123',
  'anonymous',
  'Restricted',
  'unavailable',
  '',
  'client:bob',
  'sip:a@b.example.com',
  'whatsapp:+14155550123',
];

describe('A caller id', () => {
  it.each([
    '+14155550123',
    '+15550100123',
    '+18002222222',
    '+447700900123',
    '+4930123456',
    '+61491570006',
  ])('that is a number is one: %s', (id) => {
    expect(callerNumberOf(id)).toBe(id);
  });

  it.each([
    '+10000000000',
    '+11111111111',
    '+14150000000',
    '+49000000000',
    '+999999999999',
  ])('of no plan is no number, so that those who show it are not one caller: %s', (id) => {
    expect(callerNumberOf(id)).toBeUndefined();
  });

  it.each(UNREAL)('that nobody can be called on is no number: %j', (id) => {
    expect(callerNumberOf(id)).toBeUndefined();
  });

  it.each(
    UNREAL.filter((id) => id.startsWith('+')),
  )('is none either when it is said as a number: %s', (id) => {
    expect(e164Of(id)).toBeUndefined();
  });

  it('may be missing', () => {
    expect(callerNumberOf(undefined)).toBeUndefined();
  });
});
