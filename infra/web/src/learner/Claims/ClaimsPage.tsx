import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ClaimDocument, MyClaimsDocument, WithdrawDocument, type CreditForm, type OrganisationLevel } from '../../school/generated/graphql.ts';
import { usePages } from '../../school/pages.ts';
import { orRefused, Refused, send } from '../../school/send.ts';
import { day, duration, thisYear, today, useLanguage, useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Title } from '../Shell/Parts.tsx';
import { useViewer } from '../Shell/Shell.tsx';
import { useStanding } from '../Standing/StandingPage.tsx';

const FORMS: CreditForm[] = ['CENTRALISED_CLASS', 'LECTURE', 'GROUP_VIEWING', 'FIELD', 'EXTERNAL'];
const LEVELS: OrganisationLevel[] = ['BASIC', 'TOWNSHIP', 'COUNTY', 'CITY', 'PROVINCE'];
const tones = { PENDING: 'open', APPROVED: 'good', REJECTED: 'bad', WITHDRAWN: '' } as const;

/** Training away from this site: what was claimed, what became of it, and a new claim. */
export function ClaimsPage() {
    const words = useWords();
    const client = useQueryClient();
    const { data: standing } = useStanding(thisYear());
    const hour = standing?.me?.compliance.policy?.secondsPerHour;
    const list = usePages(['claims', useLanguage()], async (after) => (await send(MyClaimsDocument, { after })).me?.claims);
    const withdraw = useMutation({
        mutationFn: async (claimId: string) => orRefused((await send(WithdrawDocument, { input: { claimId } })).withdrawCreditClaim),
        onSuccess: () => client.invalidateQueries({ queryKey: ['claims'] }),
    });
    return (
        <>
            <Title>{words.claims.title}</Title>
            <p>{words.claims.lead}</p>
            {hour && <NewClaim hour={hour} />}
            <section>
                {withdraw.error && (
                    <p className="error" role="alert">
                        {(withdraw.error as Error).message}
                    </p>
                )}
                {list.error ? (
                    <Failure error={list.error} again={list.again} />
                ) : !list.ready ? (
                    <Loading />
                ) : list.nodes.length === 0 ? (
                    <p>{words.claims.none}</p>
                ) : (
                    <div className="stack">
                        <ul className="stack">
                            {list.nodes.map((claim) => (
                                <li className="card stack tight" key={claim.id}>
                                    <div className="row apart">
                                        <h2>{claim.title}</h2>
                                        <span className={`tag ${tones[claim.status]}`}>{word('ClaimStatus', claim.status)}</span>
                                    </div>
                                    <p className="figure">
                                        {`${day(claim.heldOn)} · ${word('CreditForm', claim.form)}${claim.venueLevel ? ` · ${word('OrganisationLevel', claim.venueLevel)}` : ''} · ${hour ? words.also(words.hours(Math.floor((claim.seconds * 10) / hour) / 10), duration(claim.seconds)) : duration(claim.seconds)}`}
                                    </p>
                                    {claim.reason && <p className="quiet">{words.says(words.claims.decided, claim.reason)}</p>}
                                    {claim.status === 'PENDING' && (
                                        <div>
                                            <button
                                                type="button"
                                                disabled={withdraw.isPending}
                                                onClick={() => confirm(words.claims.sure) && withdraw.mutate(claim.id)}
                                            >
                                                {words.claims.withdraw}
                                            </button>
                                        </div>
                                    )}
                                </li>
                            ))}
                        </ul>
                        <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />
                    </div>
                )}
            </section>
        </>
    );
}

/** @param hour Seconds of an hour of training, by the policy. */
function NewClaim({ hour }: { hour: number }) {
    const words = useWords();
    const client = useQueryClient();
    const { data: viewer } = useViewer();
    const [hours, setHours] = useState('4');
    const form = useRef<HTMLFormElement>(null);
    // The same form sent twice by a nervous finger is one claim.
    const key = useRef(crypto.randomUUID());
    const claim = useMutation({
        mutationFn: async (fields: FormData) =>
            orRefused(
                (
                    await send(ClaimDocument, {
                        input: {
                            memberId: viewer!.viewer.member!.id,
                            title: String(fields.get('title')),
                            form: fields.get('form') as CreditForm,
                            heldOn: String(fields.get('heldOn')),
                            seconds: Math.round(Number(fields.get('hours')) * hour),
                            venueLevel: (fields.get('level') || undefined) as OrganisationLevel | undefined,
                            idempotencyKey: key.current,
                        },
                    })
                ).claimCredit,
            ),
        onSuccess: () => {
            key.current = crypto.randomUUID();
            form.current?.reset();
            return client.invalidateQueries({ queryKey: ['claims'] });
        },
    });
    return (
        <details className="card">
            <summary>{words.claims.add}</summary>
            <form
                ref={form}
                className="stack"
                style={{ marginTop: '1rem' }}
                onSubmit={(event) => {
                    event.preventDefault();
                    claim.mutate(new FormData(event.currentTarget));
                }}
            >
                <label>
                    {words.claims.what}
                    <input name="title" required maxLength={200} />
                </label>
                <div className="fields">
                    <label>
                        {words.claims.form}
                        <select name="form" required>
                            {FORMS.map((each) => (
                                <option key={each} value={each}>
                                    {word('CreditForm', each)}
                                </option>
                            ))}
                        </select>
                    </label>
                    <label>
                        {words.claims.date}
                        <input name="heldOn" type="date" required max={today()} />
                    </label>
                    <label>
                        {words.claims.hours}
                        <input
                            name="hours"
                            type="number"
                            required
                            min="0.1"
                            max="100"
                            step="0.1"
                            inputMode="decimal"
                            value={hours}
                            onInput={(event) => setHours(event.currentTarget.value)}
                        />
                        <span className="quiet">{Number(hours) > 0 ? words.claims.minutes(duration(Number(hours) * hour)) : ''}</span>
                    </label>
                    <label>
                        {words.claims.level}
                        <select name="level">
                            <option value=""></option>
                            {LEVELS.map((each) => (
                                <option key={each} value={each}>
                                    {word('OrganisationLevel', each)}
                                </option>
                            ))}
                        </select>
                    </label>
                </div>
                {claim.error && (
                    <p className="error" role="alert">
                        {claim.error instanceof Refused && claim.error.code === 'NETWORK' ? words.offline : claim.error.message}
                    </p>
                )}
                {claim.isSuccess && <p role="status">{words.claims.sent}</p>}
                <div>
                    <button type="submit" className="main" disabled={claim.isPending || !viewer?.viewer.member}>
                        {words.claims.submit}
                    </button>
                </div>
            </form>
        </details>
    );
}
