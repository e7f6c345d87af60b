import { CourtyardError } from '@courtyard/errors';

/**
 * Bounds how many uploads are in memory at once: of all people, so that the process lives, and of one person, so that
 * nobody keeps the others out by sending slowly.
 */
export class UploadSlots {
  private taken = 0;
  private readonly byPerson = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly mostOfOne: number,
  ) {}

  /** @returns gives the slot back; harmless when called again. @throws rate.limited, server.unavailable */
  take(personId: string): () => void {
    const mine = this.byPerson.get(personId) ?? 0;
    if (mine >= this.mostOfOne) throw new CourtyardError('rate.limited', { retryAfterSeconds: 1 });
    if (this.taken >= this.most) throw new CourtyardError('server.unavailable');
    this.taken++;
    this.byPerson.set(personId, mine + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.taken--;
      const left = (this.byPerson.get(personId) ?? 1) - 1;
      if (left > 0) this.byPerson.set(personId, left);
      else this.byPerson.delete(personId);
    };
  }
}
