import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../looks/looks.css';
import '../looks/theme.ts';
import { Refused } from '../school/send.ts';
import { Shell } from './Shell/Shell.tsx';

// A page of an older build whose parts are gone is loaded anew, once, and never while a film plays.
addEventListener('vite:preloadError', () => {
    const film = document.querySelector<HTMLMediaElement>('video, audio');
    if ((film && !film.paused) || sessionStorage.getItem('reloaded') === location.href) return;
    sessionStorage.setItem('reloaded', location.href);
    location.reload();
});

const client = new QueryClient({
    defaultOptions: {
        queries: {
            staleTime: 30_000,
            gcTime: 10 * 60_000,
            refetchOnWindowFocus: true,
            retry: (failures, fault) => failures < 3 && fault instanceof Refused && fault.passing,
            retryDelay: (attempt, fault) => (fault instanceof Refused && fault.retryAfter ? fault.retryAfter * 1000 : Math.min(8000, 700 * 2 ** attempt)),
        },
    },
});

createRoot(document.getElementById('root')!).render(
    <StrictMode>
        <QueryClientProvider client={client}>
            <Shell />
        </QueryClientProvider>
    </StrictMode>,
);
