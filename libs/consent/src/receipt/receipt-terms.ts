import type { Purpose } from '@courtyard/catalogue';
import type { NoticeLanguage } from '../notice/notice.js';

type Terms = Readonly<Record<string, string>>;

/** Fields as a person reads them, by their key; the same words as on the cards. */
export const FIELD_TERMS: Readonly<Record<NoticeLanguage, Terms>> = {
  en: {
    'Employee.name': 'Name',
    'Employee.title': 'Job title',
    'Post.body': 'Text of posts',
    'Post.publishedAt': 'When posts were written',
    'Comment.body': 'Text of comments',
    'Comment.createdAt': 'When comments were written',
  },
  de: {
    'Employee.name': 'Name',
    'Employee.title': 'Funktion',
    'Post.body': 'Text von Beiträgen',
    'Post.publishedAt': 'Wann Beiträge geschrieben wurden',
    'Comment.body': 'Text von Kommentaren',
    'Comment.createdAt': 'Wann Kommentare geschrieben wurden',
  },
};

type Terming = Readonly<Partial<Record<Purpose, string>>>;

/** Purposes that people can be asked about. */
export const PURPOSE_TERMS: Readonly<Record<NoticeLanguage, Terming>> = {
  en: {
    research: 'Research',
    'employer-brand': 'Presenting the employer',
    'partner-sharing': 'Sharing with a partner',
    'third-party-service': 'A service of a third party',
    'ai-training': 'Training an AI',
  },
  de: {
    research: 'Forschung',
    'employer-brand': 'Außenauftritt als Arbeitgeber',
    'partner-sharing': 'Weitergabe an Partner',
    'third-party-service': 'Dienst eines Dritten',
    'ai-training': 'Training einer KI',
  },
};
