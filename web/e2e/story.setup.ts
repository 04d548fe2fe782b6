import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const patience = 300_000;

/** Starts the demo in a folder of its own and waits until it is ready; the answer ends it. `ARGIOPE_LAUNCHER` is the
 * launcher, if not the repository's; with `ARGIOPE_READY_FILE` set, a demo that runs already is used instead. */
export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.ARGIOPE_READY_FILE) return undefined;
  const launcher = resolve(process.env.ARGIOPE_LAUNCHER ?? join(import.meta.dirname, '../../bin/argiope'));
  const folder = mkdtempSync(join(tmpdir(), 'argiope-story-'));
  const ready = join(folder, 'ready.json');
  const demo = spawn(launcher, ['demo', '--ports', '0', '--folder', join(folder, 'data'), '--ready-file', ready], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) stream.on('data', (words: Buffer) => (said = (said + words.toString()).slice(-10_000)));
  const ended = new Promise<void>((done) => demo.once('close', () => done()));
  const stop = async () => {
    demo.kill('SIGTERM');
    const hard = setTimeout(() => demo.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(hard);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((done, fail) => {
      const fault = (why: string) => fail(new Error(`The demo ${why}. It said last:\n${said}`));
      const late = setTimeout(() => fault(`was not ready after ${patience / 1000} s`), patience);
      const watching = watch(folder, () => isReady(ready) && finish(done));
      const finish = (then: () => void) => {
        clearTimeout(late);
        watching.close();
        then();
      };
      demo.once('error', (error) => finish(() => fault(`did not start: ${error.message}`)));
      demo.once('close', (code) => finish(() => fault(`ended with ${code} before it was ready`)));
      if (isReady(ready)) finish(done);
    });
  } catch (error) {
    if (demo.exitCode === null && demo.pid !== undefined) await stop();
    throw error;
  }
  process.env.ARGIOPE_READY_FILE = ready;
  return stop;
}

/** Whether the ready file is there and whole. */
function isReady(file: string): boolean {
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
