/** Tells the story at the terminal: a numbered heading per scene, what somebody does, what came of it. */
export class Narrator {
  private scene = 0;

  constructor(private readonly write: (line: string) => void = (line) => console.log(line)) {}

  /** @param title what happens now, in a sentence */
  begin(title: string): void {
    this.scene += 1;
    this.write(`\n${this.scene}. ${title}`);
  }

  say(line: string): void {
    for (const part of line.split('\n')) this.write(part ? `   ${part}` : '');
  }

  /** Two columns, the first as wide as its widest. */
  table(rows: readonly (readonly [string, string])[]): void {
    const width = Math.max(...rows.map(([left]) => left.length));
    for (const [left, right] of rows) this.say(`  ${left.padEnd(width)}  ${right}`);
  }
}
