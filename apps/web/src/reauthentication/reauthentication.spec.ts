import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { fresh, waiting } from './reauthentication';

const failing = (code: string) =>
  new CombinedGraphQLErrors({ data: null, errors: [{ message: 'x', extensions: { code } }] });
const needed = () => failing('auth.reauthentication_needed');
const turn = () => new Promise((done) => setTimeout(done));

describe('an act that needs a fresh proof', () => {
  it('is done at once where none is asked for', async () => {
    await expect(fresh(async () => 'done')).resolves.toBe('done');
    expect(waiting.get()).toBeNull();
  });

  it('waits for the proof and is then done again, once', async () => {
    const act = jest.fn<Promise<string>, []>().mockRejectedValueOnce(needed()).mockResolvedValue('done');
    const doing = fresh(act);
    await turn();
    expect(act).toHaveBeenCalledTimes(1);
    waiting.get()?.proven();
    await expect(doing).resolves.toBe('done');
    expect(act).toHaveBeenCalledTimes(2);
    expect(waiting.get()).toBeNull();
  });

  it('is not done when the person turns back', async () => {
    const act = jest.fn().mockRejectedValue(needed());
    const doing = fresh(act).catch((error: unknown) => error);
    await turn();
    waiting.get()?.turnedBack();
    expect(await doing).toBeInstanceOf(CombinedGraphQLErrors);
    expect(act).toHaveBeenCalledTimes(1);
  });

  it('asks once for two acts, and not in a circle', async () => {
    const acts = [jest.fn().mockRejectedValue(needed()), jest.fn().mockRejectedValue(needed())];
    const doing = acts.map((act) => fresh(act).catch(() => 'refused'));
    await turn();
    waiting.get()?.proven();
    expect(await Promise.all(doing)).toEqual(['refused', 'refused']);
    expect(waiting.get()).toBeNull();
  });

  it('leaves every other failure alone', async () => {
    await expect(fresh(() => Promise.reject(failing('auth.frozen')))).rejects.toBeDefined();
    expect(waiting.get()).toBeNull();
  });
});
