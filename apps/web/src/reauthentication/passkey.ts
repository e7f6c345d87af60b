/** What the server wants answered, as JSON, becomes the browser's answer, as JSON. The library comes when it is used. */
export async function showPasskey(options: string): Promise<string> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return JSON.stringify(await startAuthentication({ optionsJSON: JSON.parse(options) }));
}

export async function makePasskey(options: string): Promise<string> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return JSON.stringify(await startRegistration({ optionsJSON: JSON.parse(options) }));
}

export function passkeysWork(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}
