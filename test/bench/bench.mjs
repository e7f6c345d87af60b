import './harness/typescript.mjs';

/** node test/bench/bench.mjs [--quick] [--only NAME] [--json FILE] [--keep FOLDER]: see docs/guides/benchmarks.md. */
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
