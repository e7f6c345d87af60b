import type { Command } from 'commander';

export function register(program: Command): void {
  const manifest = program.command('manifest').description('what left, as it was signed');
  manifest
    .command('verify <file>')
    .description(
      'check the manifest of a disclosure, and the file that came with it, with nothing but a public key',
    )
    .requiredOption('--key <key>', "the organisation's public key for manifests, in base64")
    .option('--data <file>', 'the file that came with the manifest')
    .action(async (file: string, options: { key: string; data?: string }) => {
      const { verifyManifestFile } = await import('./verify-manifest.js');
      process.exitCode = (await verifyManifestFile(file, options, console.log)) ? 0 : 1;
    });
}
