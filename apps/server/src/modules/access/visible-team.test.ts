import { describe, expect, it } from 'vitest';
import type { Principal } from '../../platform/http/index.ts';
import { visibleTeam } from './visible-team.ts';

const person = { kind: 'user', id: 'u', email: 'u@school.example', name: 'U', sessionId: 's' } as const;
const analyst: Principal = { ...person, role: 'analyst', team: null };
const script: Principal = { kind: 'token', id: 1, name: 'report', scope: 'read', team: null };
const own = { id: 1, slug: 'alpha', name: 'Alpha', emoji: '📊', color: '#00FF88' };
const targetologist: Principal = { ...person, role: 'targetologist', team: own };

function refusal(requested: string): unknown {
  try {
    return visibleTeam(targetologist, requested);
  } catch (error) {
    return error;
  }
}

describe('visibleTeam', () => {
  it('narrows a targetologist to their own team, asked or not', () => {
    expect(visibleTeam(targetologist, undefined)).toBe('alpha');
    expect(visibleTeam(targetologist, 'alpha')).toBe('alpha');
  });

  it('refuses a targetologist any other team in the same words, named or not', () => {
    expect(refusal('beta')).toMatchObject({ code: 'forbidden', details: undefined });
    expect(refusal('no-such-team')).toEqual(refusal('beta'));
    expect(refusal('unattributed')).toEqual(refusal('beta'));
  });

  it('narrows a token of a team the same way, whatever it asks for', () => {
    const bound: Principal = { kind: 'token', id: 2, name: 'assistant', scope: 'team:read', team: own };
    expect(visibleTeam(bound, undefined)).toBe('alpha');
    expect(() => visibleTeam(bound, 'beta')).toThrow('вашей команды');
    expect(() => visibleTeam({ ...bound, team: null }, undefined)).toThrow('вашей команды');
  });

  it('shows nothing to a targetologist who has no team', () => {
    expect(() => visibleTeam({ ...targetologist, team: null }, undefined)).toThrow('вашей команды');
  });

  it('gives those who see everything what they ask for', () => {
    expect(visibleTeam(analyst, undefined)).toBeUndefined();
    expect(visibleTeam(analyst, 'beta')).toBe('beta');
    expect(visibleTeam(script, 'unattributed')).toBe('unattributed');
  });
});
