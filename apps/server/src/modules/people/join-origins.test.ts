import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinOrigins, type Origin } from './join-origins.ts';

const said = (origin: string, name: string | null, ...keys: string[]): Origin => ({ origin, name, keys });

describe('joinOrigins', () => {
  it('joins by phone and by e-mail, also through a third', () => {
    const origins = [
      said('a', 'Айгерим', 'phone:1'),
      said('b', null, 'email:x'),
      said('c', 'Айгерим С', 'phone:1', 'email:x'),
      said('d', 'Данияр', 'phone:2'),
    ];
    expect(joinOrigins(origins)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('a phone under five names joins them; the sixth makes it an office phone that joins nobody', () => {
    const staff = (count: number) =>
      Array.from({ length: count }, (_, index) => said(`s${index}`, `Имя ${index}`, 'phone:1'));
    expect(joinOrigins(staff(5))).toHaveLength(1);
    expect(joinOrigins(staff(6))).toHaveLength(6);
    expect(joinOrigins([...staff(5), said('again', ' имя  0', 'phone:1')])).toHaveLength(1);
    expect(joinOrigins([...staff(5), said('nameless', null, 'phone:1')])).toHaveLength(1);
  });

  it('those at an office phone still join by their own keys', () => {
    const staff = Array.from({ length: 7 }, (_, index) => said(`s${index}`, `Имя ${index}`, 'phone:1'));
    const origins = [...staff, said('t', 'Имя 0', 'email:x'), said('u', 'Имя 0', 'phone:1', 'email:x')];
    expect(joinOrigins(origins)).toContainEqual(['t', 'u']);
    expect(joinOrigins(origins)).toHaveLength(8);
  });

  it('does not depend on the order', () => {
    const key = fc.constantFrom('phone:1', 'phone:2', 'phone:3', 'email:x', 'email:y', 'email:z');
    const name = fc.constantFrom(null, 'А', 'Б', 'В', 'Г', 'Д', 'Е', 'Ж');
    const origins = fc
      .array(fc.record({ name, keys: fc.uniqueArray(key, { maxLength: 2 }) }), { maxLength: 25 })
      .map((all) => all.map((one, index) => ({ ...one, origin: `o${index}` })));
    fc.assert(
      fc.property(
        origins.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(joinOrigins(shuffled)).toEqual(joinOrigins(all));
        },
      ),
    );
  });
});
