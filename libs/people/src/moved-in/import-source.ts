/** The networks that people are moved in from, as rows name them in `importedFrom`. */
export const IMPORT_SOURCES = ['Slack'] as const;
export type ImportSource = (typeof IMPORT_SOURCES)[number];

export function isImportSource(text: string): text is ImportSource {
  return (IMPORT_SOURCES as readonly string[]).includes(text);
}
