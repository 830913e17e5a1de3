import { useLocation, useSearch } from 'wouter';

/** Filters, order and tab of a page stand in its address, so that it can be kept, shared and gone back to. */
export function useAddress() {
  const search = useSearch();
  const [path, go] = useLocation();
  const values = new URLSearchParams(search);
  return {
    get: (name: string) => values.get(name) ?? '',
    set(changes: Record<string, string>) {
      const next = new URLSearchParams(search);
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      const text = next.toString();
      go(text ? `${path}?${text}` : path, { replace: true });
    },
  };
}
