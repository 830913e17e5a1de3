import { useSyncExternalStore } from 'react';
import { en } from './en.ts';
import { enumWords } from './generated/enums.ts';
import { zh, type Words } from './zh-CN.ts';

export type Language = 'zh-CN' | 'en';

const KEY = 'language';
const listeners = new Set<() => void>();
let chosen: Language = localStorage.getItem(KEY) === 'en' || (!localStorage.getItem(KEY) && /^en/i.test(navigator.language)) ? 'en' : 'zh-CN';
document.documentElement.lang = chosen;

/** The language of the pages and of what the API answers. */
export const language = () => chosen;

export function choose(next: Language) {
  chosen = next;
  localStorage.setItem(KEY, next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = () => useSyncExternalStore(subscribe, language);

/** All texts of the pages in the language that was chosen. */
export function useWords(): Words {
  return useLanguage() === 'en' ? en : zh;
}

type Enums = typeof enumWords;

/** The word of an enum value: `word('CoursewareKind', 'VIDEO')`. A value that the pages do not know yet is said by its name. */
export function word<E extends keyof Enums>(type: E, value: keyof Enums[E] & string): string {
  const words = (enumWords[type] as Record<string, readonly [string, string]>)[value];
  return words ? words[chosen === 'en' ? 1 : 0] : value;
}

/** Days and times are those of the school, wherever the device is. */
const zone = 'Asia/Shanghai';

export const day = (date: string) =>
  new Intl.DateTimeFormat(chosen, { dateStyle: 'medium', timeZone: zone }).format(new Date(date.length === 10 ? `${date}T12:00:00+08:00` : date));

export const moment = (instant: string) =>
  new Intl.DateTimeFormat(chosen, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(new Date(instant));

export const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date());

export const thisYear = () => Number(today().slice(0, 4));

/** Days from today; 0 is today. */
export const daysUntil = (date: string) => Math.round((Date.parse(date) - Date.parse(today())) / 86_400_000);

/** 75 s → 1:15; a position in a film. */
export function clock(seconds: number) {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${h ? `${h}:${String(m).padStart(2, '0')}` : m}:${String(s).padStart(2, '0')}`;
}

/** 75 s → 1 分 15 秒: hours of training alone would show nothing for it. */
export function duration(seconds: number) {
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const parts = chosen === 'en' ? [`${h} h`, `${m} min`, `${s} s`] : [`${h} 小时`, `${m} 分`, `${s} 秒`];
  const shown = parts.filter((_, i) => [h, m, s][i] !== 0);
  return shown.length > 0 ? shown.join(' ') : parts[2]!;
}
