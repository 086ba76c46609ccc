import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolVerdict } from '../../../lib/vapi/tool-result.ts';
import { cpuCost } from '../../cpu-time.ts';

const FAILED: readonly unknown[] = [
  // Flags
  { success: false },
  { ok: false },
  { ok: 0 },
  { success: 'no' },
  { success: 'False', message: 'Slot is gone' },
  { status: 'unavailable' },
  { success: 'false', message: 'Slot is gone' },
  { succeeded: false, data: { order: 7 } },
  { isError: true, content: [{ type: 'text', text: 'The calendar did not answer.' }] },
  { hasError: true },
  { failed: true, order: 7 },
  // Status
  { status: 'error' },
  { status: 'error', data: null },
  { status: 'ERROR', message: 'x' },
  { status: 'fail', data: {} },
  { status: 'failed', message: 'no answer from the warehouse' },
  { status: 'timeout' },
  { outcome: 'failure' },
  { status: 500 },
  { status: '503', message: 'Service Unavailable' },
  { statusCode: 404, message: 'Not Found', error: 'Not Found' },
  { status_code: 422, detail: 'x' },
  { httpStatus: 502 },
  { code: 401, message: 'Unauthorized' },
  { response: { status: 504 } },
  { status: { code: 500, message: 'x' } },
  { meta: { status: 500 }, response: [] },
  { timeout: true },
  { jsonrpc: '2.0', id: 1, result: null, error: { code: -32603, message: 'Internal error' } },
  // Errors
  { error: 'x' },
  { error: true },
  { error: { message: 'The order service is away' } },
  { error: { code: 'E_TIMEOUT' } },
  { errors: [{ message: 'bad id' }] },
  { errors: ['bad id'], data: null },
  { data: { user: null }, errors: [{ message: 'Cannot query field' }] },
  { error_message: 'no such host' },
  { errorMessage: 'Task timed out after 3.00 seconds', errorType: 'Sandbox.Timedout' },
  { exception: 'NullPointerException' },
  { err: 'ECONNREFUSED' },
  { error: 'x', data: { order: 7 } },
  { code: 'ECONNABORTED' },
  { code: 'ERR_BAD_RESPONSE', name: 'AxiosError' },
  { detail: 'Not authenticated' },
  { code: 0, message: 'There was a problem executing the workflow' },
  { message: 'Error in workflow' },
  { error: { code: 0, message: 'no such host' } },
  // Inside of something
  { result: { success: false } },
  { body: '{"success":false}' },
  { data: { error: { message: 'x' } } },
  { statusCode: 200, body: '{"error":"database is locked"}' },
  { lookup: { ok: false } },
  { results: [{ toolCallId: 'a', error: 'There is no tool of this name.' }] },
  [{ success: false }, { success: false }],
  { message: 'Internal server error' },
  { message: 'Endpoint request timed out' },
  { message: 'Request failed with status code 500', code: 'ERR_BAD_RESPONSE', name: 'AxiosError' },
  { content: [{ type: 'text', text: 'Error: fetch failed' }] },
  { result: '{"status":"error"}' },
  // JSON in text, and in text again
  '{"error":"x"}',
  ' { "success" : false } ',
  '{"error":{"message":"x"},"data":null}',
  JSON.stringify('{"ok":false}'),
  JSON.stringify({ result: JSON.stringify({ error: 'x' }) }),
  '[{"error":"x"}]',
  '"Error: no route to host"',
  // Sentences
  'Error: connect ECONNREFUSED 10.0.0.7:443',
  'error',
  'Error.',
  'Server error',
  'An unexpected error occurred.',
  'An error has occurred while fetching the order',
  'Internal Server Error',
  'TypeError: Cannot read properties of undefined',
  'HTTP 503',
  'HTTP/1.1 502 Bad Gateway',
  'HTTP error 429: Too Many Requests',
  '503 Service Unavailable',
  '404',
  'Status code: 500',
  'Request failed with status code 404',
  'Failed to fetch the order.',
  'Failed.',
  'failed: no answer',
  'The tool call failed.',
  'Your request could not be completed.',
  'The lookup failed because the database is down.',
  'I could not reach the calendar.',
  "Sorry, I couldn't connect to the order system.",
  'Unable to process your request at this time.',
  'We were unable to retrieve the invoice.',
  'Request timed out after 20 seconds',
  'timeout of 20000ms exceeded',
  'Timed out.',
  'Gateway Timeout',
  'The service is temporarily unavailable.',
  'The booking system is down',
  'Something went wrong. Please try again later.',
  'Booking failed: server error',
  'Error from server: bad',
  'ERROR_TIMEOUT',
  'Server responded with 503',
  'There was an error processing your request.',
  'Oops, something went wrong',
  'Unauthorized',
  'Rate limit exceeded',
  'socket hang up',
  'fetch failed',
  'read ECONNRESET',
  'fail',
  // What was asked for had a time of its own.
  "Failed to fetch last month's invoices.",
  'Could not retrieve the slots between 2 and 4.',
  'Unable to load the appointments on Monday.',
  'Error fetching the slot at 9:00.',
  'The request failed at 9:00.',
  'The lookup failed for last week.',
  'java.lang.NullPointerException',
  'Exception in thread main',
  'undefined is not a function',
  'upstream request timeout',
  'upstream connect error or disconnect/reset before headers',
  'Unable to look up the order.',
  '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>',
  '<!DOCTYPE html>\n<html><body><h1>Internal Server Error</h1></body></html>',
  'getaddrinfo ENOTFOUND api.example.com',
  // Vapi's own, and ours
  'No result returned.',
  'ok, no result returned',
  'Your server rejected `tool-calls` webhook. Error: timeout of 20000ms exceeded',
  'Tool call timed out',
  'There is no tool of this name.',
  'The tool returned an error: 500',
  // Other languages
  'Fehler: keine Verbindung',
  'Es ist ein Fehler aufgetreten.',
  'Es ist leider ein Fehler aufgetreten.',
  'Die Abfrage ist fehlgeschlagen.',
  'Zeitüberschreitung der Anfrage',
  'Se produjo un error.',
  'La solicitud falló',
  'No se pudo completar la operación',
  'Une erreur est survenue.',
  'La requête a échoué',
  'Impossible de joindre le serveur',
];

