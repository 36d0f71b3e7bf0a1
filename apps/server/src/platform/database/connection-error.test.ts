import { describe, expect, it } from 'vitest';
import { isConnectionError } from './connection-error.ts';

const coded = (code: string) => Object.assign(new Error('x'), { code });

describe('isConnectionError', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '08006', '57P01', '57P03', '53300'])('is true for %s', (code) => {
    expect(isConnectionError(coded(code))).toBe(true);
  });

  it.each(['23505', '40001', '57014', '42P01'])('is false for %s: the server answered', (code) => {
    expect(isConnectionError(coded(code))).toBe(false);
  });

  it("knows the driver's errors that carry no code", () => {
    expect(isConnectionError(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isConnectionError(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('looks through the cause', () => {
    expect(isConnectionError(new Error('claim failed', { cause: coded('EPIPE') }))).toBe(true);
  });

  it('is false for anything that is not an error', () => {
    expect(isConnectionError('ECONNREFUSED')).toBe(false);
  });
});
