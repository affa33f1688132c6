import type en from './en.json';

/** Key of a text, without the plugin's prefix. */
export type TextKey = keyof typeof en & string;