const WORKED: readonly unknown[] = [
  undefined,
  null,
  '',
  'ok',
  'Success.',
  7,
  true,
  [],
  {},
  // Fields that are called an error and hold none
  { error: null, data: { order: 7 } },
  { error: false, slots: [] },
  { error: '', order: 7 },
  { error: 'none', order: 7 },
  { error: 'No error', order: 7 },
  { error: 0, order: 7 },
  { error: [], order: 7 },
  { error: {}, order: 7 },
  { errors: [], order: 7 },
  { errors: 0, imported: 40 },
  { errors: 3, imported: 40 },
  { error: { code: 0, message: '' }, order: 7 },
  { error: { code: 0, message: 'OK' }, order: 7 },
  { error: { code: 200, message: 'No error occurred' }, order: 7 },
  { errorCode: 'SUCCESS', order: 7 },
  { errorCode: '00', order: 7 },
  { error_message: null, balance: 0 },
  { hasErrors: false, isError: false, failed: false },
  { success: true, error: 'none' },
  { success: true, error: 'Card ending 42 expires soon' },
  { data: { order: 7 }, errors: [{ message: 'the picture is missing' }] },
  [{ success: true }, { success: false }],
  // What the result is about is something else than how it went
  { payment: { status: 'failed', amount: 40 } },
  { ticket: { status: 'error' } },
  { ticket: { title: 'Error 500 on login', status: 'open' } },
  { last_error: null, state: 'running' },
  { found: false },
  { eligible: false, reason: 'too young' },
  { status: 'failed', payment_id: 'p-1', amount: 40 },
  { order: 7, status: 'rejected', reason: 'out of stock' },
  { status: 'unavailable', nextSlot: '9:00' },
  { available: false, status: 'unavailable' },
  { history: [{ error: 'E4' }, { error: 'E5' }], device: 'boiler' },
  { status: 'ok' },
  { status: 200, body: '{"order":7}' },
  { status: 'open', ticket: 404 },
  { status: 'not_found' },
  { code: 450, name: 'Radiator' },
  { failed_payments: 0 },
  { failures: [], runs: 12 },
  { message: 'No error found.' },
  { message: 'Your parcel comes tomorrow.' },
  { result: 'The ticket was closed after the error was mended.' },
  // Sentences that speak of errors
  'Failed payments: none',
  'Failed payments last month: none.',
  'Failed payments: 2, both of them paid since.',
  'errors: 0',
  'Errors: none',
  'No error found',
  'No errors.',
  'There is no error on the account.',
  'There were no failed payments.',
  'Error code E4 means that the filter is full.',
  'The error code E4 means the filter is full.',
  'Error E4 is shown when the filter is full.',
  'Error 42 means that the door is open.',
  'To clear the error, hold the reset button for five seconds.',
  'If the error comes again, call us.',
  'Your ticket was updated after the failed login.',
  'The last payment failed on 3 May; it was paid on 5 May.',
  'Your order 503 is on its way.',
  '404 points',
  'Room 500 is free.',
  'The session timeout is 30 minutes.',
  'I could not find an order with that number.',
  'No orders were found.',
  'No result for this number.',
  'There are no free slots on Monday.',
  'The parcel could not be delivered because nobody was at home.',
  'The customer wrote: "I get an internal server error when I log in."',
  'Failure rate: 0.1 percent.',
  'Your last login failed at 9:14.',
  'Your internet connection failed at 9:00 but is up now.',
  'The connection has failed twice, a technician is booked.',
  'The system is offline between 2 and 4 at night.',
  'The service is down in your area.',
  '<html><body>Your order 503 is on its way.</body></html>',
  'Unauthorized charges were refunded.',
  'Error log is empty.',
  '0 errors, 0 warnings',
  'Something went missing? Your parcel is insured.',
  'Ticket 4711: "Error 500 when logging in", status open.',
  'Your failure-free bonus is 20 dollars.',
  'Unable to work since May, the customer gets a reduced fee.',
  'The forbidden items are knives and liquids.',
  '{"error":null,"data":{"order":7}}',
  '{"errors":[],"order":7}',
  '{"error":false,"slots":["9:00"]}',
  '{"results":[{"toolCallId":"a","result":"ok"}]}',
  '{"note":"{\\"error\\":\\"E4\\"}","order":7}',
  // Other languages
  'Kein Fehler gefunden.',
  'Keine fehlgeschlagenen Zahlungen.',
  'Fehler: keine',
  'Fehlercode E4 bedeutet, dass der Filter voll ist.',
  'Sin errores.',
  'El código de error E4 significa que el filtro está lleno.',
  'Aucune erreur.',
  'Le code erreur E4 signifie que le filtre est plein.',
];

