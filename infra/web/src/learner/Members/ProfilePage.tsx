import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProfileDocument, RequestCorrectionDocument } from '../../school/generated/graphql.ts';
import { orRefused, send } from '../../school/send.ts';
import { day, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, Title } from '../Shell/Parts.tsx';

/** What the register says of the member, and a way to say that it is wrong. */
export function ProfilePage() {
    const words = useWords();
    const client = useQueryClient();
    const [text, setText] = useState('');
    const { data, error, refetch } = useQuery({ queryKey: ['profile', useLanguage()], queryFn: () => send(ProfileDocument) });
    const request = useMutation({
        mutationFn: async () => orRefused((await send(RequestCorrectionDocument, { input: { text: text.trim() } })).requestCorrection),
        onSuccess: () => {
            setText('');
            return client.invalidateQueries({ queryKey: ['profile'] });
        },
    });
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data?.me) return <Loading />;
    const me = data.me;
    const since = (held: { from: string; to?: string | null }) => words.profile.since(day(held.from), held.to ? day(held.to) : '');
    return (
        <>
            <Title>{words.profile.title}</Title>
            <div className="stack">
                <div className="card stack tight">
                    <h2>{me.name}</h2>
                    <dl className="facts">
                        <dt>{words.profile.number}</dt>
                        <dd>{me.number}</dd>
                        <dt>{words.profile.admitted}</dt>
                        <dd>{day(me.admittedOn)}</dd>
                        {me.organisation && (
                            <>
                                <dt>{words.profile.organisation}</dt>
                                <dd>{me.organisation.name}</dd>
                            </>
                        )}
                    </dl>
                </div>
                <Held
                    title={words.profile.categories}
                    rows={me.categories.map((held) => [
                        held.id,
                        held.main ? words.also(word('MemberCategory', held.category), words.profile.main) : word('MemberCategory', held.category),
                        since(held),
                    ])}
                />
                <Held
                    title={words.profile.positions}
                    rows={me.positions.map((held) => [held.id, `${word('MemberPosition', held.position)} · ${held.organisation?.name ?? ''}`, since(held)])}
                />
                <Held title={words.profile.memberships} rows={me.memberships.map((held) => [held.id, held.organisation?.name ?? '', since(held)])} />
                <section className="card">
                    <h2>{words.profile.wrong}</h2>
                    <form
                        className="stack"
                        onSubmit={(event) => {
                            event.preventDefault();
                            request.mutate();
                        }}
                    >
                        <label>
                            {words.profile.wrongLead}
                            <textarea
                                aria-label={words.profile.text}
                                required
                                maxLength={500}
                                value={text}
                                onInput={(event) => setText(event.currentTarget.value)}
                            />
                        </label>
                        {request.error && (
                            <p className="error" role="alert">
                                {request.error.message}
                            </p>
                        )}
                        {request.isSuccess && <p role="status">{words.profile.sent}</p>}
                        <div>
                            <button type="submit" disabled={request.isPending}>
                                {words.profile.send}
                            </button>
                        </div>
                    </form>
                    {me.correctionRequests.nodes.length > 0 && (
                        <>
                            <h2>{words.profile.requests}</h2>
                            <ul className="stack tight">
                                {me.correctionRequests.nodes.map((each) => (
                                    <li key={each.id}>
                                        <span className="tag">{word('CorrectionStatus', each.status)}</span> {each.text}
                                        {each.answer && <p className="quiet">{each.answer}</p>}
                                    </li>
                                ))}
                            </ul>
                        </>
                    )}
                </section>
            </div>
        </>
    );
}

function Held({ title, rows }: { title: string; rows: [string, string, string][] }) {
    if (rows.length === 0) return null;
    return (
        <section className="card">
            <h2>{title}</h2>
            <ul className="stack tight">
                {rows.map(([id, what, when]) => (
                    <li key={id} className="row apart">
                        <span>{what}</span>
                        <span className="quiet">{when}</span>
                    </li>
                ))}
            </ul>
        </section>
    );
}
