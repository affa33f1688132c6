import type { Language } from '../../local-calltouch/preferredLanguage';

const RU = {
  title: 'Кухни и шкафы на заказ',
  brand: 'Дом и дерево',
  lead: 'Замерим, нарисуем, соберём. Мебель точно под вашу комнату, за 30 дней.',
  facts: [
    ['Замер бесплатно', 'Приедем в удобный день и покажем образцы.'],
    ['Цена до договора', 'Считаем по чертежу: потом она не растёт.'],
    ['Гарантия 5 лет', 'На корпус, фасады и фурнитуру.'],
  ],
  formTitle: 'Рассчитаем за день',
  name: 'Имя',
  phone: 'Телефон',
  email: 'Почта',
  product: 'Что вас интересует',
  noProduct: 'Пока не решили',
  message: 'Сообщение',
  messageHint: 'Размеры, пожелания, удобное время',
  send: 'Отправить заявку',
  sending: 'Отправляем…',
  thanks: 'Спасибо, заявка принята',
  thanksMore: 'Перезвоним в течение часа.',
  again: 'Отправить ещё одну',
  refused: 'Заявка не отправлена: сайт её не принял. Проверьте поля и отправьте ещё раз.',
  unreachable: 'Заявка не отправлена: нет связи с сайтом. Попробуйте ещё раз через минуту.',
  demo: 'Демо',
  openAs: 'Открыть как будто пришли:',
  blocked: 'с блокировщиком рекламы',
  session: 'Сессия Calltouch:',
  noSession: 'нет, скрипт заблокирован',
  seeStrapi: 'Заявка в Strapi',
  strapi: 'Strapi',
  journal: 'Журнал Calltouch',
  otherLanguage: 'English',
};

/** All texts of the landing page. */
export type LandingWords = typeof RU;

const EN: LandingWords = {
  title: 'Kitchens and wardrobes made to measure',
  brand: 'House & Timber',
  lead: 'We measure, draw and fit. Furniture that suits your room exactly, in 30 days.',
  facts: [
    ['Free measuring', 'We come on a day that suits you, and bring samples.'],
    ['Price before contract', 'Worked out from the drawing: it does not grow later.'],
    ['5 years of warranty', 'On bodies, fronts and fittings.'],
  ],
  formTitle: 'A quote within a day',
  name: 'Name',
  phone: 'Phone',
  email: 'Email',
  product: 'What interests you',
  noProduct: 'Not decided yet',
  message: 'Message',
  messageHint: 'Sizes, wishes, a good time to call',
  send: 'Send the request',
  sending: 'Sending…',
  thanks: 'Thank you, we have your request',
  thanksMore: 'We will call back within an hour.',
  again: 'Send another one',
  refused: 'Not sent: the site did not accept the request. Check the fields and send again.',
  unreachable: 'Not sent: the site can’t be reached. Try again in a minute.',
  demo: 'Demo',
  openAs: 'Open as if you came:',
  blocked: 'with an ad blocker',
  session: 'Calltouch session:',
  noSession: 'none, the script is blocked',
  seeStrapi: 'The lead in Strapi',
  strapi: 'Strapi',
  journal: 'Calltouch’s journal',
  otherLanguage: 'Русский',
};

/** The landing page's texts, by language. */
export const LANDING_WORDS: Record<Language, LandingWords> = { ru: RU, en: EN };
