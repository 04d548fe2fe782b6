import { describe, expect, it } from 'vitest';
import { stepsIn } from './history.ts';

describe('the history of a case', () => {
  it('tells each change as a sentence, newest first', () => {
    const steps = stepsIn([
      { owner: 'a.lindqvist', events: [{ event_type: 'record-created', timestamp: '2026-01-14T09:48:00.000Z', owner: 'a.lindqvist', entity: { type: 'casebook' } }] },
      {
        owner: 't.moreau',
        events: [
          { event_type: 'record-updated', timestamp: '2026-01-14T10:12:00.000Z', owner: 't.moreau', entity: {}, fields: [{ field: 'observables', action: 'modified', change: { before: [], after: [{ type: 'domain', value: 'x.example' }] } }, { field: 'modified', action: 'modified', change: {} }] },
          { event_type: 'record-updated', timestamp: '2026-01-14T10:14:00.000Z', owner: 't.moreau', entity: {}, fields: [{ field: 'description', action: 'modified', change: { before: 'a', after: 'b' } }] },
        ],
      },
    ]);
    expect(steps.map((step) => `${step.by} ${step.what}`)).toEqual(['t.moreau changed the description', 't.moreau added domain x.example', 'a.lindqvist opened the case']);
  });

  it('says nothing of what only the store changed', () => {
    expect(stepsIn([{ events: [{ event_type: 'record-updated', fields: [{ field: 'modified', action: 'modified' }] }] }])).toEqual([]);
  });
});
