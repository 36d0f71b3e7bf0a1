import { expect, it } from 'vitest';
import { createDrain, leaveBalancer } from './drain.ts';

it('is quiet when no request came for so long, and from the start', () => {
  let now = 0;
  const drain = createDrain(() => now);
  expect(drain.quietFor(500)).toBe(true);
  drain.arrived();
  now = 499;
  expect(drain.quietFor(500)).toBe(false);
  now = 500;
  expect(drain.quietFor(500)).toBe(true);
});

it('stays while requests still come, though the balancer should have looked elsewhere', async () => {
  let now = 0;
  let looks = 0;
  const drain = createDrain(() => {
    looks += 1;
    // Every look but the fifth finds a request that just came.
    if (looks === 5) now += 500;
    return now;
  });
  drain.arrived();
  await leaveBalancer(drain, 100);
  expect(drain.begun).toBe(true);
  expect(looks).toBeGreaterThanOrEqual(5);
});

it('leaves at once where no balancer stands in front', async () => {
  const drain = createDrain(() => 0);
  drain.arrived();
  await leaveBalancer(drain, 0);
  expect(drain.begun).toBe(true);
});
