import { type EmployeeActor, keys } from '@courtyard/access';
import { AudienceDirectory, language } from '@courtyard/people';
import { Injectable } from '@nestjs/common';
import { type Post, PostKind } from './post.entity.js';
import type { WhyLine } from './post.view.js';

const WORDS = {
  en: {
    writtenTo: 'Written to',
    because: (label: string, mine: string) => `${label}. You are in ${mine}.`,
    yours: (label: string) => `${label}. You wrote it.`,
    untold: 'you. Its author shared it privately, and does not say whether and who else reads it.',
    placed: 'Placed here by',
    time: 'its time. Newest first is the rule of this view.',
    waiting: 'its time. A feed shows the newest first, “Unanswered” what waits longest.',
    notUsed: 'Not used',
    nothing: 'anything else about you. Nothing here is sponsored.',
  },
  de: {
    writtenTo: 'Geschrieben an',
    because: (label: string, mine: string) => `${label}. Sie gehören zu ${mine}.`,
    yours: (label: string) => `${label}. Sie haben es geschrieben.`,
    untold: 'Sie. Wer es geschrieben hat, hat es privat geteilt und sagt nicht, ob und wer es sonst liest.',
    placed: 'Hier wegen',
    time: 'seiner Zeit. Das Neueste zuerst ist die Regel dieser Ansicht.',
    waiting: 'seiner Zeit. Ein Feed zeigt das Neueste zuerst, „Unbeantwortet“ das, was am längsten wartet.',
    notUsed: 'Nicht verwendet',
    nothing: 'irgendetwas anderes über Sie. Nichts hier ist bezahlt.',
  },
} as const;

/** Answers "Why am I seeing this" from what decided it: the audience, the time, and nothing else. */
@Injectable()
export class WhyService {
  constructor(private readonly audiences: AudienceDirectory) {}

  async of(actor: EmployeeActor, post: Post): Promise<WhyLine[]> {
    const words = actor.facts.single(language) === 'de' ? WORDS.de : WORDS.en;
    const held = actor.facts.set(keys);
    const mine = post.audienceKeys.filter((key) => held.has(key));
    const [all, part] = await Promise.all([
      this.audiences.describe(actor, post.audienceKeys),
      this.audiences.describe(actor, mine),
    ]);
    const mineOrAll = mine.length > 0 ? words.because(all.label, part.label) : words.yours(all.label);
    const because = all.untold ? words.untold : mineOrAll;
    return [
      { label: words.writtenTo, text: because },
      { label: words.placed, text: post.kind === PostKind.question ? words.waiting : words.time },
      { label: words.notUsed, text: words.nothing },
    ];
  }
}
