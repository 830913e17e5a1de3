import { useInfiniteQuery } from '@tanstack/react-query';

interface Connection<N> {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  nodes: N[];
}

/** The pages of a list one after the other. */
export function usePages<N>(key: readonly unknown[], read: (after: string | undefined) => Promise<Connection<N> | null | undefined>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam).then((page) => page ?? { totalCount: 0, pageInfo: { hasNextPage: false }, nodes: [] as N[] }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: Connection<N>) => (last.pageInfo.hasNextPage ? (last.pageInfo.endCursor ?? undefined) : undefined),
  });
  const pages = query.data?.pages;
  return {
    ready: pages !== undefined,
    nodes: pages?.flatMap((page) => page.nodes) ?? [],
    total: pages?.at(-1)?.totalCount ?? 0,
    busy: query.isFetchingNextPage,
    more: query.hasNextPage ? () => void query.fetchNextPage() : null,
    error: query.error,
    again: () => void query.refetch(),
  };
}
