export { type RawPerson, resolvePeople } from './person.ts';
export { type PersonTouch, recordTouches, touchesOf } from './touches.ts';
