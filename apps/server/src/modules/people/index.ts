export { type PeopleSearch, readSearch } from './search-people.ts';
export { type RawPerson, resolvePeople } from './person.ts';
export { type PersonTouch, recordTouches, touchesOf } from './touches.ts';
