import { describe, expect, it } from 'vitest';
import { keyOf, type Observable } from './observable.ts';
import { Verdicts, overall } from './verdicts.ts';

const domain = (value: string): Observable => ({ type: 'domain', value });
const changed = (verdicts: Verdicts) => new Promise((done) => verdicts.addEventListener('change', done, { once: true }));

describe('verdicts', () => {
  it('let our own intelligence speak first, then the worst', () => {
    expect(overall([{ module: 'URL feed', disposition: 'malicious' }, { module: 'Private Intelligence', disposition: 'clean' }])).toEqual({ disposition: 'clean', by: 'Private Intelligence' });
    expect(overall([{ module: 'A', disposition: 'unknown' }, { module: 'B', disposition: 'suspicious' }]).disposition).toBe('suspicious');
    expect(overall([])).toEqual({});
  });

  it('asks once for many chips of one observable, and not again while it is known', async () => {
    const verdicts = new Verdicts();
    const asked: Observable[][] = [];
    verdicts.ask = async (list) => {
      asked.push(list);
      return new Map([[keyOf(domain('a.example')), [{ module: 'URL feed', disposition: 'malicious' as const }]]]);
    };
    verdicts.want(domain('a.example'));
    verdicts.want(domain('A.example'));
    await changed(verdicts);
    verdicts.want(domain('a.example'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toHaveLength(1);
    expect(verdicts.get(domain('a.example'))?.disposition).toBe('malicious');
  });

  it('keeps the wishes of before the sign-in', async () => {
    const verdicts = new Verdicts();
    verdicts.want(domain('early.example'));
    verdicts.ask = async () => new Map();
    await changed(verdicts);
    expect(verdicts.get(domain('early.example'))?.disposition).toBeUndefined();
  });

  it('asks for at most a hundred at a time', async () => {
    const verdicts = new Verdicts();
    const sizes: number[] = [];
    const all = new Promise<void>((done) => {
      verdicts.ask = async (list) => {
        sizes.push(list.length);
        if (sizes.length === 3) done();
        return new Map();
      };
    });
    for (let n = 0; n < 250; n++) verdicts.want(domain(`n${n}.example`));
    await all;
    expect(sizes).toEqual([100, 100, 50]);
  });
});
