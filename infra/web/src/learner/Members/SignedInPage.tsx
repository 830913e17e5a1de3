import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { session } from '../../school/session.ts';
import { useWords } from '../../words/words.ts';
import { Title } from '../Shell/Parts.tsx';

/** Where the school's provider sends people back to. */
export function SignedInPage() {
    const words = useWords();
    const client = useQueryClient();
    const [, go] = useLocation();
    const [fault, setFault] = useState<string | null>(null);
    const asked = useRef(false);
    useEffect(() => {
        if (asked.current) return;
        asked.current = true;
        import('../../school/provider.ts')
            .then(({ provider }) => provider.signedIn())
            .then(({ held, back }) => {
                client.clear();
                session.keep(held);
                if (back.startsWith('/graphql')) location.assign(back);
                else go(back, { replace: true });
            })
            .catch((error: Error) => setFault(error.message));
    }, [client, go]);
    return (
        <>
            <Title>{words.signIn.title}</Title>
            {fault ? (
                <>
                    <p className="error" role="alert">
                        {words.says(words.signIn.failed, fault)}
                    </p>
                    <Link href="/sign-in">{words.again}</Link>
                </>
            ) : (
                <p role="status">{words.signIn.finishing}</p>
            )}
        </>
    );
}
