/**
 * Gathers what many ask at about the same time, and answers it together.
 *
 * 1. Work that began was asked for before it began: nobody is answered from a moment before they asked.
 * 2. A piece of work is of at most `most` questions, and at most `atOnce` whole ones are under way. Fewer questions than that wait
 *    for the one before them, and become more meanwhile: the busier it is, the fewer pieces are made of it.
 */
export class InBatches<Question, Answer> {
  private readonly waiting: Waiting<Question, Answer>[] = [];
  private active = 0;
  private scheduled = false;

  constructor(
    /** Answers in the order of the questions. */
    private readonly work: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly limits: { readonly most: number; readonly atOnce: number },
  ) {}

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ question, resolve, reject });
      if (this.waiting.length >= this.limits.most) this.begin();
      else if (!this.scheduled) {
        this.scheduled = true;
        setImmediate(() => {
          this.scheduled = false;
          this.begin();
        });
      }
    });
  }

  private begin(): void {
    const { most, atOnce } = this.limits;
    const may = () => this.active === 0 || (this.active < atOnce && this.waiting.length >= most);
    while (this.waiting.length > 0 && may()) void this.answer(this.waiting.splice(0, most));
  }

  private async answer(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    this.active++;
    try {
      const answers = await this.work(batch.map(({ question }) => question));
      if (answers.length !== batch.length) throw new Error('Not every question of a batch was answered.');
      for (const [at, { resolve }] of batch.entries()) resolve(answers[at] as Answer);
    } catch (failure) {
      for (const { reject } of batch) reject(failure);
    } finally {
      this.active--;
      this.begin();
    }
  }
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  resolve(answer: Answer): void;
  reject(failure: unknown): void;
}
