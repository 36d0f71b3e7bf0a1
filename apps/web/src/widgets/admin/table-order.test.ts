import { describe, expect, it } from 'vitest';
import { orderOf, withOrder } from './table-order.ts';

describe('the order of tables in the address', () => {
  it('is kept for each table of a page apart', () => {
    const first = withOrder(undefined, 'users', { key: 'role', descending: true });
    const both = withOrder(first, 'tokens', { key: 'name', descending: false });
    expect(both).toBe('users:-role,tokens:name');
    expect(orderOf(both, 'users')).toEqual({ key: 'role', descending: true });
    expect(orderOf(both, 'tokens')).toEqual({ key: 'name', descending: false });
    expect(orderOf(both, 'rates')).toBeNull();
  });

  it('replaces the old order of the same table', () => {
    expect(withOrder('users:-role,tokens:name', 'users', { key: 'name', descending: false })).toBe(
      'tokens:name,users:name',
    );
  });

  it.each([undefined, '', 'users', 'users:', ':role', ',,'])('is none when the address says %j', (orders) => {
    expect(orderOf(orders, 'users')).toBeNull();
  });
});
