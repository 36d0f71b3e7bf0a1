import type { Role, TokenScope } from '@traffic/contract';
import { describe, expect, it } from 'vitest';
import type { Principal } from '../../platform/http/index.ts';
import { type Access, mayCall, needsPrincipal, POLICY } from './policy.ts';

const person = (role: Role): Principal => ({
  kind: 'user',
  id: 'u',
  email: 'u@school.example',
  name: 'U',
  role,
  team: null,
  sessionId: 's',
});
const token = (scope: TokenScope): Principal => ({
  ...{ kind: 'token', id: 1, name: 'script', scope },
  team: null,
});

describe('policy', () => {
  it('leaves open only health, sign-in, links, webhooks and the shell', () => {
    const open = Object.entries(POLICY).filter(([, access]) => !needsPrincipal(access));
    expect(open.map(([route]) => route).sort()).toEqual([
      'GET /*',
      'GET /healthz',
      'GET /readyz',
      'POST /api/amocrm/funnel-sale',
      'POST /api/amocrm/funnel-sale/:secret',
      'POST /api/amocrm/sales-webhook',
      'POST /api/amocrm/sales-webhook/:secret',
      'POST /api/v1/links/look',
      'POST /api/v1/links/use',
      'POST /api/v1/session',
      'POST /webhook/amocrm/traffic',
      'POST /webhook/amocrm/traffic/:secret',
    ]);
  });

  it.each<[Access, string[]]>([
    ['person', ['admin', 'analyst', 'targetologist']],
    ['signed-in', ['admin', 'analyst', 'targetologist', 'token admin', 'token read', 'token team:read']],
    ['viewer', ['admin', 'analyst', 'targetologist', 'token admin', 'token read', 'token team:read']],
    ['reader', ['admin', 'analyst', 'token admin', 'token read']],
    ['admin', ['admin', 'token admin']],
    ['targetologist', ['targetologist']],
    ['assistant', ['token admin', 'token read', 'token team:read']],
    ['leads-writer', ['admin', 'token admin', 'token leads:write']],
  ])('lets exactly these use a route of access "%s"', (access, allowed) => {
    const callers = {
      admin: person('admin'),
      analyst: person('analyst'),
      targetologist: person('targetologist'),
      'token admin': token('admin'),
      'token read': token('read'),
      'token team:read': token('team:read'),
      'token leads:write': token('leads:write'),
    };
    const admitted = Object.entries(callers).filter(([, caller]) => mayCall(access, caller));
    expect(admitted.map(([name]) => name)).toEqual(allowed);
  });
});
