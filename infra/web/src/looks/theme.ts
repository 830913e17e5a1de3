/** Light or dark as the device says, unless somebody chose. */
export type Theme = 'auto' | 'light' | 'dark';
const KEY = 'theme';

export const theme = () => (localStorage.getItem(KEY) as Theme | null) ?? 'auto';

export function chooseTheme(next: Theme) {
  localStorage.setItem(KEY, next);
  document.documentElement.dataset['theme'] = next;
}
document.documentElement.dataset['theme'] = theme();
