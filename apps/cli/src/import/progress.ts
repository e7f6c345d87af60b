import cliProgress from 'cli-progress';

export interface Progress {
  /** From 0 to 1. */
  at(share: number): void;
  end(): void;
}

/** A bar on a terminal; elsewhere a line at the beginning and at each quarter. Both on stderr: they are no answer. */
export function showProgress(doing: string, out: NodeJS.WriteStream = process.stderr): Progress {
  if (!out.isTTY) return lines(doing, out);
  const bar = new cliProgress.SingleBar(
    { format: `${doing} {bar} {percentage}%`, hideCursor: true, stream: out, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1_000, 0);
  return { at: (share) => bar.update(Math.round(share * 1_000)), end: () => bar.stop() };
}

function lines(doing: string, out: NodeJS.WriteStream): Progress {
  out.write(`${doing} …\n`);
  let quarters = 0;
  return {
    at: (share) => {
      const reached = Math.floor(share * 4);
      if (reached > quarters && reached < 4) out.write(`${doing}: ${reached * 25} %\n`);
      quarters = Math.max(quarters, reached);
    },
    end: () => undefined,
  };
}
