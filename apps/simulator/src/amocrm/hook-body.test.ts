import { describe, expect, it } from 'vitest';
import { readFixture, readPreset } from '../test/start.ts';
import { NO_TOUCH } from '../world/touches.ts';
import { type Deal, NO_UTM } from '../world/types.ts';
import { digitalPipelineBody, hookBody } from './hook-body.ts';

const preset = readPreset();
const account = {
  id: 32_427_762,
  subdomain: 'etesttask',
  origin: 'https://etesttask.amocrm.ru',
  name: 'etesttask',
  userId: 10_000_698,
};
const deal: Deal = {
  id: 32_966_269,
  personId: 1,
  name: 'Test',
  pipelineId: 9_621_010,
  statusId: 76_789_230,
  price: 999,
  touch: NO_TOUCH,
  createdAtSec: 1_748_268_669,
  updatedAtSec: 1_748_268_669,
  closedAtSec: null,
  deleted: false,
  moves: [],
};
const withUtm: Deal = {
  ...deal,
  touch: { ...NO_TOUCH, utm: { ...NO_UTM, utm_source: 'fb_muha', utm_campaign: 'Осень | 1' } },
};
const keysOf = (body: string): string[] => [...new URLSearchParams(body).keys()];

describe('a hook body', () => {
  it('is byte for byte the captured one for the captured deal', () => {
    expect(hookBody(preset, account, [{ action: 'add', deal }])).toBe(
      readFixture('06-etesttask-2025-05-leads-add.form.txt'),
    );
  });

  it('has custom fields at the captured place and in the captured order (tracking fields add their code)', () => {
    const keys = keysOf(hookBody(preset, account, [{ action: 'update', deal: withUtm }]));
    expect(keys.filter((key) => !key.endsWith('[code]'))).toEqual(
      keysOf(readFixture('06-etesttask-2025-05-leads-update.form.txt')),
    );
  });

  it('writes an empty price as an empty string', () => {
    const body = hookBody(preset, account, [{ action: 'update', deal: { ...deal, price: null } }]);
    expect(new URLSearchParams(body).get('leads[update][0][price]')).toBe('');
  });

  it('says where a moved deal came from', () => {
    const event = { action: 'status', deal, oldStatusId: 11, oldPipelineId: 22 } as const;
    const body = new URLSearchParams(hookBody(preset, account, [event]));
    expect(body.get('leads[status][0][old_status_id]')).toBe('11');
    expect(body.get('leads[status][0][old_pipeline_id]')).toBe('22');
  });

  it('numbers several events of one body per action', () => {
    const body = hookBody(preset, account, [
      { action: 'add', deal },
      { action: 'update', deal },
      { action: 'update', deal: withUtm },
    ]);
    const ids = keysOf(body).filter((key) => /^leads\[\w+\]\[\d\]\[id\]$/.test(key));
    expect(ids).toEqual(['leads[add][0][id]', 'leads[update][0][id]', 'leads[update][1][id]']);
  });

  it('of a delete holds id, status and pipeline only', () => {
    const keys = keysOf(hookBody(preset, account, [{ action: 'delete', deal }])).slice(3);
    expect(keys).toEqual(['id', 'status_id', 'pipeline_id'].map((key) => `leads[delete][0][${key}]`));
  });

  it('of the Digital Pipeline is byte for byte the captured one', () => {
    const moved = { ...deal, id: 10_754_147, statusId: 54_423_922, pipelineId: 6_344_290 };
    const event = {
      action: 'status',
      deal: moved,
      oldStatusId: 54_435_014,
      oldPipelineId: 6_344_290,
    } as const;
    const body = digitalPipelineBody({ ...account, id: 30_307_558, subdomain: 'anyor' }, event);
    expect(body).toBe(readFixture('07-anyor-2023-03-DP-leads-status.form.txt'));
  });
});
