import type { Ground } from './ground.js';
import type { Probe } from './probe.js';
import type { Sample } from './sample.js';
import { type Spread, spreadOf } from './statistics.js';

/** What the probes came to, round by round. */
export class Samples {
  private readonly taken = new Map<Probe, Sample[]>();
  private readonly faults = new Map<Probe, string>();

  add(probe: Probe, sample: Sample): void {
    this.taken.set(probe, [...(this.taken.get(probe) ?? []), sample]);
  }

  spoil(probe: Probe, why: string): void {
    this.faults.set(probe, why);
  }

  isSpoilt(probe: Probe): boolean {
    return this.faults.has(probe);
  }

  /** @throws Error saying why there is nothing */
  of(probe: Probe): readonly Sample[] {
    const fault = this.faults.get(probe);
    if (fault !== undefined) throw new Error(fault);
    const samples = this.taken.get(probe);
    if (!samples) throw new Error(`${probe.name} was not run`);
    return samples;
  }

  /** Something of two probes in the same round, so that what disturbed the machine disturbed both. */
  compared(one: Probe, other: Probe, compare: (one: Sample, other: Sample) => number): Spread {
    const others = this.of(other);
    return spreadOf(this.of(one).map((sample, round) => compare(sample, others[round] as Sample)));
  }
}

/** Runs all probes in turns, several times. One that fails is left out from then on; the others go on. */
export async function runRounds(
  ground: Ground,
  probes: readonly Probe[],
  samples: Samples,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<void> {
  const attempt = async (probe: Probe, work: () => Promise<void>) => {
    if (samples.isSpoilt(probe)) return;
    await work().catch((failure: Error) => {
      samples.spoil(probe, failure.message);
      ground.tell(`${probe.name}: ${failure.message}`);
    });
  };
  for (const probe of probes.toSorted(
    (one, other) => Number(other.restarts ?? false) - Number(one.restarts ?? false),
  ))
    await attempt(probe, async () => probe.prepare?.(ground));
  for (let round = 0; round < rounds; round++) {
    for (const probe of probes) {
      await attempt(probe, async () => samples.add(probe, await probe.run(ground, seconds)));
    }
    ground.tell(
      `round ${round + 1} of ${rounds}: ${probes.map((probe) => rateOf(samples, probe)).join(', ')}`,
    );
  }
}

function rateOf(samples: Samples, probe: Probe): string {
  if (samples.isSpoilt(probe)) return `${probe.name} -`;
  return `${probe.name} ${samples.of(probe).at(-1)?.perSecond.toFixed(0)}/s`;
}
