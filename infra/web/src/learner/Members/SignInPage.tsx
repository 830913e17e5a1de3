import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { config } from '../../school/config.ts';
import { session } from '../../school/session.ts';
import { useWords } from '../../words/words.ts';
import { Loading, Title } from '../Shell/Parts.tsx';

/** A page of this site and nothing else: an address of another site would be led to. */
const inside = (back: string | null) => (back && /^\/(?![/\\])/.test(back) ? back : '/');

export function SignInPage() {
    const words = useWords();
    const back = inside(new URLSearchParams(useSearch()).get('back'));
    return (
        <>
            <Title>{words.signIn.title}</Title>
            {config.authority ? <Provider back={back} /> : <People back={back} />}
        </>
    );
}

function Provider({ back }: { back: string }) {
    const words = useWords();
    const [fault, setFault] = useState<string | null>(null);
    return (
        <div className="stack">
            <p>{words.signIn.lead}</p>
            {fault && (
                <p className="error" role="alert">
                    {words.says(words.signIn.failed, fault)}
                </p>
            )}
            <div>
                <button
                    type="button"
                    className="main"
                    onClick={() => {
                        import('../../school/provider.ts').then(({ provider }) => provider.signIn(back)).catch((error: Error) => setFault(error.message));
                    }}
                >
                    {words.signIn.button}
                </button>
            </div>
        </div>
    );
}

/** The people of the demonstration, by what each of them shows. */
function People({ back }: { back: string }) {
    const words = useWords();
    const client = useQueryClient();
    const [, go] = useLocation();
    const [fault, setFault] = useState<string | null>(null);
    const [number, setNumber] = useState('');
    const { data, isPending } = useQuery({ queryKey: ['people'], queryFn: async () => (await import('../../school/development.ts')).development.people() });

    const choose = async (subject: string, roles: string[]) => {
        setFault(null);
        try {
            const { development } = await import('../../school/development.ts');
            const held = await development.choose({ subject, roles });
            client.clear();
            session.keep(held);
            // The explorer is a page of its own.
            if (back.startsWith('/graphql')) location.assign(back);
            else go(back, { replace: true });
        } catch (error) {
            setFault((error as Error).message);
        }
    };

    return (
        <div className="stack">
            <p>{words.signIn.peopleLead}</p>
            {fault && (
                <p className="error" role="alert">
                    {words.says(words.signIn.failed, fault)}
                </p>
            )}
            {isPending ? (
                <Loading />
            ) : (
                <ul className="stack tight">
                    {(data ?? []).map((person) => (
                        <li key={`${person.subject} ${person.roles.join()}`}>
                            <button
                                type="button"
                                style={{ width: '100%', justifyContent: 'flex-start', textAlign: 'start', borderRadius: '12px' }}
                                onClick={() => void choose(person.subject, person.roles)}
                            >
                                <span>
                                    <strong>{person.name || person.subject}</strong>
                                    <br />
                                    <span className="quiet">{person.purpose}</span>
                                </span>
                            </button>
                        </li>
                    ))}
                </ul>
            )}
            <form
                className="row"
                onSubmit={(event) => {
                    event.preventDefault();
                    void choose(number.trim(), ['Member']);
                }}
            >
                <label style={{ flex: '1 1 200px' }}>
                    {words.signIn.number}
                    <input required value={number} onInput={(event) => setNumber(event.currentTarget.value)} />
                </label>
                <button type="submit" className="main" style={{ alignSelf: 'end' }}>
                    {words.signIn.title}
                </button>
            </form>
        </div>
    );
}
