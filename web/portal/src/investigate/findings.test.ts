import { describe, expect, it } from 'vitest';
import { hits, joined, opinionsIn, relationsIn, sightingsIn } from './findings.ts';

const domain = { type: 'domain', value: 'login-m1crosoft.example' };
const sighting = (user: string, ip: string, count: number, start: string, end: string) => ({
  count,
  observed_time: { start_time: start, end_time: end },
  observables: [domain],
  targets: [{ type: 'endpoint', observables: [{ type: 'user', value: user }, { type: 'ip', value: ip }] }],
  relations: [{ origin: 'gw1', relation: 'Connected_To', source: { type: 'ip', value: ip }, related: domain }],
});
const answer = { sightings: { count: 3, docs: [sighting('l.brandt', '192.0.2.57', 20, '2026-01-14T09:12:40.000Z', '2026-01-14T09:22:04.000Z'), sighting('L.Brandt', '192.0.2.57', 1, '2026-01-14T09:46:31.000Z', '2026-01-14T09:46:31.000Z'), sighting('s.iyer', '192.0.2.88', 10, '2026-01-14T09:31:10.000Z', '2026-01-14T09:44:02.000Z')] } };

describe('who was hit', () => {
  it('sums a target’s sightings by what was asked about, the most hit first', () => {
    const found = hits([domain], sightingsIn('gw1', answer));
    expect(found.map((hit) => [hit.user, hit.total, hit.first, hit.last])).toEqual([
      ['l.brandt', 21, '2026-01-14T09:12:40.000Z', '2026-01-14T09:46:31.000Z'],
      ['s.iyer', 10, '2026-01-14T09:31:10.000Z', '2026-01-14T09:44:02.000Z'],
    ]);
  });

  it('counts nothing for what was not asked about', () => {
    expect(hits([{ type: 'ip', value: '203.0.113.77' }], sightingsIn('gw1', answer)).map((hit) => hit.total)).toEqual([0, 0]);
  });
});

describe('relations', () => {
  it('are one however many sightings tell them', () => {
    const found = joined([...relationsIn('gw1', answer), ...relationsIn('gw2', { sightings: { docs: [{ ...sighting('x', '192.0.2.57', 2, '', ''), relations: [{ origin: 'gw2', relation: 'Connected_To', source: { type: 'ip', value: '192.0.2.57' }, related: domain }] }] } })]);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatchObject({ origins: ['gw1', 'gw2'], times: 23 });
  });
});

describe('what strangers answer', () => {
  it('is left out where it does not fit', () => {
    for (const rubbish of [undefined, null, 7, 'x', [], { verdicts: 1 }, { verdicts: { docs: [null, { observable: 1 }] } }]) expect(opinionsIn('m', rubbish)).toEqual([]);
    expect(sightingsIn('m', { sightings: { docs: [null, { targets: [{ observables: 'no' }], observables: [{ type: 1 }] }] } })).toHaveLength(2);
    expect(hits([domain], sightingsIn('m', { sightings: { docs: [{ targets: [{}] }] } }))).toEqual([]);
  });

  it('keeps a verdict whose name alone is given', () => {
    expect(opinionsIn('m', { verdicts: { docs: [{ observable: domain, disposition_name: 'Suspicious' }] } })[0]?.disposition).toBe('suspicious');
  });
});
