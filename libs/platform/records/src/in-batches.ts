/**
 * Gathers what many ask at about the same time, and answers it together.
 *
 * 1. Work that began was asked for before it began: nobody is answered from a moment before they asked.
 * 2. A piece of work is of at most `most` questions, and at most `atOnce` whole ones are under way. Fewer questions than that wait
 *    for the one before them, and become more meanwhile: the busier it is, the fewer pieces are made of it. What was asked for
 *    together counts as whole.
 */
export class InBatches<Question, Answer> {
  private readonly waiting: Waiting<Question, Answer>[] = [];
  /** How many questions wait, and how many of those who wait asked for several together. */
  private count = 0;
  private whole = 0;
  private active = 0;
  private scheduled = false;

  constructor(
    /** Answers in the order of the questions. */
    private readonly work: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly limits: { readonly most: number; readonly atOnce: number },
    /** Told when nothing is under way any more, and nothing waits. */
    private readonly onIdle: () => void = () => {},
  ) {}

  async ask(question: Question): Promise<Answer> {
    const [answer] = await this.wait([question], false);
    return answer as Answer;
  }

  /** The same for several, at most as many as a piece of work is of; answered in their order. */
  askTogether(questions: readonly Question[]): Promise<readonly Answer[]> {
    if (questions.length > this.limits.most)
      throw new Error('More are asked together than are answered at once.');
    return this.wait(questions, true);
  }

  private wait(questions: readonly Question[], isWhole: boolean): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ questions, isWhole, resolve, reject });
      this.count += questions.length;
      if (isWhole) this.whole++;
      if (isWhole || this.count >= this.limits.most) this.begin();
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
    const may = () => this.active === 0 || (this.active < atOnce && (this.count >= most || this.whole > 0));
    while (this.waiting.length > 0 && may()) void this.answer(this.take());
  }

  private take(): Waiting<Question, Answer>[] {
    let [questions, taken] = [0, 0];
    for (const one of this.waiting) {
      if (questions + one.questions.length > this.limits.most) break;
      questions += one.questions.length;
      taken++;
      if (one.isWhole) this.whole--;
    }
    this.count -= questions;
    return this.waiting.splice(0, taken);
  }

  private async answer(batch: readonly Waiting<Question, Answer>[]): Promise<void> {
    this.active++;
    try {
      const questions = batch.flatMap((one) => one.questions);
      const answers = await this.work(questions);
      if (answers.length !== questions.length) throw new Error('Not every question of a batch was answered.');
      let from = 0;
      for (const { questions: asked, resolve } of batch) {
        resolve(answers.slice(from, from + asked.length));
        from += asked.length;
      }
    } catch (failure) {
      for (const { reject } of batch) reject(failure);
    } finally {
      this.active--;
      this.begin();
      if (this.active === 0) this.onIdle();
    }
  }
}

interface Waiting<Question, Answer> {
  readonly questions: readonly Question[];
  readonly isWhole: boolean;
  resolve(answers: readonly Answer[]): void;
  reject(failure: unknown): void;
}
