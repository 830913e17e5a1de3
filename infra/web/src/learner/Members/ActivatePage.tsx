import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Redirect } from 'wouter';
import { ActivateMemberDocument } from '../../school/generated/graphql.ts';
import { orRefused, send } from '../../school/send.ts';
import { session } from '../../school/session.ts';
import { useWords } from '../../words/words.ts';
import { Title } from '../Shell/Parts.tsx';
import { useViewer } from '../Shell/Shell.tsx';

/** Whoever is signed in and nobody yet says who they are, by a number and the code of their organisation. */
export function ActivatePage() {
    const words = useWords();
    const client = useQueryClient();
    const { data } = useViewer();
    const join = useMutation({
        mutationFn: async (fields: FormData) =>
            orRefused(
                (await send(ActivateMemberDocument, { input: { number: String(fields.get('number')).trim(), code: String(fields.get('code')).trim() } }))
                    .activateMember,
            ),
        onSuccess: async () => {
            await session.renew().catch(() => null);
            await client.invalidateQueries();
        },
    });
    if (data?.viewer.member) return <Redirect to="/" replace />;
    return (
        <>
            <Title>{words.activate.title}</Title>
            {(data?.viewer.roles.length ?? 0) > 0 && (
                <p className="notice">
                    <span>
                        {words.activate.staff} <a href="/graphql">{words.activate.explorer}</a>
                    </span>
                </p>
            )}
            <p>{words.activate.lead}</p>
            <form
                className="stack card"
                onSubmit={(event) => {
                    event.preventDefault();
                    join.mutate(new FormData(event.currentTarget));
                }}
            >
                <label>
                    {words.activate.number}
                    <input name="number" required autoComplete="username" maxLength={32} />
                </label>
                <label>
                    {words.activate.code}
                    <input name="code" required autoComplete="one-time-code" maxLength={40} autoCapitalize="characters" />
                </label>
                {join.error && (
                    <p className="error" role="alert">
                        {join.error.message}
                    </p>
                )}
                <div className="row">
                    <button type="submit" className="main" disabled={join.isPending}>
                        {words.activate.button}
                    </button>
                    <Link href="/sign-in">{words.signIn.title}</Link>
                </div>
            </form>
        </>
    );
}
