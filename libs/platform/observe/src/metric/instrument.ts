import type { ClosedList, ValueOf } from '../closed-list.js';

/** The labels of a metric, each with all the values it may have. */
export type LabelLists = Readonly<Record<string, ClosedList>>;
type LabelsOf<Lists extends LabelLists> = { readonly [Name in keyof Lists]: ValueOf<Lists[Name]> };
type Told = Readonly<Record<string, string>>;

/** Where numbers go once somebody asks for them. */
export interface MeterBackend {
  /** Whether this process tells it at all. */
  tells(name: string): boolean;
  counter(about: About): (by: number, labels: Told) => void;
  histogram(about: About, bounds: readonly number[]): (value: number, labels: Told) => void;
  gauge(about: About, read: () => Promise<readonly Reading[]>): void;
}

export interface About {
  readonly name: string;
  readonly help: string;
  readonly unit?: 's' | 'By';
}

export interface Reading {
  readonly value: number;
  readonly labels: Told;
}

/** Everything that is ever counted, by its name. */
const declared = new Map<string, Instrument<LabelLists>>();
let backend: MeterBackend | undefined;

const NAME = /^courtyard_[a-z]+(_[a-z]+)*$/;

abstract class Instrument<Lists extends LabelLists> {
  constructor(
    readonly about: About,
    readonly lists: Lists,
  ) {
    if (!NAME.test(about.name)) throw new Error(`${about.name} is no name of a metric of ours.`);
    if (declared.has(about.name)) throw new Error(`The metric ${about.name} is declared twice.`);
    declared.set(about.name, this as unknown as Instrument<LabelLists>);
  }

  abstract bind(to: MeterBackend): void;
  /** The names under which Prometheus knows it. */
  abstract readonly series: readonly string[];

  /** Also at run time: a label that is not declared is dropped, a value that is not on its list is `other`. */
  protected told(labels: Readonly<Record<string, string | undefined>>): Told {
    const told: Record<string, string> = {};
    for (const name of Object.keys(this.lists)) told[name] = this.lists[name]?.told(labels[name]) ?? '';
    return told;
  }
}

export class Counter<Lists extends LabelLists = LabelLists> extends Instrument<Lists> {
  private record: ((by: number, labels: Told) => void) | undefined;

  add(labels: LabelsOf<Lists>, by = 1): void {
    this.record?.(by, this.told(labels));
  }

  bind(to: MeterBackend): void {
    this.record = to.counter(this.about);
  }

  get series(): readonly string[] {
    return [this.about.name];
  }
}

export class Histogram<Lists extends LabelLists = LabelLists> extends Instrument<Lists> {
  private send: ((value: number, labels: Told) => void) | undefined;

  constructor(
    about: About,
    lists: Lists,
    private readonly bounds: readonly number[],
  ) {
    super(about, lists);
  }

  record(value: number, labels: LabelsOf<Lists>): void {
    this.send?.(value, this.told(labels));
  }

  /** Whether anybody wants to know: what is costly to measure is not measured for nobody. */
  get isWanted(): boolean {
    return this.send !== undefined;
  }

  bind(to: MeterBackend): void {
    this.send = to.histogram(this.about, this.bounds);
  }

  get series(): readonly string[] {
    return ['bucket', 'sum', 'count'].map((part) => `${this.about.name}_${part}`);
  }
}

type Read = () => number | undefined | Promise<number | undefined>;

/** A number that is looked up when somebody asks for it. */
export class Gauge<Lists extends LabelLists = LabelLists> extends Instrument<Lists> {
  private readonly readers = new Map<Read, { readonly labels: Told; hasSaid: boolean }>();

  /** @returns the end of it. A reader that fails, or has nothing to say, says nothing; NaN where it once did. */
  watch(labels: LabelsOf<Lists>, read: Read): () => void {
    const own = () => read();
    this.readers.set(own, { labels: this.told(labels), hasSaid: false });
    return () => void this.readers.delete(own);
  }

  bind(to: MeterBackend): void {
    to.gauge(this.about, async () => {
      const all = await Promise.all(
        [...this.readers].map(async ([read, reader]) => {
          const value = await Promise.resolve()
            .then(read)
            .catch(() => undefined);
          // Else the last one would go on standing there.
          if (value === undefined)
            return reader.hasSaid ? [{ value: Number.NaN, labels: reader.labels }] : [];
          reader.hasSaid = true;
          return [{ value, labels: reader.labels }];
        }),
      );
      return all.flat();
    });
  }

  get series(): readonly string[] {
    return [this.about.name];
  }
}

type Declared = Omit<About, 'name'>;

export function counter<Lists extends LabelLists>(
  name: string,
  about: Declared,
  lists: Lists,
): Counter<Lists> {
  return made(new Counter({ name, ...about }, lists));
}

/** @param bounds upper bounds of the buckets, in the unit */
export function histogram<Lists extends LabelLists>(
  name: string,
  about: Declared & { readonly bounds: readonly number[] },
  lists: Lists,
): Histogram<Lists> {
  const { bounds, ...rest } = about;
  return made(new Histogram({ name, ...rest }, lists, bounds));
}

export function gauge<Lists extends LabelLists>(name: string, about: Declared, lists: Lists): Gauge<Lists> {
  return made(new Gauge({ name, ...about }, lists));
}

function made<Kind extends { readonly about: About; bind(to: MeterBackend): void }>(instrument: Kind): Kind {
  if (backend?.tells(instrument.about.name)) instrument.bind(backend);
  return instrument;
}

/** From here on everything declared is counted; what was before is not known. */
export function countInto(to: MeterBackend): void {
  backend = to;
  for (const instrument of declared.values()) if (to.tells(instrument.about.name)) instrument.bind(to);
}

export interface DeclaredMetric {
  readonly name: string;
  readonly help: string;
  /** The names under which Prometheus knows it. */
  readonly series: readonly string[];
  readonly labels: readonly string[];
}

/** What is declared, for whoever compares it with a dashboard. */
export function declaredMetrics(): DeclaredMetric[] {
  return [...declared.values()].map(({ about, series, lists }) => ({
    ...{ name: about.name, help: about.help, series },
    labels: Object.keys(lists),
  }));
}
