import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { useEditorContext } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { createClient } from 'graphql-ws';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { session } from '../school/session.ts';
import { useWords } from '../words/words.ts';
import './explorer.css';

/** The operations that the repository shows, as files: `Catalogue` and its text. */
const examples = Object.entries(import.meta.glob<string>('../../../operations/*.graphql', { query: '?raw', import: 'default', eager: true })).map(
    ([path, text]) => ({ name: path.split('/').at(-1)!.replace('.graphql', ''), text }),
);

// Whoever is signed in on the pages is signed in here; over a socket the token travels with its first message.
const fetcher = createGraphiQLFetcher({
    url: '/graphql',
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
        const headers = new Headers(init?.headers);
        const token = headers.has('authorization') ? null : await session.token();
        if (token) headers.set('authorization', `Bearer ${token}`);
        return fetch(input, { ...init, headers });
    },
    wsClient: createClient({
        url: location.origin.replace(/^http/, 'ws') + '/graphql',
        connectionParams: async () => {
            const token = await session.token();
            return token ? { Authorization: `Bearer ${token}` } : {};
        },
    }),
});

const ExamplesIcon = () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
        <path d="M5 4h14v16H5zM9 8h6M9 12h6M9 16h3" />
    </svg>
);

/** The example operations; choosing one puts it into the editor with variables to fill in. */
function Examples() {
    const words = useWords();
    const { queryEditor, variableEditor } = useEditorContext({ nonNull: true });
    return (
        <section>
            <h2 className="graphiql-doc-explorer-title">{words.explorer.examples}</h2>
            <ul className="examples">
                {examples.map(({ name, text }) => (
                    <li key={name}>
                        <button
                            type="button"
                            className="graphiql-un-styled"
                            onClick={() => {
                                queryEditor?.setValue(text);
                                variableEditor?.setValue(variablesOf(text));
                            }}
                        >
                            {name}
                        </button>
                    </li>
                ))}
            </ul>
        </section>
    );
}

/** The variables that an operation names, each to be filled in: `{ "year": null }`. */
function variablesOf(text: string) {
    const declared = /^\s*(?:query|mutation|subscription)\s+\w+\s*\(([^)]*)\)/m.exec(text)?.[1] ?? '';
    const names = [...declared.matchAll(/\$(\w+)\s*:/g)].map((found) => found[1]!);
    const values: Record<string, unknown> = Object.fromEntries(
        names.map((name) => [name, name === 'year' ? new Date().getFullYear() : name === 'first' ? 10 : null]),
    );
    return names.length > 0 ? JSON.stringify(values, null, 2) : '';
}

const plugins = [{ title: 'Examples', icon: ExamplesIcon, content: Examples }];

function Explorer() {
    const words = useWords();
    const [signedIn, setSignedIn] = useState(session.signedIn);
    // Who is signed in elsewhere in this browser is so here.
    useEffect(() => {
        if (!signedIn)
            void session
                .token()
                .then((token) => setSignedIn(token !== null))
                .catch(() => undefined);
    }, [signedIn]);
    return (
        <GraphiQL
            fetcher={fetcher}
            plugins={plugins}
            defaultQuery={examples.find((example) => example.name === 'Catalogue')?.text}
            shouldPersistHeaders={false}
        >
            <GraphiQL.Logo>
                <a className="signed" href={signedIn ? '/' : '/sign-in?back=/graphql'}>
                    {signedIn ? words.school : words.signIn.title}
                </a>
            </GraphiQL.Logo>
        </GraphiQL>
    );
}

createRoot(document.getElementById('root')!).render(
    <StrictMode>
        <Explorer />
    </StrictMode>,
);
