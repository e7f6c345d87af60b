/** Text as the house keeps it (NFC, trimmed), cut to as many code points as fit; `otherwise` where nothing is left. */
export function fitted(text: string, most: number, otherwise: string): string {
  const characters = [...text.normalize('NFC').trim()];
  return characters.slice(0, most).join('').trim() || otherwise;
}
