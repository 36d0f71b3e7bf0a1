import { describe, expect, it } from 'vitest';
import { readStages, writeStages } from './read-stages.ts';

describe('stages typed by hand', () => {
  it('are read line by line, whatever stands between the words', () => {
    const stages = readStages(' 10418746 142 Qualified\n\n10350882, 55; Hot Lead ');
    expect(stages).toEqual([
      { pipeline_id: '10418746', status_id: '142', event_name: 'Qualified' },
      { pipeline_id: '10350882', status_id: '55', event_name: 'Hot Lead' },
    ]);
    expect(readStages(writeStages(stages ?? []))).toEqual(stages);
  });

  it('are refused whole for one line that is none', () => {
    for (const bad of ['10418746 Qualified', '1 2 Заявка', '1 2 Purchase', 'x'])
      expect(readStages(`1 2 Lead\n${bad}`)).toBeNull();
    expect(readStages('')).toEqual([]);
  });
});