const name = (result: unknown) => (typeof result === 'string' ? result : JSON.stringify(result));

describe('The result of a tool', () => {
  it.each(
    FAILED.map((result) => [name(result), result]),
  )('says that nothing came of it: %s', (_name, result) => {
    expect(toolVerdict({ result })).toBe('failed');
  });

  it.each(WORKED.map((result) => [name(result), result]))('is a result: %s', (_name, result) => {
    expect(toolVerdict({ result })).toBe('worked');
  });

  it.each(
    FAILED.filter((one) => typeof one === 'object').map((one) => [name(one), one]),
  )('means as text what it means as an object: %s', (_name, result) => {
    expect(toolVerdict({ result: JSON.stringify(result) })).toBe('failed');
  });

  it('is none while the tool is still at work', () => {
    const pending = 'Tool Result Still Pending But Proceed Further If Possible.';
    expect(toolVerdict({ result: pending })).toBe('none');
    expect(toolVerdict({ result: JSON.stringify(pending) })).toBe('none');
  });

  it('has failed where it has an error beside it, unless that holds none', () => {
    expect(toolVerdict({ result: 'ok', error: 'x' })).toBe('failed');
    expect(toolVerdict({ error: { message: 'x' } })).toBe('failed');
    expect(toolVerdict({ result: 'ok', error: null })).toBe('worked');
    expect(toolVerdict({ result: 'ok', error: 'none' })).toBe('worked');
  });

  it('is looked at in its first sentence only, where it is long', () => {
    const manual = `How to mend it. ${'Press the button and wait until it blinks. '.repeat(20)}`;
    expect(toolVerdict({ result: `${manual} Error: E4.` })).toBe('worked');
    expect(toolVerdict({ result: `Error: no route. ${manual}` })).toBe('failed');
  });

  it('is read in a moment, whatever it is, and never an error', () => {
    const whatever = () =>
      fc.assert(
        fc.property(fc.oneof(fc.anything(), fc.json(), fc.string({ maxLength: 2_000 })), (result) => {
          expect(['worked', 'failed', 'none']).toContain(toolVerdict({ result }));
        }),
        { seed: 11, numRuns: 2_000 },
      );
    expect(cpuCost(whatever, 10_000)).toBeLessThan(10_000);
    const tricks = ['error '.repeat(5_000), 'sorry, '.repeat(5_000), '['.repeat(5_000), 'a_'.repeat(5_000)];
    for (const result of tricks) expect(cpuCost(() => toolVerdict({ result }), 100)).toBeLessThan(100);
  });
});
