import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHistory } from '../../testing/make-history.ts';
import {
  applyDraft,
  applyRules,
  attributions,
  draftRules,
  figures,
  previewRules,
  undoRules,
} from '../../testing/rules-harness.ts';
import { createTestServer, type TestServer } from '../../testing/running-server.ts';

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer({ now: () => new Date('2026-11-20T09:00:00Z') });
});
afterEach(async () => {
  await server.close();
});

const deps = () => ({ db: server.context.db, clock: server.context.clock });

type Run = Awaited<ReturnType<typeof previewRules>>;
const side = (run: Run, which: 'before' | 'after') =>
  (run.summary?.teams ?? [])
    .map((team) => ({
      slug: team.team?.slug ?? 'none',
      sales: team[which].sales,
      revenue: team[which].revenue,
      leads: team[which].leads,
      spend: team[which].spend,
    }))
    .sort((a, b) => (a.slug < b.slug ? -1 : 1));

const CHANGE = {
  drop: ['fb_muha', 'pb_agency', 'proftest'],
  add: [
    { team: 'traf4', value: 'pb_agency', strength: 'word' as const },
    { team: 'arystan', value: 'kz_', strength: 'exact' as const, operator: 'prefix' as const },
    { team: 'muha', value: 'google', strength: 'name' as const },
  ],
};

describe('a change of rules over 50,000 sales', () => {
  it('moves exactly what its preview says, and undo restores every attribution bit for bit', async () => {
    const { db } = server.context;
    await makeHistory(db, { sales: 50_000, leads: 50_000, adDays: 9_000 });
    await applyRules(deps(), { add: [{ team: 'kenesary', value: 'nothing-has-this', strength: 'name' }] });
    const before = await attributions(deps());
    const figuresBefore = await figures(deps());

    const revision = await draftRules(deps(), CHANGE);
    const preview = await previewRules(deps());
    expect(preview.stale).toBe(false);
    expect(await attributions(deps())).toBe(before);
    expect(side(preview, 'before')).toEqual(figuresBefore);
    expect(preview.summary?.moved.sales).toBeGreaterThan(1000);
    expect(preview.summary?.moved.ad_days).toBeGreaterThan(100);

    const applied = await applyDraft(deps(), revision);
    expect(await figures(deps())).toEqual(side(preview, 'after'));
    expect(applied.summary).toEqual(preview.summary);

    await undoRules(deps());
    expect(await attributions(deps())).toBe(before);
    expect(await figures(deps())).toEqual(figuresBefore);
  });
});
