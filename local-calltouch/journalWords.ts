import type { Language } from './preferredLanguage';

/** Every text of the journal page in one language. */
export interface JournalWords {
  title: string;
  intro: string;
  faults: { none: string; down: string; slow: string; throttled: string };
  working: string;
  faulty: string;
  /** Before the number of requests that a fault will yet meet. */
  remaining: string;
  unreachable: string;
  leads: string;
  noLeads: string;
  requests: string;
  noRequests: string;
  columns: {
    time: string;
    ids: string;
    form: string;
    client: string;
    source: string;
    comment: string;
    page: string;
    customFields: string;
  };
  requestColumns: { time: string; request: string; status: string; fault: string };
  noSource: string;
  noAnswer: string;
  noLead: string;
}

export const JOURNAL_WORDS: Record<Language, JournalWords> = {
  en: {
    title: 'Local Calltouch',
    intro: 'Stands in for Calltouch: takes leads as the real service does, and sends them nowhere.',
    faults: {
      none: 'Works normally',
      down: 'Is down (500)',
      slow: 'Is slow (5 s)',
      throttled: 'Too many requests (429)',
    },
    working: 'The service works normally.',
    faulty: 'The service has a fault:',
    remaining: 'requests left with it:',
    unreachable: 'The local Calltouch does not answer: what is shown may be old.',
    leads: 'Leads',
    noLeads: 'No lead yet.',
    requests: 'Latest requests',
    noRequests: 'No request yet.',
    columns: {
      time: 'Time (Moscow)',
      ids: 'Number, Calltouch id',
      form: 'Form, tags',
      client: 'Client',
      source: 'Source',
      comment: 'Comment',
      page: 'Page',
      customFields: 'Custom fields',
    },
    requestColumns: { time: 'Time (Moscow)', request: 'Request', status: 'Answer', fault: 'Fault' },
    noSource: 'not known',
    noAnswer: 'none',
    noLead: 'no lead',
  },
  ru: {
    title: 'Локальный Calltouch',
    intro: 'Заменяет Calltouch: принимает заявки так же, как сервис, и никуда их не передаёт.',
    faults: {
      none: 'Работает',
      down: 'Не работает (500)',
      slow: 'Отвечает медленно (5 с)',
      throttled: 'Слишком много запросов (429)',
    },
    working: 'Сервис работает нормально.',
    faulty: 'У сервиса сбой:',
    remaining: 'осталось запросов с ним:',
    unreachable: 'Локальный Calltouch не отвечает: данные на странице могли устареть.',
    leads: 'Журнал заявок',
    noLeads: 'Заявок пока нет.',
    requests: 'Последние запросы',
    noRequests: 'Запросов пока нет.',
    columns: {
      time: 'Время (Москва)',
      ids: 'Номер, ID в Calltouch',
      form: 'Форма, теги',
      client: 'Клиент',
      source: 'Источник',
      comment: 'Комментарий',
      page: 'Страница',
      customFields: 'Пользовательские поля',
    },
    requestColumns: { time: 'Время (Москва)', request: 'Запрос', status: 'Ответ', fault: 'Сбой' },
    noSource: 'не определён',
    noAnswer: 'нет',
    noLead: 'заявки нет',
  },
};
