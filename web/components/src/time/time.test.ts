import { describe, expect, it } from 'vitest';
import { rangeFrom, rangeOf, rangeQuery } from '../range/range-of.ts';
import { ago, bytes, count, duration, plural } from './time.ts';

describe('words for numbers', () => {
  it('choose the unit that fits', () => {
    expect([12, 2400, 80_000, 180_000, 7_200_000, 400_000_000].map(duration)).toEqual(['12 ms', '2.4 s', '80 s', '3 min', '2 h', '5 d']);
    expect([12, 184_500, 42_700_000_000].map(bytes)).toEqual(['12 B', '184.5 kB', '42.7 GB']);
    expect(bytes(999_999)).toBe('1.0 MB');
    expect([count(184_212), plural(1, 'row'), plural(2, 'row')]).toEqual(['184,212', '1 row', '2 rows']);
  });

  it('say how long ago, and how long to go', () => {
    const now = Date.parse('2026-01-14T09:00:00Z');
    expect(ago(new Date('2026-01-14T08:57:00Z'), now)).toBe('3 min');
    expect(ago(new Date('2026-01-14T09:00:30Z'), now)).toBe('in 30 s');
  });
});

describe('a range', () => {
  const now = new Date(2026, 0, 14, 9, 47, 3);

  it('covers whole steps and what has begun', () => {
    expect(rangeOf('hour', now).from).toEqual(new Date(2026, 0, 14, 8, 45));
    expect(rangeOf('day', now).from).toEqual(new Date(2026, 0, 13, 9));
    expect(rangeOf('week', now).from).toEqual(new Date(2026, 0, 7));
    expect(rangeOf('yesterday', now)).toEqual({ preset: 'yesterday', from: new Date(2026, 0, 13), to: new Date(2026, 0, 14) });
  });

  it('is read back from the place it was written to', () => {
    const custom = { preset: 'custom' as const, from: new Date(2026, 0, 1), to: new Date(2026, 0, 2) };
    const query = new URLSearchParams(Object.entries(rangeQuery(custom)).filter((entry): entry is [string, string] => entry[1] !== undefined));
    expect(rangeFrom(query)).toEqual(custom);
    expect(rangeFrom(new URLSearchParams('range=week'), 'day', now)).toEqual(rangeOf('week', now));
  });

  it('falls back on nonsense', () => {
    for (const words of ['range=custom&from=x&to=y', 'range=custom&from=2026-01-02T00:00Z&to=2026-01-01T00:00Z', 'range=year', '']) {
      expect(rangeFrom(new URLSearchParams(words), 'day', now)).toEqual(rangeOf('day', now));
    }
  });
});
