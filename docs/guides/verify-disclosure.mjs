import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * node verify-disclosure.mjs <folder> <public key>: whether a delivery is what the holder of the key signed. The folder holds
 * `manifest.json` and the encrypted file; the key is 32 bytes in base64, got by another way than the delivery.
 * Needs Node 20 and nothing else. Exit code 0 and the manifest when it is, 1 and a sentence when it is not.
 */
const [folder, trusted] = process.argv.slice(2);

try {
  if (!folder || !trusted) throw new Error('Use: node verify-disclosure.mjs <folder> <public key>');
  const { json, publicKey, signature } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  if (publicKey !== trusted) throw new Error('The manifest was signed with another key.');
  // The head of an Ed25519 key in SPKI (RFC 8410).
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(publicKey, 'base64'),
  ]);
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  const signed = Buffer.from(`courtyard manifest v1\n${json}`);
  if (!verify(null, signed, key, Buffer.from(signature, 'base64')))
    throw new Error('The manifest is not what was signed.');
  const manifest = JSON.parse(json);
  const name = readdirSync(folder).find((file) => file.endsWith('.age'));
  if (!name) throw new Error('There is no encrypted file in the folder.');
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk);
  if (hash.digest('hex') !== manifest.file.sha256)
    throw new Error('The file is not the one that was signed for.');
  process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
